import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { ReminderMail, ReminderStatus } from '../../reminders/reminder.ts';
import type { ReminderStore } from '../reminder-store.ts';
import { changed, firstOf } from './changed.ts';
import type { Database, Sql } from './open.ts';
import { reminders } from './schema.ts';
import { scrubber } from './scrub.ts';

const t = reminders;

/** The status in which a reminder waits for each mail; a mail that ends later finds another and changes nothing. */
const WAITING: Record<ReminderMail, ReminderStatus> = { confirmation: 'pending', reminder: 'confirmed' };

const gone = { sealedAddress: null, addressHash: null, nextAttemptAt: null };
const erased = { ...gone, leaseUntil: null };
// The lease stays: it says that a mail may be on its way at this moment.
const stopped = { ...gone, status: 'stopped' as const };
const isOpen = inArray(t.status, ['pending', 'confirmed']);

export function reminderStore(database: Database): ReminderStore {
  const { db, rows, transaction } = database;
  /** Settles a try. Whoever waits for the row's sender to finish sees the lease go in any case. */
  const settle = (reminderId: string, mail: ReminderMail, set: Parameters<typeof update>[1]) =>
    transaction(async (tx) => {
      const waiting = and(eq(t.reminderId, reminderId), eq(t.status, WAITING[mail]));
      if ((await changed(update(tx, set).where(waiting))) === 0)
        await update(tx, { leaseUntil: null }).where(eq(t.reminderId, reminderId));
    });

  return {
    async addReminder(reminder) {
      const added = db.insert(t).values(reminder).onConflictDoNothing({ target: t.reminderId });
      return (await changed(added)) === 1;
    },
    async reminderById(reminderId) {
      return firstOf(db.select().from(t).where(eq(t.reminderId, reminderId)).limit(1));
    },
    async reminderByToken(tokenHash) {
      return firstOf(db.select().from(t).where(eq(t.tokenHash, tokenHash)).limit(1));
    },
    async openReminders(afterId, limit) {
      return db
        .select()
        .from(t)
        .where(and(gt(t.reminderId, afterId), isNotNull(t.sealedAddress)))
        .orderBy(asc(t.reminderId))
        .limit(limit);
    },
    async openRemindersOf(addressHashes) {
      return db
        .select()
        .from(t)
        .where(inArray(t.addressHash, [...addressHashes]));
    },
    async resealReminder(reminderId, from, to) {
      const same = and(eq(t.reminderId, reminderId), eq(t.sealedAddress, from));
      return (await changed(db.update(t).set(to).where(same))) === 1;
    },
    async confirmReminder(reminderId, now) {
      const done = db
        .update(t)
        .set({
          status: 'confirmed',
          confirmedAt: now,
          nextAttemptAt: sql`${t.dueAt}`,
          leaseUntil: null,
          attempts: 0,
        })
        .where(and(eq(t.reminderId, reminderId), eq(t.status, 'pending'), gt(t.expiresAt, now)));
      return (await changed(done)) === 1;
    },
    async stopReminder(reminderId) {
      const open = and(eq(t.reminderId, reminderId), isOpen);
      return (await changed(db.update(t).set(stopped).where(open))) === 1;
    },
    async stopRemindersOf(addressHashes, askedBefore) {
      const those = and(inArray(t.addressHash, [...addressHashes]), lt(t.createdAt, askedBefore), isOpen);
      return changed(db.update(t).set(stopped).where(those));
    },
    async claimDueReminders(now, leaseUntil, limit) {
      return transaction(async (tx) => {
        const due = await tx.db
          .select()
          .from(t)
          .where(mayBeTaken(now))
          .orderBy(asc(t.nextAttemptAt))
          .limit(limit)
          // What another instance takes at this moment is not waited for.
          .for('update', { skipLocked: true });
        const taken = due.map((row) => {
          const repeat = row.leaseUntil !== null;
          return { ...row, leaseUntil, nextAttemptAt: repeat ? null : row.nextAttemptAt, repeat };
        });
        const idsOf = (repeat: boolean) => taken.filter((row) => row.repeat === repeat).map((row) => row.reminderId);
        const [first, repeated] = [idsOf(false), idsOf(true)];
        if (first.length > 0) await update(tx, { leaseUntil }).where(inArray(t.reminderId, first));
        if (repeated.length > 0)
          await update(tx, { leaseUntil, nextAttemptAt: null }).where(inArray(t.reminderId, repeated));
        return taken;
      });
    },
    async markReminderMailed(reminderId, mail, now) {
      await settle(
        reminderId,
        mail,
        mail === 'confirmation'
          ? { nextAttemptAt: null, leaseUntil: null, attempts: 0 }
          : { ...erased, status: 'sent', sentAt: now },
      );
    },
    async failReminder(reminderId, mail, next) {
      await settle(
        reminderId,
        mail,
        next === null
          ? { ...erased, status: 'failed' }
          : {
              nextAttemptAt: next.at,
              leaseUntil: next.unsure ? next.at : null,
              attempts: sql`${t.attempts} + ${next.isTry === false ? 0 : 1}`,
            },
      );
    },
    async expireReminders(now) {
      const over = and(eq(t.status, 'pending'), lte(t.expiresAt, now));
      return changed(db.update(t).set({ ...erased, status: 'expired' }).where(over));
    },
    async failLostReminders(now) {
      const lost = and(eq(t.status, 'confirmed'), isNull(t.nextAttemptAt), lte(t.leaseUntil, now));
      return changed(db.update(t).set({ ...erased, status: 'failed' }).where(lost));
    },
    async deleteSettledReminders(dueBefore) {
      return changed(db.delete(t).where(and(isNull(t.sealedAddress), lt(t.dueAt, dueBefore))));
    },
    async oldestLateMail(now, nextBefore) {
      // Each waits for one mail; its day is what makes a confirmed one late.
      const [found] = await rows<{ dueAt: number | null }>(
        `select min(case status when 'pending' then created_at else due_at end) as "dueAt" from reminders
         where next_attempt_at <= :nextBefore and sealed_address is not null
           and (status = 'pending' or (status = 'confirmed' and due_at <= :now))`,
        { now: now.getTime(), nextBefore: nextBefore.getTime() },
      );
      return found?.dueAt == null ? null : new Date(found.dueAt);
    },
    async reminderCounts() {
      const found = await db.select({ status: t.status, count: count() }).from(t).groupBy(t.status);
      return Object.fromEntries(found.map((row) => [row.status, row.count]));
    },
    scrubErased: scrubber(database),
  };
} // prettier-ignore

const update = ({ db }: Pick<Sql, 'db'>, set: Parameters<ReturnType<Database['db']['update']>['set']>[0]) =>
  db.update(t).set(set);

/** Mails that may be taken now: the longest due first. */
function mayBeTaken(now: Date) {
  return and(
    lte(t.nextAttemptAt, now),
    or(isNull(t.leaseUntil), lte(t.leaseUntil, now)),
    isNotNull(t.sealedAddress),
    or(eq(t.status, 'confirmed'), and(eq(t.status, 'pending'), gt(t.expiresAt, now))),
  );
}
