import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import type { TaskStore } from '../store.ts';
import type { Connections } from './open.ts';
import { staffTasks } from './ledger-schema.ts';

export function taskStore({ write }: Connections): TaskStore {
  const t = staffTasks;
  return {
    async openTasks(limit) {
      return write
        .select()
        .from(t)
        .where(isNull(t.doneAt))
        .orderBy(sql`${t.dueAt} is null`, asc(t.dueAt), asc(t.raisedAt), asc(t.taskId))
        .limit(limit)
        .all();
    },
    async openTaskCount() {
      return write.select({ tasks: count() }).from(t).where(isNull(t.doneAt)).get()?.tasks ?? 0;
    },
    async settleTask(taskId, note, now) {
      const open = and(eq(t.taskId, taskId), isNull(t.doneAt));
      return write.update(t).set({ doneAt: now, doneNote: note }).where(open).run().changes === 1;
    },
  };
}
