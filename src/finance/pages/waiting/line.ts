import { html, type Html } from '../../../http/html.ts';
import { stateLine } from '../comparison-line.ts';
import type { Overview } from '../overview-data.ts';
import type { Visit } from '../visit.ts';
import { waitingTexts } from './texts.ts';

/** One line where something waits for a person, with the way to it; nothing where nothing does. */
export function waitingLine(
  { lang, show, to, now }: Visit,
  { inbox, tasks, taskCount }: Pick<Overview, 'inbox' | 'tasks' | 'taskCount'>,
): Html | null {
  const count = inbox.parked + taskCount;
  if (count === 0) return null;
  const words = waitingTexts(lang);
  const late = tasks.filter((task) => task.dueAt !== null && task.dueAt < now).length;
  const parts = [
    taskCount > 0 ? words.tasksCount(taskCount, show.count(taskCount)) : null,
    late > 0 ? words.late(late, show.count(late)) : null,
    inbox.parked > 0 ? words.parkedCount(inbox.parked, show.count(inbox.parked)) : null,
  ].filter((part) => part !== null);
  const link = html`<a class="end" href="${to('/finance/waiting')}">${words.look}</a>`;
  return stateLine('amber', words.waits, `${parts.join(', ')}.`, link);
}
