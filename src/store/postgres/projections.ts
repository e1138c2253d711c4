import { eq } from 'drizzle-orm';
import { taskIdOf, type Concern } from '../../tasks/task.ts';
import type { Change } from '../../webhooks/change.ts';
import type { PledgeUpdate, Projection, WebhookInbox } from '../store.ts';
import { columnsOf, jsonRows } from './json-rows.ts';
import { ledgerEntries, otherMovements, payouts } from './ledger-schema.ts';
import type { Database, Sql } from './open.ts';
import { closedThroughOf } from './periods.ts';
import { lockLedger } from './write-lock.ts';

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** Writes what a projection decided, all of it or nothing, together with the mark that its events are done. */
export function projectionWriter({ transaction }: Database): WebhookInbox['applyProjection'] {
  return (projection, now) =>
    transaction(async (sql) => {
      if (projection.pledge !== null && !(await isNewest(sql, projection, now))) return { kind: 'stale' };
      // After the pledge, so that who waits for a pledge holds up nobody else.
      if (projection.changes.some(movesSums)) await lockLedger(sql);
      // A month was closed or reopened since the entries got theirs.
      if ((await closedThroughOf(sql)) !== projection.closedThrough) return { kind: 'stale' };
      await noteRead(sql, projection);
      await applyChanges(sql, projection.changes, now);
      return { kind: 'applied', settledSeqs: await settle(sql, projection, now) };
    });
}

/** What the ledger or its sums hold is written by one at a time; a pledge that moves on takes its lines to other sums. */
function movesSums({ kind }: Change): boolean {
  return kind !== 'note_concern' && kind !== 'note_payout';
}

/** Holds the pledge to the end of the transaction. False where the decision saw an older one, or a later read was applied. */
async function isNewest({ rows }: Sql, { pledge, readStartedAt }: Projection, now: Date): Promise<boolean> {
  const [seen] = await rows<{ version: number; read_at: number | null }>(
    'select version, read_at from pledges where pledge_id = :id for no key update',
    { id: pledge?.pledgeId ?? '' },
  );
  // A read from the future (the clock was set back since) says nothing about which one is newer.
  const lastRead = seen?.read_at ?? 0;
  const overtaken = lastRead > readStartedAt.getTime() && lastRead <= now.getTime();
  return seen?.version === pledge?.version && !overtaken;
}

async function noteRead({ rows }: Sql, { pledge, readStartedAt }: Projection): Promise<void> {
  if (pledge === null) return;
  await rows('update pledges set read_at = :at, version = version + 1 where pledge_id = :id', {
    at: readStartedAt.getTime(),
    id: pledge.pledgeId,
  });
}

/** Entries and other products' movements are written together, where the first of them stands. */
async function applyChanges(sql: Sql, changes: readonly Change[], now: Date): Promise<void> {
  const entries = changes.filter((change) => change.kind === 'book_entry');
  const others = changes.filter((change) => change.kind === 'note_other');
  for (const change of changes) {
    if (change.kind === 'book_entry') {
      if (change === entries[0]) await bookEntries(sql, entries);
    } else if (change.kind === 'note_other') {
      if (change === others[0]) await noteOthers(sql, others);
    } else await applyChange(sql, change, now);
  }
}

async function applyChange(
  sql: Sql,
  change: Exclude<Change, ChangeOf<'book_entry' | 'note_other'>>,
  now: Date,
): Promise<void> {
  switch (change.kind) {
    case 'update_pledge':
      return updatePledge(sql, change.pledgeId, change.update, now);
    case 'note_concern':
      return noteConcern(sql, change.concern, change.pledgeId, now);
    case 'note_payout': {
      const row = { ...change.payout, updatedAt: now };
      await sql.db.insert(payouts).values(row).onConflictDoUpdate({ target: payouts.payoutId, set: row });
      return;
    }
    case 'itemise_payout': {
      await sql.rows(
        `insert into payout_items (payout_id, balance_transaction_id, paid_out_at)
         select :payoutId::text, id, :paidOutAt::bigint from unnest(:ids::text[]) as id
         on conflict (balance_transaction_id) do nothing`,
        {
          payoutId: change.payoutId,
          paidOutAt: change.paidOutAt.getTime(),
          ids: change.balanceTransactionIds,
        },
      );
      await sql.db.update(payouts).set({ itemisedAt: now }).where(eq(payouts.payoutId, change.payoutId));
      return;
    }
    default:
      change satisfies never;
  }
}

const ENTRY_COLUMNS = columnsOf(ledgerEntries);

async function bookEntries({ rows }: Sql, changes: readonly ChangeOf<'book_entry'>[]): Promise<void> {
  const entries = changes.map(({ entry: { charged, ...entry } }) => ({
    ...entry,
    chargedMinor: charged?.amountMinor ?? null,
    chargedCurrency: charged?.currency ?? null,
  }));
  await rows(
    `insert into ledger_entries (${ENTRY_COLUMNS}) select ${ENTRY_COLUMNS} from json_populate_recordset(null::ledger_entries, :entries)
     on conflict (stripe_balance_transaction_id) do nothing`,
    { entries: jsonRows(ledgerEntries, entries) },
  );
}

