import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { IgnoredReason, InboxCounts, InboxEvent, WebhookEvent } from '../../webhooks/webhook-event.ts';
import type { WebhookInbox } from '../store.ts';
import { storageCode } from './faults.ts';
import type { Connections } from './open.ts';
import { projectionWriter } from './projections.ts';
import { webhookEvents } from './schema.ts';

type Arrival = { event: WebhookEvent; ignored: IgnoredReason | null };
type Verdict = 'new' | 'duplicate';
type Waiting = {
  arrivals: Arrival[];
  now: Date;
  resolve: (verdicts: Verdict[]) => void;
  reject: (error: unknown) => void;
};

export function webhookInbox(connections: Connections): WebhookInbox {
  const { writer, write, inOneFlush } = connections;
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
  const takeWaiting = () => {
    const group = waiting;
    waiting = [];
    return group;
  };
  const recordGroup = (group: Waiting[]) =>
    group.map(({ arrivals, now }) => arrivals.map((arrival) => record(arrival, now)));
  const recordAll = writer.transaction(recordGroup);
  const flush = async () => {
    let group: Waiting[] = [];
    try {
      const verdicts = await inOneFlush(() => recordGroup((group = takeWaiting())));
      for (const [i, one] of group.entries()) one.resolve(verdicts[i] ?? []);
    } catch (error) {
      // The transaction did not even begin.
      if (group.length === 0) group = takeWaiting();
      // A lock, a full disk or a broken one strikes the next try as well: all are answered at once, and sent again.
      if (group.length === 1 || storageCode(error) !== null) {
        for (const one of group) one.reject(error);
        return;
      }
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

  const due = write
    .select()
    .from(t)
    .where(lte(t.nextAttemptAt, sql.placeholder('now')))
    .orderBy(t.nextAttemptAt, t.seq)
    .limit(sql.placeholder('limit'))
    .prepare();
  const queueCounts = writer.prepare(
    `select (select count(*) from webhook_events where next_attempt_at is not null) as pending,
       (select count(*) from webhook_events where parked_at is not null) as parked`,
  );
  const inboxSums = writer.prepare('select state, events from inbox_sums').raw();
  const summed = (): Counts => {
    const found = new Map(inboxSums.all() as [string, number][]);
    const of = (state: string) => found.get(state) ?? 0;
    const fates = {
      applied: of('applied'),
      ignored: of('ignored'),
      parked: of('parked'),
      pending: of('pending'),
    };
    return { received: fates.applied + fates.ignored + fates.parked + fates.pending, ...fates };
  };
  const counted = writer.prepare(
    `select count(*) as received, count(applied_at) as applied, count(ignored_at) as ignored, count(parked_at) as parked,
       count(next_attempt_at) as pending from webhook_events`,
  );
  // Through the small index of what is due, not through the whole inbox.
  const oldestPending = writer
    .prepare(
      `select received_at from webhook_events
       where seq = (select min(seq) from webhook_events indexed by webhook_events_due where next_attempt_at is not null)`,
    )
    .pluck();
  const lastSeq = write.select({ seq: t.seq }).from(t).orderBy(desc(t.seq)).limit(1).prepare();

  return {
    recordWebhookEvents(arrivals, now) {
      return new Promise((resolve, reject) => {
        waiting.push({ arrivals, now, resolve, reject });
        if (waiting.length === 1) void flush();
      });
    },
    async dueWebhookEvents(now, limit) {
      return due.all({ now: now.getTime(), limit }).map(inboxEventOf);
    },
    async lastWebhookSeq() {
      return lastSeq.get()?.seq ?? 0;
    },
    applyProjection: projectionWriter(connections),
    async ignoreWebhookEvent(seq, reason, now) {
      const ignore = write
        .update(t)
        .set({ ignoredAt: now, ignoredReason: reason, nextAttemptAt: null, parkedAt: null })
        .where(and(eq(t.seq, seq), isNotNull(t.nextAttemptAt)));
      await inOneFlush(() => ignore.run());
    },
    async failWebhookEvent(seq, { error, nextAttemptAt }, now) {
      const fail = write
        .update(t)
        .set({
          attempts: sql`${t.attempts} + 1`,
          lastError: error,
          nextAttemptAt,
          parkedAt: nextAttemptAt === null ? now : null,
        })
        .where(and(eq(t.seq, seq), isNotNull(t.nextAttemptAt)));
      await inOneFlush(() => fail.run());
    },
    async inboxCounts(from = 'sums') {
      const counts = from === 'lines' ? (counted.get() as Counts) : summed();
      const oldest = oldestPending.get() as number | undefined;
      return { ...counts, oldestPendingAt: oldest === undefined ? null : new Date(oldest) };
    },
    async requeueParkedEvents(now, only) {
      const those =
        only === undefined
          ? undefined
          : 'lastError' in only
            ? eq(t.lastError, only.lastError)
            : eq(t.stripeEventId, only.stripeEventId);
      return write
        .update(t)
        .set({ parkedAt: null, attempts: 0, nextAttemptAt: now, lastError: null })
        .where(and(isNotNull(t.parkedAt), those))
        .run().changes;
    },
    async dismissParkedEvent(stripeEventId, note, now) {
      const settled = {
        ignoredAt: now,
        ignoredReason: 'dismissed' as const,
        dismissedNote: note,
        parkedAt: null,
      };
      const { changes } = write
        .update(t)
        .set(settled)
        .where(and(eq(t.stripeEventId, stripeEventId), isNotNull(t.parkedAt)))
        .run();
      return changes === 1;
    },
    async queueState() {
      const { pending, parked } = queueCounts.get() as { pending: number; parked: number };
      const oldest = write
        .select({ at: t.receivedAt })
        .from(t)
        .where(isNotNull(t.nextAttemptAt))
        .orderBy(t.nextAttemptAt)
        .limit(1)
        .get();
      const newest = write.select({ at: t.createdAt }).from(t).orderBy(desc(t.seq)).limit(1).get();
      return { pending, parked, oldestPendingAt: oldest?.at ?? null, newestEventAt: newest?.at ?? null };
    },
    async webhookEventState(stripeEventId) {
      const row = write.select().from(t).where(eq(t.stripeEventId, stripeEventId)).get();
      if (row === undefined) return null;
      const { appliedAt, ignoredAt, parkedAt, lastError, nextAttemptAt } = row;
      if (appliedAt !== null) return { state: 'applied', lastError, nextAttemptAt };
      if (ignoredAt !== null) return { state: 'ignored', lastError, nextAttemptAt };
      return { state: parkedAt === null ? 'waiting' : 'parked', lastError, nextAttemptAt };
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

type Counts = Omit<InboxCounts, 'oldestPendingAt'>;

function inboxEventOf(row: typeof webhookEvents.$inferSelect): InboxEvent {
  const {
    appliedAt: _applied,
    ignoredAt: _ignored,
    ignoredReason: _reason,
    dismissedNote: _note,
    ...event
  } = row;
  return { ...event, nextAttemptAt: row.nextAttemptAt ?? row.receivedAt };
}
