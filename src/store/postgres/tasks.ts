import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import type { TaskStore } from '../store.ts';
import { staffTasks } from './ledger-schema.ts';
import type { Database } from './open.ts';

export function taskStore({ db }: Database): TaskStore {
  const t = staffTasks;
  return {
    async openTasks(limit) {
      return db
        .select()
        .from(t)
        .where(isNull(t.doneAt))
        .orderBy(sql`${t.dueAt} nulls last`, asc(t.raisedAt), asc(t.taskId))
        .limit(limit);
    },
    async openTaskCount() {
      const [found] = await db.select({ tasks: count() }).from(t).where(isNull(t.doneAt));
      return found?.tasks ?? 0;
    },
    async settleTask(taskId, note, now) {
      const open = and(eq(t.taskId, taskId), isNull(t.doneAt));
      const { rowCount } = await db.update(t).set({ doneAt: now, doneNote: note }).where(open);
      return rowCount === 1;
    },
  };
}
