import { and, desc, eq, getTableColumns, isNotNull, lte, sql } from 'drizzle-orm';
import type { IgnoredReason, InboxEvent, WebhookEvent } from '../../webhooks/webhook-event.ts';
import type { Change } from '../../webhooks/change.ts';
import type { Projection, WebhookInbox } from '../store.ts';
import type { Connections } from './open.ts';
import { ledgerEntries, webhookEvents } from './schema.ts';

type Arrival = { event: WebhookEvent; ignored: IgnoredReason | null };
type Verdict = 'new' | 'duplicate';
type Waiting = {
  arrivals: Arrival[];
  now: Date;
  resolve: (verdicts: Verdict[]) => void;
  reject: (error: unknown) => void;
};

/** The marks that are instants. */
const MARK_TIMES = [
  'completedAt',
  'expiredAt',
  'failedAt',
  'firstPaidAt',
  'lastPaidAt',
  'nextPaymentAt',
  'endedAt',
] as const;

export function webhookInbox({ writer, write }: Connections): WebhookInbox {
  const t = webhookEvents;
  // The hottest statement of the service, prepared once; drizzle's placeholders cannot carry an empty time.
  const insert = writer.prepare(
    `insert into webhook_events
       (stripe_event_id, type, object_id, object_type, created_at, livemode, api_version, received_at, next_attempt_at, ignored_at, ignored_reason)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (stripe_event_id) do nothing`,
  );

  const record = ({ event, ignored }: Arrival, now: Date): Verdict => {
    const { stripeEventId, type, objectId, objectType, createdAt, livemode, apiVersion } = event;
    const at = now.getTime();
    const fate = ignored === null ? [at, null, null] : [null, at, ignored];
    const { changes } = insert.run(
      stripeEventId,
      type,
      objectId,
      objectType,
      createdAt.getTime(),
      livemode ? 1 : 0,
      apiVersion,
      at,
      ...fate,
    );
    return changes === 1 ? 'new' : 'duplicate';
  };

  // One flush to disk costs more than all the rest of a delivery, so everything that arrived while the
  // last flush ran goes into one transaction. Each is answered after it, never before.
  let waiting: Waiting[] = [];
  const recordAll = writer.transaction((group: Waiting[]) =>
    group.map(({ arrivals, now }) => arrivals.map((arrival) => record(arrival, now))),
  );
  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      const verdicts = recordAll.immediate(group);
      group.forEach((one, i) => one.resolve(verdicts[i] ?? []));
    } catch (error) {
      if (group.length === 1) return group[0]?.reject(error);
      // One that cannot be written must not fail the others: each alone.
      for (const one of group) {
        try {
          one.resolve(recordAll.immediate([one])[0] ?? []);
        } catch (alone) {
          one.reject(alone);
        }
      }
    }
  };

  // A projection is the service's steady work: its statements are prepared once.
  const lastRead = writer.prepare('select read_at from pledges where pledge_id = ?').pluck();
  const noteRead = writer.prepare('update pledges set read_at = ? where pledge_id = ?');
  const pendingAbout = writer
    .prepare(
      `select seq from webhook_events
       where object_id in (select value from json_each(?)) and next_attempt_at is not null and seq <= ?`,
    )
    .pluck();
  const settle = writer.prepare(
    `update webhook_events set applied_at = ?, next_attempt_at = null, parked_at = null, last_error = null
     where seq in (select value from json_each(?)) and ignored_at is null`,
  );
  const updatePledge = writer.prepare(
    `update pledges set
       stripe_checkout_session_id = coalesce(@sessionId, stripe_checkout_session_id),
       stripe_customer_id = coalesce(@customerId, stripe_customer_id),
       stripe_subscription_id = coalesce(@subscriptionId, stripe_subscription_id),
       stripe_payment_intent_id = coalesce(@paymentIntentId, stripe_payment_intent_id),
       completed_at = @completedAt, expired_at = @expiredAt, failed_at = @failedAt, first_paid_at = @firstPaidAt,
       last_paid_at = @lastPaidAt, next_payment_at = @nextPaymentAt, ended_at = @endedAt,
       subscription_state = @subscriptionState, ended_reason = @endedReason, status = @status, updated_at = @now
     where pledge_id = @pledgeId`,
  );
  const entryColumns = getTableColumns(ledgerEntries);
  const insertEntry = write
    .insert(ledgerEntries)
    .values(placeholders(entryColumns) as typeof ledgerEntries.$inferInsert)
    .onConflictDoNothing({ target: ledgerEntries.stripeBalanceTransactionId })
    .prepare();

  const apply = writer.transaction((projection: Projection, now: Date) => {
    const { pledgeId, readStartedAt, seq, coveredObjectIds, upToSeq } = projection;
    if (pledgeId !== null) {
      const last = lastRead.get(pledgeId) as number | null | undefined;
      if (typeof last === 'number' && last > readStartedAt.getTime()) return { kind: 'stale' } as const;
      noteRead.run(readStartedAt.getTime(), pledgeId);
    }
    for (const change of projection.changes) applyChange(change, now);
    const covered = pendingAbout.all(JSON.stringify(coveredObjectIds), upToSeq) as number[];
    const settledSeqs = [...new Set([seq, ...covered])];
    settle.run(now.getTime(), JSON.stringify(settledSeqs));
    return { kind: 'applied', settledSeqs } as const;
  });

  const applyChange = (change: Change, now: Date) => {
    switch (change.kind) {
      case 'update_pledge': {
        const { marks, status, ...ids } = change.update;
        updatePledge.run({
          sessionId: ids.stripeCheckoutSessionId ?? null,
          customerId: ids.stripeCustomerId ?? null,
          subscriptionId: ids.stripeSubscriptionId ?? null,
          paymentIntentId: ids.stripePaymentIntentId ?? null,
          ...marks,
          ...Object.fromEntries(MARK_TIMES.map((mark) => [mark, marks[mark]?.getTime() ?? null])),
          status,
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
      default:
        change satisfies never;
    }
  };

  const due = write
    .select()
    .from(t)
    .where(lte(t.nextAttemptAt, sql.placeholder('now')))
    .orderBy(t.nextAttemptAt, t.seq)
    .limit(sql.placeholder('limit'))
    .prepare();
  const lastSeq = write.select({ seq: t.seq }).from(t).orderBy(desc(t.seq)).limit(1).prepare();

  return {
    recordWebhookEvents(arrivals, now) {
      return new Promise((resolve, reject) => {
        waiting.push({ arrivals, now, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      });
    },
    async dueWebhookEvents(now, limit) {
      return due.all({ now: now.getTime(), limit }).map(inboxEventOf);
    },
    async lastWebhookSeq() {
      return lastSeq.get()?.seq ?? 0;
    },
    async applyProjection(projection, now) {
      return apply.immediate(projection, now);
    },
    async ignoreWebhookEvent(seq, reason, now) {
      write
        .update(t)
        .set({ ignoredAt: now, ignoredReason: reason, nextAttemptAt: null, parkedAt: null })
        .where(and(eq(t.seq, seq), isNotNull(t.nextAttemptAt)))
        .run();
    },
    async failWebhookEvent(seq, { error, nextAttemptAt }, now) {
      write
        .update(t)
        .set({
          attempts: sql`${t.attempts} + 1`,
          lastError: error,
          nextAttemptAt,
          parkedAt: nextAttemptAt === null ? now : null,
        })
        .where(and(eq(t.seq, seq), isNotNull(t.nextAttemptAt)))
        .run();
    },
    async inboxCounts() {
      const row = write
        .select({
          received: sql<number>`count(*)`,
          applied: sql<number>`count(${t.appliedAt})`,
          ignored: sql<number>`count(${t.ignoredAt})`,
          parked: sql<number>`count(${t.parkedAt})`,
          pending: sql<number>`count(${t.nextAttemptAt})`,
        })
        .from(t)
        .get();
      const oldest = write
        .select({ at: t.receivedAt })
        .from(t)
        .where(isNotNull(t.nextAttemptAt))
        .orderBy(t.seq)
        .limit(1)
        .get();
      return {
        ...(row ?? { received: 0, applied: 0, ignored: 0, parked: 0, pending: 0 }),
        oldestPendingAt: oldest?.at ?? null,
      };
    },
    async parkedWebhookEvents(limit) {
      return write
        .select()
        .from(t)
        .where(isNotNull(t.parkedAt))
        .orderBy(desc(t.parkedAt))
        .limit(limit)
        .all()
        .map(inboxEventOf);
    },
  };
}

function inboxEventOf(row: typeof webhookEvents.$inferSelect): InboxEvent {
  const {
    seq,
    stripeEventId,
    type,
    objectId,
    objectType,
    createdAt,
    livemode,
    apiVersion,
    receivedAt,
    attempts,
    lastError,
    parkedAt,
  } = row;
  return {
    seq,
    stripeEventId,
    type,
    objectId,
    objectType,
    createdAt,
    livemode,
    apiVersion,
    receivedAt,
    attempts,
    lastError,
    parkedAt,
    nextAttemptAt: row.nextAttemptAt ?? receivedAt,
  };
}

/** A placeholder of the same name for every column but the row number. */
function placeholders(columns: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(columns).filter((name) => name !== 'seq');
  return Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
}
