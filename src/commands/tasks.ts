import type { AppContext } from '../context.ts';
import { recordAudit } from '../finance/audit.ts';
import { isoSeconds } from '../finance/exports/iso-seconds.ts';
import { financeTexts } from '../finance/pages/texts.ts';
import { pledgeReference } from '../pledges/pledge.ts';
import { oneId, readNote, readWords, runAction, UsageError, type Out } from './words.ts';

type Needs = Pick<AppContext, 'store' | 'now'>;

const USAGE = [
  'tasks list                   lists what only a person may decide, what is due first at the top',
  'tasks done ID --note TEXT    settles one; the note is kept',
];

/** More than this nobody reads on a screen. */
const MOST_LISTED = 200;
/** Far more than there ever are. */
const MOST_OPEN = 100_000;

/** `tasks list | done`. Exit code 0: done; 1: there is no such open task; 2: a mistake in the words. */
export function tasksCommand(args: string[], ctx: Needs, out: Out): Promise<number> {
  const actions = {
    list: (rest: string[]) => list(rest, ctx, out),
    done: (rest: string[]) => done(rest, ctx, out),
  };
  return runAction('tasks', args, { actions, usage: USAGE, out });
}

async function list(args: string[], { store }: Needs, out: Out): Promise<number> {
  if (readWords(args, {}).positionals.length > 0) throw new UsageError('tasks list takes no further words.');
  const [tasks, count] = [await store.openTasks(MOST_LISTED), await store.openTaskCount()];
  if (tasks.length === 0) out('Nothing waits for a person.');
  const { kinds } = financeTexts('en').tasks;
  for (const { taskId, kind, stripeObjectId, pledgeId, dueAt } of tasks) {
    const pledge = pledgeId === null ? '' : `  pledge ${pledgeReference(pledgeId)}`;
    const due = dueAt === null ? 'no date' : `due ${isoSeconds(dueAt)}`;
    out(`${taskId}  ${due}  ${kinds[kind]}  ${stripeObjectId}${pledge}`);
  }
  if (count > tasks.length) out(`and ${count - tasks.length} more`);
  return 0;
}

async function done(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { values, positionals } = readWords(args, { note: { type: 'string' } });
  const id = oneId(positionals, 'Name one task: tasks done ID --note TEXT. tasks list shows the ids.');
  const note = readNote('--note', values.note);
  // What somebody mistyped goes into no entry: only an id that there is.
  const isOpen = (await ctx.store.openTasks(MOST_OPEN)).some(({ taskId }) => taskId === id);
  if (isOpen) await recordAudit(ctx, { by: 'command', action: 'task_done', object: id, outcome: 'done' });
  if (!isOpen || !(await ctx.store.settleTask(id, note, ctx.now()))) {
    out(`No open task has the id ${id}. tasks list shows those that are open.`);
    return 1;
  }
  out(`Done: ${id}. It is not raised again.`);
  return 0;
}
