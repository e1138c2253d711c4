import { eq, getTableColumns, sql } from 'drizzle-orm';
import { taskIdOf, type Concern } from '../../tasks/task.ts';
import type { Change } from '../../webhooks/change.ts';
import type { Projection, WebhookInbox } from '../store.ts';
import type { Connections } from './open.ts';
import { closedThroughOf } from './periods.ts';
import { ledgerEntries, otherMovements, payoutItems, payouts } from './ledger-schema.ts';

/** The marks that are instants. */
const MARK_TIMES = [
  'completedAt',
  'expiredAt',
  'failedAt',
  'firstPaidAt',
  'lastPaidAt',
  'paidElsewhereAt',
  'nextPaymentAt',
  'endedAt',
] as const;

type Applied = Awaited<ReturnType<WebhookInbox['applyProjection']>>;

/** Writes what a projection decided, all of it or nothing, together with the mark that its events are done. */
export function projectionWriter({
  writer,
  write,
  inOneFlush,
}: Connections): WebhookInbox['applyProjection'] {
  // A projection is the service's steady work: its statements are prepared once.
  const lastSeen = writer.prepare('select version, read_at as readAt from pledges where pledge_id = ?');
  const noteRead = writer.prepare(
    'update pledges set read_at = ?, version = version + 1 where pledge_id = ?',
  );
  // Two halves, each through its own small index; left to itself the planner reads the whole inbox.
  const pendingAbout = writer
    .prepare(
      `select seq from webhook_events
       where object_id in (select value from json_each(@ids)) and next_attempt_at is not null and seq <= @upToSeq
       union
       select seq from webhook_events indexed by webhook_events_parked
       where parked_at is not null and object_id in (select value from json_each(@ids)) and seq <= @upToSeq`,
    )
    .pluck();
  const settle = writer.prepare(
    `update webhook_events set applied_at = ?, next_attempt_at = null, parked_at = null, last_error = null
     where seq in (select value from json_each(?)) and ignored_at is null`,
  );
  const keepDue = writer.prepare(
    'update webhook_events set attempts = attempts + 1, next_attempt_at = ?, parked_at = null where seq = ? and applied_at is null and ignored_at is null',
  );
  const updatePledge = writer.prepare(
    `update pledges set
       stripe_checkout_session_id = coalesce(@sessionId, stripe_checkout_session_id),
       stripe_customer_id = coalesce(@customerId, stripe_customer_id),
       stripe_subscription_id = coalesce(@subscriptionId, stripe_subscription_id),
       stripe_subscription_created_at = coalesce(@subscriptionCreatedAt, stripe_subscription_created_at),
       stripe_payment_intent_id = coalesce(@paymentIntentId, stripe_payment_intent_id),
       amount_minor = coalesce(@amountMinor, amount_minor),
       completed_at = @completedAt, expired_at = @expiredAt, failed_at = @failedAt, first_paid_at = @firstPaidAt,
       last_paid_at = @lastPaidAt, paid_elsewhere_at = @paidElsewhereAt, next_payment_at = @nextPaymentAt, ended_at = @endedAt,
       subscription_state = @subscriptionState, ended_reason = @endedReason, status = @status, updated_at = @now
     where pledge_id = @pledgeId`,
  );
  const entryColumns = getTableColumns(ledgerEntries);
  const insertEntry = write
    .insert(ledgerEntries)
    .values(placeholders(entryColumns) as typeof ledgerEntries.$inferInsert)
    .onConflictDoNothing({ target: ledgerEntries.stripeBalanceTransactionId })
    .prepare();

  const insertItem = write
    .insert(payoutItems)
    .values({
      payoutId: sql.placeholder('payoutId'),
      balanceTransactionId: sql.placeholder('balanceTransactionId'),
      paidOutAt: sql.placeholder('paidOutAt'),
    })
    .onConflictDoNothing({ target: payoutItems.balanceTransactionId })
    .prepare();
  const raiseTask = writer.prepare(
    `insert into staff_tasks (task_id, kind, pledge_id, stripe_object_id, due_at, raised_at)
     values (@taskId, @kind, @pledgeId, @stripeObjectId, @dueAt, @raisedAt) on conflict (task_id) do update set due_at = excluded.due_at where done_at is null`,
  );
  const settleTask = writer.prepare(
    'update staff_tasks set done_at = @now where task_id = @taskId and done_at is null',
  );
  const closedThrough = closedThroughOf(writer);

  const apply = (projection: Projection, now: Date): Applied => {
    const { pledge, readStartedAt, seq, coveredObjectIds, upToSeq } = projection;
    // A month was closed or reopened since the entries got theirs.
    if (closedThrough() !== projection.closedThrough) return { kind: 'stale' };
    if (pledge !== null) {
      const seen = lastSeen.get(pledge.pledgeId) as { version: number; readAt: number | null } | undefined;
      // A read from the future (the clock was set back since) says nothing about which one is newer.
      const lastRead = seen?.readAt ?? 0;
      const overtaken = lastRead > readStartedAt.getTime() && lastRead <= now.getTime();
      if (seen?.version !== pledge.version || overtaken) return { kind: 'stale' };
      noteRead.run(readStartedAt.getTime(), pledge.pledgeId);
    }
    for (const change of projection.changes) applyChange(change, now);
    if (projection.retryAt !== null && seq !== null) {
      keepDue.run(projection.retryAt.getTime(), seq);
      return { kind: 'applied', settledSeqs: [] };
    }
    const covered = pendingAbout.all({ ids: JSON.stringify(coveredObjectIds), upToSeq }) as number[];
    const settledSeqs = [...new Set(seq === null ? covered : [seq, ...covered])];
    settle.run(now.getTime(), JSON.stringify(settledSeqs));
    return { kind: 'applied', settledSeqs };
  };

  const applyChange = (change: Change, now: Date) => {
    switch (change.kind) {
      case 'update_pledge': {
        const { marks, status, ...ids } = change.update;
        updatePledge.run({
          sessionId: ids.stripeCheckoutSessionId ?? null,
          customerId: ids.stripeCustomerId ?? null,
          subscriptionId: ids.stripeSubscriptionId ?? null,
          subscriptionCreatedAt: ids.stripeSubscriptionCreatedAt?.getTime() ?? null,
          paymentIntentId: ids.stripePaymentIntentId ?? null,
          ...marks,
          ...Object.fromEntries(MARK_TIMES.map((mark) => [mark, marks[mark]?.getTime() ?? null])),
          status,
          amountMinor: ids.amountMinor ?? null,
          now: now.getTime(),
          pledgeId: change.pledgeId,
        });
        return;
      }
      case 'book_entry': {
        const { charged, ...entry } = change.entry;
        insertEntry.run({
          ...entry,
          chargedMinor: charged?.amountMinor ?? null,
          chargedCurrency: charged?.currency ?? null,
        });
        return;
      }
      case 'note_concern':
        noteConcern(change.concern, change.pledgeId, now);
        return;
      case 'note_payout': {
        const row = { ...change.payout, updatedAt: now };
        write.insert(payouts).values(row).onConflictDoUpdate({ target: payouts.payoutId, set: row }).run();
        return;
      }
      case 'itemise_payout': {
        const { payoutId, paidOutAt, balanceTransactionIds } = change;
        for (const balanceTransactionId of balanceTransactionIds)
          insertItem.run({ payoutId, balanceTransactionId, paidOutAt });
        write.update(payouts).set({ itemisedAt: now }).where(eq(payouts.payoutId, payoutId)).run();
        return;
      }
      case 'note_other': {
        const { stripeBalanceTransactionId, ...rest } = change.movement;
        const row = { balanceTransactionId: stripeBalanceTransactionId, ...rest };
        write.insert(otherMovements).values(row).onConflictDoNothing().run();
        return;
      }
      default:
        change satisfies never;
    }
  };

  /** Raised once; what Stripe says is settled stays settled. Nothing is raised that is over when it is first seen. */
  const noteConcern = (concern: Concern, pledgeId: string | null, now: Date) => {
    const { kind, stripeObjectId, dueAt } = concern;
    const taskId = taskIdOf(concern);
    if (concern.isOpen)
      raiseTask.run({
        taskId,
        kind,
        pledgeId,
        stripeObjectId,
        dueAt: dueAt?.getTime() ?? null,
        raisedAt: now.getTime(),
      });
    else settleTask.run({ taskId, now: now.getTime() });
  };

  return (projection, now) => inOneFlush(() => apply(projection, now));
}

/** A placeholder of the same name for every column but the row number. */
function placeholders(columns: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(columns).filter((name) => name !== 'seq');
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
}
