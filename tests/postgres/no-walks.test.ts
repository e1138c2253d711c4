import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLink } from '../../src/finance/audit-entry.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import { after, makeEntry, makeEvent, makePledge, NOON } from '../_support/make.ts';
import { claimed, closing, openInstances, projection, type Instances } from './instances.ts';

// What a delivery, a page or a job asks for reads few rows however many there are. The server counts the rows that it
// reads; here is a database with tens of thousands of each, of which a few are what is asked for.

const MANY = 20_000;
/** Rows that one call may read, of all tables together. */
const FEW = 400;
/** Enough for the server to leave off planning each call by its values. */
const CALLS = 8;

let here: Instances;
beforeAll(async () => {
  here = await openInstances();
  // Only the store that is asked has connections then, so that none of the others’ can be taken for its end.
  await here.endStores();
  await fill();
});
afterAll(async () => here.close());

async function fill(): Promise<void> {
  const day = 86_400_000;
  const noon = NOON.getTime();
  const tables = ['pledges', 'checkout_requests', 'webhook_events', 'ledger_entries', 'staff_tasks', 'audit_entries', 'appeal_counts', 'daily_counts']; // prettier-ignore
  for (const table of tables) await here.ask(`alter table ${table} disable trigger user`);
  const all = [
    `insert into pledges (pledge_id, frequency, amount_minor, currency, lang, created_at, livemode, status, updated_at, next_payment_at, stripe_subscription_id, thanks_token)
     select 'plg_' || i, 'monthly', 500, 'USD', 'en', ${noon} - i * 60000, false, case when i <= 20 then 'open' else 'active' end, ${noon},
       case when i > 20 then ${noon} + case when i <= 40 then -${day} else ${day} end end, 'sub_' || i, case when i <= 50 then 'token' || i end from n`,
    `insert into checkout_requests (key_hash, body_hash, pledge_id, attempt, answer, created_at)
     select 'key' || i, 'b', 'plg_' || i, 1, 'answer', ${noon} - case when i <= 20 then ${day} else 0 end from n`,
    `insert into webhook_events (stripe_event_id, type, object_id, object_type, created_at, livemode, received_at, next_attempt_at, applied_at, parked_at)
     select 'evt_' || i, 'invoice.paid', 'in_' || i, 'invoice', ${noon}, false, ${noon}, case when i > ${MANY - 20} then ${noon} end,
       case when i between 21 and ${MANY - 20} then ${noon} end, case when i <= 20 then ${noon} end from n`,
    `insert into ledger_entries (entry_id, kind, pledge_id, payment_id, frequency, created_at, available_at, book_date, period, gross_minor, fee_minor,
       net_minor, currency, stripe_balance_transaction_id, stripe_source_id, recorded_at)
     select 'led_' || i, 'payment', 'plg_' || i, 'pay_' || i, 'monthly', ${noon}, ${noon}, '2026-11-22', '2026-11', 500, 45, 455, 'USD', 'txn_' || i, 'ch_' || i,
       ${noon} - (${MANY} - i) * 60000 from n`,
    `insert into staff_tasks (task_id, kind, stripe_object_id, raised_at, done_at)
     select 'tsk_' || i, 'dispute', 'dp_' || i, ${noon}, case when i > 20 then ${noon} end from n`,
    `insert into audit_entries (seq, number, action, by, outcome, entry, hash) select i, i, 'export', 'command', 'done', '{}', 'h' || i from n`,
    `insert into appeal_counts (day, event, variant, campaign, lang, count)
     select case when i <= 20 then '2026-11-22' else '2026-10-22' end, 'view', 'a', 'c' || i, 'en', 1 from n`,
    `insert into daily_counts (day, name, count) select 'day' || i, 'country_stop', 1 from n`,
  ];
  for (const insert of all)
    await here.ask(insert.replace(/ from n$/, ` from generate_series(1::bigint, ${MANY}) as i`));
  await here.ask(`update write_locks set highest = ${MANY} where name = 'audit'`);
  for (const table of tables) {
    await here.ask(`alter table ${table} enable trigger user`);
    await here.ask(`vacuum analyze ${table}`);
  }
}

/** Rows that the server has read so far, by walks and through indexes. */
async function rowsRead(): Promise<number> {
  const [found] = await here.ask<{ rows: number }>(
    `select (select sum(seq_tup_read) from pg_stat_user_tables where relname not like '%drizzle%')::int
       + (select sum(idx_tup_read) from pg_stat_user_indexes where relname not like '%drizzle%')::int as rows`,
  );
  return found?.rows ?? 0;
}

/** What one call reads, on a store of its own: its connections hand in what they have counted when they end. */
async function readBy(call: (store: Store, i: number) => Promise<unknown>): Promise<number> {
  const before = await rowsRead();
  const store = (await openPostgresStore(here.url)) as Store;
  for (let i = 0; i < CALLS; i++) await call(store, i);
  await store.close();
  await here.ended();
  return ((await rowsRead()) - before) / CALLS;
}