async function noteOthers({ rows }: Sql, changes: readonly ChangeOf<'note_other'>[]): Promise<void> {
  const movements = changes.map(({ movement: { stripeBalanceTransactionId, ...rest } }) => ({
    balanceTransactionId: stripeBalanceTransactionId,
    ...rest,
  }));
  await rows(
    `insert into other_movements select * from json_populate_recordset(null::other_movements, :movements) on conflict do nothing`,
    { movements: jsonRows(otherMovements, movements) },
  );
}

async function updatePledge({ rows }: Sql, pledgeId: string, update: PledgeUpdate, now: Date): Promise<void> {
  const { marks, status, ...ids } = update;
  const at = (time: Date | null | undefined) => time?.getTime() ?? null;
  await rows(
    `update pledges set
       stripe_checkout_session_id = coalesce(:sessionId, stripe_checkout_session_id),
       stripe_customer_id = coalesce(:customerId, stripe_customer_id),
       stripe_subscription_id = coalesce(:subscriptionId, stripe_subscription_id),
       stripe_subscription_created_at = coalesce(:subscriptionCreatedAt, stripe_subscription_created_at),
       stripe_payment_intent_id = coalesce(:paymentIntentId, stripe_payment_intent_id),
       amount_minor = coalesce(:amountMinor, amount_minor),
       completed_at = :completedAt, expired_at = :expiredAt, failed_at = :failedAt, first_paid_at = :firstPaidAt,
       last_paid_at = :lastPaidAt, paid_elsewhere_at = :paidElsewhereAt, next_payment_at = :nextPaymentAt, ended_at = :endedAt,
       subscription_state = :subscriptionState, ended_reason = :endedReason, status = :status, updated_at = :now
     where pledge_id = :pledgeId`,
    {
      sessionId: ids.stripeCheckoutSessionId ?? null,
      customerId: ids.stripeCustomerId ?? null,
      subscriptionId: ids.stripeSubscriptionId ?? null,
      subscriptionCreatedAt: at(ids.stripeSubscriptionCreatedAt),
      paymentIntentId: ids.stripePaymentIntentId ?? null,
      amountMinor: ids.amountMinor ?? null,
      completedAt: at(marks.completedAt),
      expiredAt: at(marks.expiredAt),
      failedAt: at(marks.failedAt),
      firstPaidAt: at(marks.firstPaidAt),
      lastPaidAt: at(marks.lastPaidAt),
      paidElsewhereAt: at(marks.paidElsewhereAt),
      nextPaymentAt: at(marks.nextPaymentAt),
      endedAt: at(marks.endedAt),
      subscriptionState: marks.subscriptionState,
      endedReason: marks.endedReason,
      status,
      now: now.getTime(),
      pledgeId,
    },
  );
}

/** Raised once; what Stripe says is settled stays settled. Nothing is raised that is over when it is first seen. */
async function noteConcern(
  { rows }: Sql,
  concern: Concern,
  pledgeId: string | null,
  now: Date,
): Promise<void> {
  const { kind, stripeObjectId, dueAt, isOpen } = concern;
  const taskId = taskIdOf(concern);
  if (isOpen)
    await rows(
      `insert into staff_tasks (task_id, kind, pledge_id, stripe_object_id, due_at, raised_at)
       values (:taskId, :kind, :pledgeId, :stripeObjectId, :dueAt, :now)
       on conflict (task_id) do update set due_at = excluded.due_at where staff_tasks.done_at is null`,
      { taskId, kind, pledgeId, stripeObjectId, dueAt: dueAt?.getTime() ?? null, now: now.getTime() },
    );
  else
    await rows('update staff_tasks set done_at = :now where task_id = :taskId and done_at is null', {
      now: now.getTime(),
      taskId,
    });
}

/** Marks the event, and what was pending or parked about the same objects, as done; or the event alone as due again. */
async function settle({ rows }: Sql, projection: Projection, now: Date): Promise<number[]> {
  const { seq, retryAt, coveredObjectIds, upToSeq } = projection;
  if (retryAt !== null && seq !== null) {
    await rows(
      `update webhook_events set attempts = attempts + 1, next_attempt_at = :retryAt, parked_at = null
       where seq = :seq and applied_at is null and ignored_at is null`,
      { retryAt: retryAt.getTime(), seq },
    );
    return [];
  }
  // Two halves, each through its own small index.
  const settled = await rows<{ seq: number }>(
    `update webhook_events set applied_at = :now, next_attempt_at = null, parked_at = null, last_error = null
     where ignored_at is null and seq in (
       select seq from webhook_events where next_attempt_at is not null and object_id = any(:ids) and seq <= :upToSeq
       union select seq from webhook_events where parked_at is not null and object_id = any(:ids) and seq <= :upToSeq
       union select :seq::bigint
     ) returning seq`,
    { now: now.getTime(), ids: coveredObjectIds, upToSeq, seq },
  );
  return [...new Set([...(seq === null ? [] : [seq]), ...settled.map((each) => each.seq)])];
}
