import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { ReminderMail, ReminderStatus } from '../../reminders/reminder.ts';
import type { ReminderStore } from '../reminder-store.ts';
import type { Connections } from './open.ts';
import { reminders } from './schema.ts';

/** The status in which a reminder waits for each mail; a mail that ends later finds another and changes nothing. */
const WAITING: Record<ReminderMail, ReminderStatus> = { confirmation: 'pending', reminder: 'confirmed' };

/**
 * Mails that may be taken now, the longest due first. The plus keeps SQLite from its index of statuses: with that
 * it sorts everything that is due for each mail that is taken, a thousand times the work where 100,000 are.
 */
export function dueQuery(write: Connections['write'], now: Date, limit: number) {
  const t = reminders;
  const isPending = and(sql`+${t.status} = 'pending'`, gt(t.expiresAt, now));
  return write
    .select()
    .from(t)
    .where(
      and(
        lte(t.nextAttemptAt, now),
        or(isNull(t.leaseUntil), lte(t.leaseUntil, now)),
        isNotNull(t.sealedAddress),
        or(sql`+${t.status} = 'confirmed'`, isPending),
      ),
    )
    .orderBy(asc(t.nextAttemptAt))
    .limit(limit);
}

export function reminderStore({ writer, write, inOneFlush }: Connections): ReminderStore {
  const t = reminders;
  const gone = { sealedAddress: null, addressHash: null, nextAttemptAt: null };
  const erased = { ...gone, leaseUntil: null };
  // The lease stays: it says that a mail may be on its way at this moment.
  const stopped = { ...gone, status: 'stopped' as const };
  const isOpen = inArray(t.status, ['pending', 'confirmed']);

  const claim = (now: Date, leaseUntil: Date, limit: number) => {
    const due = dueQuery(write, now, limit).all();
    return due.map((row) => {
      const repeat = row.leaseUntil !== null;
      const taken = repeat ? { leaseUntil, nextAttemptAt: null } : { leaseUntil };
      write.update(t).set(taken).where(eq(t.reminderId, row.reminderId)).run();
      return { ...row, ...taken, repeat };
    });
  };

  /** Settles a try. Whoever waits for the row's sender to finish sees the lease go in any case. */
  const settle = (reminderId: string, mail: ReminderMail, set: Partial<typeof t.$inferInsert>) => {
    const waiting = and(eq(t.reminderId, reminderId), eq(t.status, WAITING[mail]));
    const done = write.update(t).set(set).where(waiting).run();
    if (done.changes === 0)
      write.update(t).set({ leaseUntil: null }).where(eq(t.reminderId, reminderId)).run();
  };

  return {
    async addReminder(reminder) {
      return (
        write.insert(t).values(reminder).onConflictDoNothing({ target: t.reminderId }).run().changes === 1
      );
    },
    async reminderById(reminderId) {
      return write.select().from(t).where(eq(t.reminderId, reminderId)).get() ?? null;
    },
    async reminderByToken(tokenHash) {
      return write.select().from(t).where(eq(t.tokenHash, tokenHash)).get() ?? null;
    },
    async openReminders(afterId, limit) {
      return write
        .select()
        .from(t)
        .where(and(gt(t.reminderId, afterId), isNotNull(t.sealedAddress)))
        .orderBy(asc(t.reminderId))
        .limit(limit)
        .all();
    },
    async openRemindersOf(addressHashes) {
      return write
        .select()
        .from(t)
        .where(inArray(t.addressHash, [...addressHashes]))
        .all();
    },
    async resealReminder(reminderId, from, to) {
      const same = and(eq(t.reminderId, reminderId), eq(t.sealedAddress, from));
      return write.update(t).set(to).where(same).run().changes === 1;
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
        .where(and(eq(t.reminderId, reminderId), eq(t.status, 'pending'), gt(t.expiresAt, now)))
        .run();
      return done.changes === 1;
    },
    async stopReminder(reminderId) {
      const done = write
        .update(t)
        .set(stopped)
        .where(and(eq(t.reminderId, reminderId), isOpen))
        .run();
      return done.changes === 1;
    },
    async stopRemindersOf(addressHashes, askedBefore) {
      return write
        .update(t)
        .set(stopped)
        .where(and(inArray(t.addressHash, [...addressHashes]), lt(t.createdAt, askedBefore), isOpen))
        .run().changes;
    },
    async claimDueReminders(now, leaseUntil, limit) {
      return inOneFlush(() => claim(now, leaseUntil, limit));
    },
    async markReminderMailed(reminderId, mail, now) {
      const served =
        mail === 'confirmation'
          ? { nextAttemptAt: null, leaseUntil: null, attempts: 0 }
          : { ...erased, status: 'sent' as const, sentAt: now };
      await inOneFlush(() => settle(reminderId, mail, served));
    },
    async failReminder(reminderId, mail, next) {
      const failed =
        next === null
          ? { ...erased, status: 'failed' as const }
          : {
              nextAttemptAt: next.at,
              leaseUntil: next.unsure ? next.at : null,
              // drizzle takes an expression here; the helper below is typed for plain values.
              attempts: sql`${t.attempts} + ${next.isTry === false ? 0 : 1}` as unknown as number,
            };
      await inOneFlush(() => settle(reminderId, mail, failed));
    },
    async expireReminders(now) {
      return write
        .update(t)
        .set({ ...erased, status: 'expired' })
        .where(and(eq(t.status, 'pending'), lte(t.expiresAt, now)))
        .run().changes;
    },
    async failLostReminders(now) {
      return (
        write
          .update(t)
          .set({ ...erased, status: 'failed' })
          // The plus keeps SQLite at the leases instead of at all that wait for their day.
          .where(and(sql`+${t.status} = 'confirmed'`, isNull(t.nextAttemptAt), lte(t.leaseUntil, now)))
          .run().changes
      );
    },
    async deleteSettledReminders(dueBefore) {
      return write
        .delete(t)
        .where(and(isNull(t.sealedAddress), lt(t.dueAt, dueBefore)))
        .run().changes;
    },
    async oldestLateMail(now, nextBefore) {
      const dueAt = sql<
        number | null
      >`min(case ${t.status} when 'pending' then ${t.createdAt} else ${t.dueAt} end)`;
      // Each waits for one mail; its day is what makes a confirmed one late.
      const waits = or(
        sql`+${t.status} = 'pending'`,
        and(sql`+${t.status} = 'confirmed'`, lte(t.dueAt, now)),
      );
      const found = write
        .select({ dueAt })
        .from(t)
        .where(and(lte(t.nextAttemptAt, nextBefore), isNotNull(t.sealedAddress), waits))
        .get();
      return typeof found?.dueAt === 'number' ? new Date(found.dueAt) : null;
    },
    async reminderCounts() {
      const rows = write
        .select({ status: t.status, count: sql<number>`count(*)` })
        .from(t)
        .groupBy(t.status)
        .all();
      return Object.fromEntries(rows.map((row) => [row.status, row.count]));
    },
    async scrubErased() {
      // Waiting for a reader on this thread would wait for ever: the reader is on this thread too.
      writer.pragma('busy_timeout = 0');
      try {
        const [done] = writer.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
        return done?.busy === 0;
      } finally {
        writer.pragma('busy_timeout = 5000');
      }
    },
  };
}