const CALLED: Record<string, (store: Store, i: number) => Promise<unknown>> = {
  claimCheckout: (store) => claimed(store),
  'claimCheckout, again': (store) =>
    store.claimCheckout({ keyHash: 'key77', bodyHash: 'b', pledge: makePledge() }, NOON),
  answerCheckout: (store) => store.answerCheckout('key78', { id: 'cs_1', answer: 'a' }, NOON),
  nextCheckoutAttempt: (store) => store.nextCheckoutAttempt('key79', 1),
  pledgeById: (store) => store.pledgeById('plg_80'),
  pledgeByThanksToken: (store) => store.pledgeByThanksToken('token7'),
  overduePlans: (store, i) => store.overduePlans(after(NOON, -1), i % 2 === 0 ? '' : 'plg_30', 5),
  recordWebhookEvents: (store) => store.recordWebhookEvents([{ event: makeEvent(), ignored: null }], NOON),
  dueWebhookEvents: (store) => store.dueWebhookEvents(NOON, 10),
  lastWebhookSeq: (store) => store.lastWebhookSeq(),
  inboxCounts: (store) => store.inboxCounts(),
  queueState: (store) => store.queueState(),
  parkedWebhookEvents: (store) => store.parkedWebhookEvents(10),
  webhookEventState: (store) => store.webhookEventState('evt_300'),
  ignoreWebhookEvent: (store, i) => store.ignoreWebhookEvent(MANY - i, 'not_ours', NOON),
  failWebhookEvent: (store, i) => store.failWebhookEvent(MANY - i, { error: 'E', nextAttemptAt: null }, NOON),
  dismissParkedEvent: (store, i) => store.dismissParkedEvent(`evt_${i + 1}`, 'note', NOON),
  applyProjection: async (store, i) => {
    const pledge = await store.pledgeById(`plg_${100 + i}`);
    if (pledge === null) throw new Error('no pledge');
    const update = { marks: pledge.marks, status: 'ended' as const };
    return store.applyProjection(
      projection({
        pledge,
        seq: MANY - 19,
        coveredObjectIds: [`in_${15 + i}`, 'in_300', `in_${MANY - 15}`],
        upToSeq: 2 * MANY,
        changes: [
          { kind: 'update_pledge', pledgeId: pledge.pledgeId, update },
          { kind: 'book_entry', entry: makeEntry(pledge) },
        ],
      }),
      NOON,
    );
  },
  requeueParkedEvents: (store) => store.requeueParkedEvents(NOON),
  openTasks: (store) => store.openTasks(10),
  openTaskCount: (store) => store.openTaskCount(),
  settleTask: (store, i) => store.settleTask(`tsk_${i + 1}`, 'note', NOON),
  auditHead: (store) => store.auditHead(),
  auditPage: (store) => store.auditPage({ action: 'export', by: null, outcome: null }, 30_000, 20, 'newest_first'), // prettier-ignore
  appendAudit: (store) => store.appendAudit((head) => auditLink({ by: 'command', action: 'export', object: null, outcome: 'done' }, NOON, head)), // prettier-ignore
  closedThrough: (store) => store.closedThrough(),
  firstOpenPeriod: (store) => store.firstOpenPeriod(),
  changePeriod: async (store, i) => {
    // Each closes one month more, with some lines behind its bound, in a later month.
    const period = `2026-0${i + 1}`;
    const link = closing(period, { entries: MANY - 30, payoutItems: 0 }, (await store.periodChanges()).at(-1)?.hash ?? ''); // prettier-ignore
    const audit = (head: Parameters<typeof auditLink>[2]) => auditLink({ by: 'command', action: 'month_close', object: period, outcome: 'done' }, NOON, head); // prettier-ignore
    expect(await store.changePeriod(link, { audit, deliveries: [] })).toBe(true);
  },
  lastReconcile: (store) => store.lastReconcile(),
  firstPledgeAt: (store) => store.firstPledgeAt(),
  addCounts: (store) => store.addCounts([{ day: '2026-11-22', event: 'view', variant: 'a', campaign: 'c1', lang: 'en', count: 1 }]), // prettier-ignore
  variantCounts: (store) => store.variantCounts('2026-11-22'),
  entriesWrittenBefore: (store) => store.entriesWrittenBefore(after(NOON, -20 * 60_000)),
  count: (store) => store.count('day7', 'country_stop'),
  countsOf: (store) => store.countsOf('day7'),
};

describe('among tens of thousands', () => {
  for (const [name, call] of Object.entries(CALLED))
    it(`${name} reads few`, async () => {
      expect(await readBy(call)).toBeLessThan(FEW);
    });

  // They work through what there is to do, once: most of it is not looked at.
  it('sweeps, erases and purges read what is over and little else', async () => {
    const read = await readBy(async (store, i) => {
      if (i > 0) return;
      expect(await store.sweepOpenPledges(after(NOON, -60_000), NOON)).toBe(19);
      expect(
        await store.eraseThanksTokens({ paidBefore: NOON, madeBefore: after(NOON, -60_000) }),
      ).toBeGreaterThan(40);
    });
    expect(read * CALLS).toBeLessThan(2_000);
  });

  it('a walk would be seen', async () => {
    expect(await readBy((store) => store.inboxCounts('lines'))).toBeGreaterThan(MANY / 2);
    expect(await readBy((store) => store.variantCounts('2026-01-01'))).toBeGreaterThan(MANY / 2);
  });
});
