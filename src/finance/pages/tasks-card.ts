import { html, type Html } from '../../http/html.ts';
import { pledgeReference } from '../../pledges/pledge.ts';
import type { StaffTask } from '../../tasks/task.ts';
import { card, tableFrame } from './layout.ts';
import type { Overview } from './overview-data.ts';
import type { Show } from './show.ts';
import type { FinanceTexts } from './texts.ts';

type Words = { texts: FinanceTexts; show: Show };

/** What only a person may decide, in words, what is due first at the top. */
export function tasksCard(words: Words, { tasks, taskCount, now }: Overview): Html | null {
  if (tasks.length === 0) return null;
  const { texts, show } = words;
  const { title, columns, how, more } = texts.tasks;
  const heading = title(taskCount, show.count(taskCount));
  const rest = taskCount - tasks.length;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.what}</th>
        <th scope="col">${columns.due}</th>
        <th scope="col">${columns.reference}</th>
        <th scope="col">${columns.object}</th>
        <th scope="col">${columns.raised}</th>
      </tr>
    </thead>
    <tbody>
      ${tasks.map((task) => row(words, task, now))}
    </tbody>
  </table>`;
  return card(
    'tasks-title',
    heading,
    html`${tableFrame(texts.table(heading), table)}
      <p class="foot">${rest > 0 ? `${more(rest, show.count(rest))} ` : null}${how}</p>`,
  );
}

function row(
  { texts, show }: Words,
  { kind, dueAt, pledgeId, stripeObjectId, raisedAt }: StaffTask,
  now: Date,
): Html {
  const isLate = dueAt !== null && dueAt < now;
  return html`<tr>
    <th scope="row" class="say">${texts.tasks.kinds[kind]}</th>
    <td class="${isLate ? 'down' : ''}">${dueAt === null ? texts.tasks.noDate : show.time(dueAt)}</td>
    <td>${pledgeId === null ? '—' : pledgeReference(pledgeId)}</td>
    <td>${stripeObjectId}</td>
    <td>${show.time(raisedAt)}</td>
  </tr>`;
}
