import { and, eq, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import type { ReminderStore } from '../store.ts';
import type { Connections } from './open.ts';
import { reminders } from './schema.ts';

export function reminderStore({ writer, write }: Connections): ReminderStore {
  const t = reminders;
  const erased = { sealedAddress: null, nextAttemptAt: null, leaseUntil: null };

  const claim = writer.transaction((now: Date, leaseUntil: Date, limit: number) => {
    const due = write
      .select()
      .from(t)
      .where(
        and(
          lte(t.nextAttemptAt, now),
          or(isNull(t.leaseUntil), lte(t.leaseUntil, now)),
          isNotNull(t.sealedAddress),
        ),
      )
      .orderBy(t.nextAttemptAt)
      .limit(limit)
      .all();
    if (due.length > 0)
      write
        .update(t)
        .set({ leaseUntil })
        .where(
          inArray(
            t.reminderId,
            due.map((row) => row.reminderId),
          ),
        )
        .run();
    return due.map((row) => ({ ...row, leaseUntil }));
  });

  return {
    async addReminder(reminder) {
      write.insert(t).values(reminder).run();
    },
    async reminderByToken(tokenHash) {
      return write.select().from(t).where(eq(t.tokenHash, tokenHash)).get() ?? null;
    },
    async confirmReminder(reminderId, now) {
      const done = write
        .update(t)
        .set({
          status: 'confirmed',
          confirmedAt: now,
          nextAttemptAt: sql`${t.dueAt}`,
          leaseUntil: null,
          attempts: 0,
        })
        .where(
          and(eq(t.reminderId, reminderId), eq(t.status, 'pending'), sql`${t.expiresAt} > ${now.getTime()}`),
        )
        .run();
      return done.changes === 1;
    },
    async stopReminder(reminderId, now) {
      const done = write
        .update(t)
        .set({ ...erased, status: 'stopped' })
        .where(and(eq(t.reminderId, reminderId), inArray(t.status, ['pending', 'confirmed'])))
        .run();
      void now;
      return done.changes === 1;
    },
    async claimDueReminders(now, leaseUntil, limit) {
      return claim.immediate(now, leaseUntil, limit);
    },
    async markReminderMailed(reminderId, mail, now) {
      const next =
        mail === 'confirmation'
          ? { nextAttemptAt: null, leaseUntil: null, attempts: 0 }
          : { ...erased, status: 'sent' as const, sentAt: now };
      write.update(t).set(next).where(eq(t.reminderId, reminderId)).run();
    },
    async failReminder(reminderId, nextAttemptAt, now) {
      void now;
      const next =
        nextAttemptAt === null
          ? { ...erased, status: 'failed' as const }
          : { nextAttemptAt, leaseUntil: null, attempts: sql`${t.attempts} + 1` };
      write
        .update(t)
        .set(next)
        .where(and(eq(t.reminderId, reminderId), ne(t.status, 'sent')))
        .run();
    },
    async expireReminders(now) {
      return write
        .update(t)
        .set({ ...erased, status: 'expired' })
        .where(and(eq(t.status, 'pending'), lt(t.expiresAt, now)))
        .run().changes;
    },
    async reminderCounts() {
      const rows = write
        .select({ status: t.status, count: sql<number>`count(*)` })
        .from(t)
        .groupBy(t.status)
        .all();
      return Object.fromEntries(rows.map((row) => [row.status, row.count]));
    },
  };
}
