import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { IgnoredReason, InboxCounts, InboxEvent, WebhookEvent } from '../../webhooks/webhook-event.ts';
import type { WebhookEventState, WebhookInbox } from '../store.ts';
import { awayCode } from './faults.ts';
import { groupCommit } from './group-commit.ts';
import { columnsOf, jsonRows } from './json-rows.ts';
import type { Database } from './open.ts';
import { projectionWriter } from './projections.ts';
import { webhookEvents } from './schema.ts';

type Arrival = { event: WebhookEvent; ignored: IgnoredReason | null };
type Delivery = { arrivals: readonly Arrival[]; now: Date };
type Verdict = 'new' | 'duplicate';

/** Deliveries that are written at once at most. */
const MOST_AT_ONCE = 500;

export function webhookInbox(database: Database): WebhookInbox {
  const { db, rows } = database;
  const t = webhookEvents;
  const columns = columnsOf(t);

  // An event that is on its way in another transaction is waited for: a duplicate is answered when the first is durable.
  const record = async (group: readonly Delivery[]): Promise<Verdict[][]> => {
    const events = group.flatMap(({ arrivals, now }) => arrivals.map((arrival) => eventRow(arrival, now)));
    const written = await rows<{ id: string }>(
      `insert into webhook_events (${columns}) select ${columns} from json_populate_recordset(null::webhook_events, :events)
       on conflict (stripe_event_id) do nothing returning stripe_event_id as id`,
      { events: jsonRows(t, events.sort(inOneOrder)) },
    );
    const fresh = new Set(written.map(({ id }) => id));
    // Of two with one id in a group the first is the new one.
    return group.map(({ arrivals }) =>
      arrivals.map(({ event }) => (fresh.delete(event.stripeEventId) ? 'new' : 'duplicate')),
    );
  };
  const recordTogether = groupCommit({
    write: record,
    strikesAll: (error) => awayCode(error) !== null,
    most: MOST_AT_ONCE,
  });

  const countsOf = async (from: 'sums' | 'lines'): Promise<Omit<InboxCounts, 'oldestPendingAt'>> => {
    const [found] = await rows<Fates & { received: number | null }>(from === 'lines' ? COUNTED : SUMMED);
    const fates = found ?? { received: 0, applied: 0, ignored: 0, parked: 0, pending: 0 };
    return {
      ...fates,
      received: fates.received ?? fates.applied + fates.ignored + fates.parked + fates.pending,
    };
  };

  return {
    recordWebhookEvents: (arrivals, now) => recordTogether({ arrivals, now }),
    async dueWebhookEvents(now, limit) {
      const due = await db
        .select()
        .from(t)
        .where(lte(t.nextAttemptAt, now))
        .orderBy(t.nextAttemptAt, t.seq)
        .limit(limit);
      return due.map(inboxEventOf);
    },
    // Instances may commit in another order than their numbers were given, so below this one others may appear later. A
    // read that began after this was asked settles them too, and rightly: a number is given when its delivery is here,
    // so what it tells had happened at Stripe before that read began. (It would not hold where connections keep numbers
    // in advance; the column's sequence keeps none.)
    async lastWebhookSeq() {
      const [newest] = await rows<{ seq: number | null }>('select max(seq) as seq from webhook_events');
      return newest?.seq ?? 0;
    },
    applyProjection: projectionWriter(database),
    async ignoreWebhookEvent(seq, reason, now) {
      await db
        .update(t)
        .set({ ignoredAt: now, ignoredReason: reason, nextAttemptAt: null, parkedAt: null })
        .where(and(eq(t.seq, seq), isNotNull(t.nextAttemptAt)));
    },
    async failWebhookEvent(seq, { error, nextAttemptAt }, now) {
      await db
        .update(t)
        .set({
          attempts: sql`${t.attempts} + 1`,
          lastError: error,
          nextAttemptAt,
          parkedAt: nextAttemptAt === null ? now : null,
        })
        .where(and(eq(t.seq, seq), isNotNull(t.nextAttemptAt)));
    },
    async inboxCounts(from = 'sums') {
      // Through the small index of what is due, not in the order of arrival through the whole inbox.
      const [oldest] = await rows<{ at: number }>(
        `with pending as materialized (select seq, received_at from webhook_events where next_attempt_at is not null)
         select received_at as at from pending order by seq limit 1`,
      );
      return {
        ...(await countsOf(from)),
        oldestPendingAt: oldest === undefined ? null : new Date(oldest.at),
      };
    },
    async requeueParkedEvents(now, only) {
      const those =
        only === undefined
          ? undefined
          : 'lastError' in only
            ? eq(t.lastError, only.lastError)
            : eq(t.stripeEventId, only.stripeEventId);
      const { rowCount } = await db
        .update(t)
        .set({ parkedAt: null, attempts: 0, nextAttemptAt: now, lastError: null })
        .where(and(isNotNull(t.parkedAt), those));
      return rowCount ?? 0;
    },
    async dismissParkedEvent(stripeEventId, note, now) {
      const { rowCount } = await db
        .update(t)
        .set({ ignoredAt: now, ignoredReason: 'dismissed', dismissedNote: note, parkedAt: null })
        .where(and(eq(t.stripeEventId, stripeEventId), isNotNull(t.parkedAt)));
      return rowCount === 1;
    },
    async queueState() {
      const [found] = await rows<Record<'pending' | 'parked', number> & Record<'oldest' | 'newest', number | null>>(
        `select (select count(*) from webhook_events where next_attempt_at is not null) as pending,
           (select count(*) from webhook_events where parked_at is not null) as parked,
           (select received_at from webhook_events where next_attempt_at is not null order by next_attempt_at limit 1) as oldest,
           (select created_at from webhook_events order by seq desc limit 1) as newest`,
      ); // prettier-ignore
      const { pending = 0, parked = 0, oldest = null, newest = null } = found ?? {};
      return { pending, parked, oldestPendingAt: timeOf(oldest), newestEventAt: timeOf(newest) };
    },
    async webhookEventState(stripeEventId) {
      const [row] = await db.select().from(t).where(eq(t.stripeEventId, stripeEventId));
      return row === undefined ? null : stateOf(row);
    },
    async parkedWebhookEvents(limit) {
      const parked = await db
        .select()
        .from(t)
        .where(isNotNull(t.parkedAt))
        .orderBy(desc(t.parkedAt))
        .limit(limit);
      return parked.map(inboxEventOf);
    },
  };
}

