import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { statusOf, type Pledge, type PledgeStatus } from '../../pledges/pledge.ts';
import { pledgeOf } from '../sql/pledge-rows.ts';
import type { CheckoutClaim, ClaimedCheckout, PledgeStore } from '../store.ts';
import { jsonRows } from './json-rows.ts';
import type { Database } from './open.ts';
import { checkoutRequests, pledges } from './schema.ts';
import { lockLedger } from './write-lock.ts';

export function pledgeStore(database: Database): PledgeStore {
  const { db, rows, transaction } = database;

  /** Of two instances with one key the second waits here until the first one's claim is written, and then finds it. */
  const claim = async ({ keyHash, bodyHash, pledge }: CheckoutClaim, now: Date): Promise<ClaimedCheckout> => {
    const { marks, ...rest } = pledge;
    const { pledgeId } = pledge;
    const row = { ...rest, ...marks, updatedAt: now };
    // One statement, so that there is never a pledge without its key; references are looked at when it ends.
    const made = await rows(
      `with claimed as (
         insert into checkout_requests (key_hash, body_hash, pledge_id, attempt, created_at)
         values (:keyHash, :bodyHash, :pledgeId, 1, :now) on conflict (key_hash) do nothing returning pledge_id
       )
       insert into pledges select made.* from claimed, json_populate_recordset(null::pledges, :pledge) as made returning pledge_id`,
      { keyHash, bodyHash, pledgeId, now: now.getTime(), pledge: jsonRows(pledges, [row]) },
    );
    if (made.length === 1) return { kind: 'claimed', pledge, attempt: 1 };
    const [earlier] = await db
      .select()
      .from(checkoutRequests)
      .innerJoin(pledges, eq(pledges.pledgeId, checkoutRequests.pledgeId))
      .where(eq(checkoutRequests.keyHash, keyHash));
    // Its time was over between the two statements, and it was deleted.
    if (earlier === undefined) return claim({ keyHash, bodyHash, pledge }, now);
    const { checkout_requests: request, pledges: found } = earlier;
    if (request.bodyHash !== bodyHash) return { kind: 'other_request' };
    if (request.answer !== null) return { kind: 'answered', answer: request.answer };
    return { kind: 'claimed', pledge: pledgeOf(found), attempt: request.attempt };
  };

  return {
    claimCheckout: claim,
    async answerCheckout(keyHash, session, now) {
      // The first answer wins: whoever comes second waits for the row, and finds it answered.
      return transaction(async (sql) => {
        const [request] = await sql.db
          .select()
          .from(checkoutRequests)
          .where(eq(checkoutRequests.keyHash, keyHash))
          .for('update');
        if (request === undefined) throw new Error('an answer for a key that was never claimed');
        if (request.answer !== null) return request.answer;
        await sql.db
          .update(checkoutRequests)
          .set({ answer: session.answer })
          .where(eq(checkoutRequests.keyHash, keyHash));
        await sql.db
          .update(pledges)
          .set({ stripeCheckoutSessionId: session.id, updatedAt: now })
          .where(eq(pledges.pledgeId, request.pledgeId));
        return session.answer;
      });
    },
    async nextCheckoutAttempt(keyHash, failedAttempt) {
      await db
        .update(checkoutRequests)
        .set({ attempt: failedAttempt + 1 })
        .where(
          and(
            eq(checkoutRequests.keyHash, keyHash),
            eq(checkoutRequests.attempt, failedAttempt),
            isNull(checkoutRequests.answer),
          ),
        );
    },
    async pledgeById(pledgeId) {
      const [row] = await db.select().from(pledges).where(eq(pledges.pledgeId, pledgeId));
      return row === undefined ? null : pledgeOf(row);
    },
    async adoptPledge({ marks, ...rest }, now) {
      await db
        .insert(pledges)
        .values({ ...rest, ...marks, updatedAt: now })
        .onConflictDoNothing({ target: pledges.pledgeId });
    },
    async overduePlans(before, afterId, limit) {
      // First the few that are late, whatever their ids: in the order of ids there is every pledge to walk past.
      return rows<{ pledgeId: string; stripeSubscriptionId: string }>(
        `with late as materialized (
           select pledge_id, stripe_subscription_id from pledges
           where next_payment_at < :before and status in ('active', 'past_due')
         )
         select pledge_id as "pledgeId", stripe_subscription_id as "stripeSubscriptionId" from late
         where stripe_subscription_id is not null and pledge_id > :afterId order by pledge_id limit :limit`,
        { before: before.getTime(), afterId, limit },
      );
    },
    async pledgeByThanksToken(token) {
      const [row] = await db.select().from(pledges).where(eq(pledges.thanksToken, token));
      return row === undefined ? null : pledgeOf(row);
    },
    async sweepOpenPledges(madeBefore, now) {
      return transaction(async (sql) => {
        const open = await sql.db
          .select()
          .from(pledges)
          .where(and(eq(pledges.status, 'open'), lt(pledges.createdAt, madeBefore)))
          // In one order for all, so that two never wait for each other.
          .orderBy(pledges.pledgeId)
          .for('no key update');
        if (open.length === 0) return 0;
        // Their lines move to other sums, which bookings write too.
        await lockLedger(sql);
        for (const [status, ids] of idsByStatus(open.map(pledgeOf), now))
          await sql.rows(
            `update pledges set expired_at = :now, status = :status, updated_at = :now where pledge_id = any(:ids)`,
            { now: now.getTime(), status, ids },
          );
        return open.length;
      });
    },
    async eraseThanksTokens({ paidBefore, madeBefore }) {
      const erased = await rows(
        `update pledges set thanks_token = null where pledge_id in (
           select pledge_id from pledges where thanks_token is not null and (first_paid_at < :paid or created_at < :made)
           order by pledge_id for no key update
         ) returning 1`,
        { paid: paidBefore.getTime(), made: madeBefore.getTime() },
      );
      return erased.length;
    },
    async purgeCheckoutRequests({ before, unansweredBefore }) {
      const unanswered = and(
        isNull(checkoutRequests.answer),
        lt(checkoutRequests.createdAt, unansweredBefore),
      );
      const { rowCount } = await db
        .delete(checkoutRequests)
        .where(or(lt(checkoutRequests.createdAt, before), unanswered));
      return rowCount ?? 0;
    },
  };
}

/** The pledges that run out now, by what that makes of them. */
function idsByStatus(open: readonly Pledge[], now: Date): Map<PledgeStatus, string[]> {
  const ids = new Map<PledgeStatus, string[]>();
  for (const { pledgeId, frequency, marks } of open) {
    const status = statusOf(frequency, { ...marks, expiredAt: now });
    const known = ids.get(status);
    if (known === undefined) ids.set(status, [pledgeId]);
    else known.push(pledgeId);
  }
  return ids;
}
