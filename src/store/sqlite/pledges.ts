import { and, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { statusOf, type Pledge } from '../../pledges/pledge.ts';
import { pledgeOf } from '../sql/pledge-rows.ts';
import type { PledgeStore } from '../store.ts';
import type { Connections } from './open.ts';
import { checkoutRequests, pledges } from './schema.ts';

export function pledgeStore({ writer, write }: Connections): PledgeStore {
  const byId = write
    .select()
    .from(pledges)
    .where(eq(pledges.pledgeId, sql.placeholder('id')))
    .prepare();
  const requestByKey = write
    .select()
    .from(checkoutRequests)
    .where(eq(checkoutRequests.keyHash, sql.placeholder('key')))
    .prepare();

  const claim = writer.transaction((keyHash: string, bodyHash: string, pledge: Pledge, now: Date) => {
    const earlier = requestByKey.get({ key: keyHash });
    if (earlier === undefined) {
      const { marks, ...rest } = pledge;
      write
        .insert(pledges)
        .values({ ...rest, ...marks, updatedAt: now })
        .run();
      write
        .insert(checkoutRequests)
        .values({ keyHash, bodyHash, pledgeId: pledge.pledgeId, attempt: 1, createdAt: now })
        .run();
      return { kind: 'claimed', pledge, attempt: 1 } as const;
    }
    if (earlier.bodyHash !== bodyHash) return { kind: 'other_request' } as const;
    if (earlier.answer !== null) return { kind: 'answered', answer: earlier.answer } as const;
    const row = byId.get({ id: earlier.pledgeId });
    if (row === undefined) throw new Error('a checkout request without its pledge');
    return { kind: 'claimed', pledge: pledgeOf(row), attempt: earlier.attempt } as const;
  });

  const answer = writer.transaction((keyHash: string, session: { id: string; answer: string }, now: Date) => {
    const request = requestByKey.get({ key: keyHash });
    if (request === undefined) throw new Error('an answer for a key that was never claimed');
    if (request.answer !== null) return request.answer;
    write
      .update(checkoutRequests)
      .set({ answer: session.answer })
      .where(eq(checkoutRequests.keyHash, keyHash))
      .run();
    write
      .update(pledges)
      .set({ stripeCheckoutSessionId: session.id, updatedAt: now })
      .where(eq(pledges.pledgeId, request.pledgeId))
      .run();
    return session.answer;
  });

  const sweep = writer.transaction((madeBefore: Date, now: Date) => {
    const open = write
      .select()
      .from(pledges)
      .where(and(eq(pledges.status, 'open'), lt(pledges.createdAt, madeBefore)))
      .all();
    for (const row of open) {
      const marks = { ...pledgeOf(row).marks, expiredAt: now };
      write
        .update(pledges)
        .set({ expiredAt: now, status: statusOf(row.frequency, marks), updatedAt: now })
        .where(eq(pledges.pledgeId, row.pledgeId))
        .run();
    }
    return open.length;
  });

  return {
    async claimCheckout({ keyHash, bodyHash, pledge }, now) {
      return claim.immediate(keyHash, bodyHash, pledge, now);
    },
    async answerCheckout(keyHash, session, now) {
      return answer.immediate(keyHash, session, now);
    },
    async nextCheckoutAttempt(keyHash, failedAttempt) {
      write
        .update(checkoutRequests)
        .set({ attempt: failedAttempt + 1 })
        .where(
          and(
            eq(checkoutRequests.keyHash, keyHash),
            eq(checkoutRequests.attempt, failedAttempt),
            isNull(checkoutRequests.answer),
          ),
        )
        .run();
    },
    async pledgeById(pledgeId) {
      const row = byId.get({ id: pledgeId });
      return row === undefined ? null : pledgeOf(row);
    },
    async adoptPledge({ marks, ...rest }, now) {
      write
        .insert(pledges)
        .values({ ...rest, ...marks, updatedAt: now })
        .onConflictDoNothing({ target: pledges.pledgeId })
        .run();
    },
    async overduePlans(before, afterId, limit) {
      const rows = write
        .select({ pledgeId: pledges.pledgeId, id: pledges.stripeSubscriptionId })
        .from(pledges)
        .where(
          and(
            lt(pledges.nextPaymentAt, before),
            // The plus, here and below, keeps SQLite at the few that are late instead of at every pledge or plan that runs.
            inArray(sql`+${pledges.status}`, ['active', 'past_due']),
            gt(sql`+${pledges.pledgeId}`, afterId),
          ),
        )
        .orderBy(sql`+${pledges.pledgeId}`)
        .limit(limit)
        .all();
      return rows.flatMap(({ pledgeId, id }) =>
        id === null ? [] : [{ pledgeId, stripeSubscriptionId: id }],
      );
    },
    async pledgeByThanksToken(token) {
      const row = write.select().from(pledges).where(eq(pledges.thanksToken, token)).get();
      return row === undefined ? null : pledgeOf(row);
    },
    async sweepOpenPledges(madeBefore, now) {
      return sweep.immediate(madeBefore, now);
    },
    async eraseThanksTokens({ paidBefore, madeBefore }) {
      const served = or(lt(pledges.firstPaidAt, paidBefore), lt(pledges.createdAt, madeBefore));
      return (
        write
          .update(pledges)
          .set({ thanksToken: null })
          // Not "is not null": with that SQLite reads every pledge, with this only those that have a key.
          .where(and(gt(pledges.thanksToken, ''), served))
          .run().changes
      );
    },
    async purgeCheckoutRequests({ before, unansweredBefore }) {
      const unanswered = and(
        isNull(checkoutRequests.answer),
        lt(checkoutRequests.createdAt, unansweredBefore),
      );
      return write
        .delete(checkoutRequests)
        .where(or(lt(checkoutRequests.createdAt, before), unanswered))
        .run().changes;
    },
  };
}