type Fates = Record<'applied' | 'ignored' | 'parked' | 'pending', number>;

/** One event after the other. */
const COUNTED = `select count(*) as received, count(applied_at) as applied, count(ignored_at) as ignored, count(parked_at) as parked,
    count(next_attempt_at) as pending from webhook_events`;

/** What is done by its sums, what is not by its small index. */
const SUMMED = `select null::bigint as received, coalesce((select events from inbox_sums where state = 'applied'), 0) as applied,
    coalesce((select events from inbox_sums where state = 'ignored'), 0) as ignored,
    (select count(*) from webhook_events where parked_at is not null) as parked,
    (select count(*) from webhook_events where next_attempt_at is not null) as pending`;

type Row = typeof webhookEvents.$inferSelect;
type NewRow = typeof webhookEvents.$inferInsert;

function eventRow({ event, ignored }: Arrival, now: Date): NewRow {
  const fate = ignored === null ? { nextAttemptAt: now } : { ignoredAt: now, ignoredReason: ignored };
  return { ...event, receivedAt: now, attempts: 0, ...fate };
}

/**
 * Two instances may write the same events at once: in one order, so that they never wait for each other. By id, for the
 * order within a moment means nothing.
 */
function inOneOrder(a: NewRow, b: NewRow): number {
  return a.stripeEventId < b.stripeEventId ? -1 : 1;
}

function stateOf({ appliedAt, ignoredAt, parkedAt, lastError, nextAttemptAt }: Row): WebhookEventState {
  const state =
    appliedAt !== null
      ? 'applied'
      : ignoredAt !== null
        ? 'ignored'
        : parkedAt !== null
          ? 'parked'
          : 'waiting';
  return { state, lastError, nextAttemptAt };
}

function timeOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

function inboxEventOf(row: Row): InboxEvent {
  const {
    appliedAt: _applied,
    ignoredAt: _ignored,
    ignoredReason: _reason,
    dismissedNote: _note,
    ...event
  } = row;
  return { ...event, nextAttemptAt: row.nextAttemptAt ?? row.receivedAt };
}
