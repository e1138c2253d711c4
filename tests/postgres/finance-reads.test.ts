import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_FILTER, type LedgerFilter } from '../../src/finance/rows.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { BOOK_ZONE, fillGrowth, NOW } from '../bench/growth-data.ts';
import { openAsker, reads } from '../bench/growth-reads.ts';
import { financeApp, type FinanceApp } from '../finance/finance-app.ts';
import { readingOf, rememberReads, type Reading, type Sent } from './statements.ts';

// Every page, figure and page of a file of a ledger of tens of thousands of lines, under every kind of filter: no
// statement looks at many more lines than it hands out, however the server chooses to plan it.

const ENTRIES = 40_000;
/** Tables with a row for each line, reader or event. */
const GROWING = [
  'ledger_entries',
  'pledges',
  'webhook_events',
  'payout_items',
  'payouts',
  'other_movements',
  'audit_entries',
];
/** Statements that look at more, how much more for one that they hand out or in all, and why that may be. */
const ALLOWED: [sql: RegExp, most: number, why: string][] = [
  [/ from payouts /, 2_000, 'deposits: one a day and currency, however many gifts they hold'],
  [/unnest\(array\(/, 4 * Math.sqrt(100 * ENTRIES) + 2_000, 'taken where the sums say that they are fewer than a walk would pass'],
  [/abs\(e\.gross_minor\)/, 202_000, 'an amount is sought among the newest 200,000 lines'],
  [/updated_at >= \$/, 10_200, 'pledges that changed since the last look of whoever keeps a copy, if they are not more than 5,000'],
  [/ e\.created_at (< \$3|>= \$3) and \(select s\.status = \$4 from pledges s where s\.pledge_id = e\.pledge_id\) and \(e\.created_at, e\.entry_id\)/, 0.6 * ENTRIES, 'planned for any values, a small ledger is sorted rather than walked; a large one is not'],
  // What grows all the same, with the rows that match: no sums are kept by these.
  [/from pledges p where .*p\.(campaign|currency) = /, ENTRIES / 8 + 100, 'files of pledges of one campaign or currency'],
  [/ e\.created_at >= \$\d and e\.created_at < \$\d and \(select s\.status.*group by| e\.created_at >= \$\d and e\.created_at < \$\d and \(select s\.status.*\) r$/, 2.1 * ENTRIES, 'sums of days by what a pledge is now'],
]; // prettier-ignore
/** Rows that may be looked at beside those that are handed out, and how many for each of these: a line counts its pledge's. */
const FEW = 1_200;
const FOR_EACH = 14;

let database: Awaited<ReturnType<typeof freshPostgres>>;
let client: Client;
let fin: FinanceApp;
let sent: Sent[];
let readings: { sent: Sent; looked: number; plan: Reading }[];

beforeAll(async () => {
  database = await freshPostgres(BOOK_ZONE);
  const place = { kind: 'postgres' as const, url: database.url };
  await fillGrowth(place, ENTRIES, RARE);
  client = new Client({ connectionString: database.url });
  await client.connect();
  fin = financeApp({ opened: await openStore({ database: place, publisher: { bookZone: BOOK_ZONE } }) });
  fin.setNow(NOW.toISOString());
  const remembered = rememberReads();
  await readEverything();
  remembered.stop();
  sent = remembered.sent();
  const look = await readingOf(client);
  readings = [];
  for (const each of sent)
    for (const plan of await look(each)) readings.push({ sent: each, looked: lookedAt(plan), plan });
});

/** Rows of growing tables that a plan looks at. */
const lookedAt = ({ read }: Reading): number =>
  GROWING.reduce((sum, table) => sum + (read.get(table) ?? 0), 0);
const flat = ({ text }: Sent) => text.replaceAll(/\s+/g, ' ').trim();

afterAll(async () => {
  await fin.close();
  await client.end();
  await database.drop();
});

const [FIRST_MS, DAY_MS] = [NOW.getTime() - 700 * 86_400_000, 86_400_000];
/** So many lines, three weeks apart. */
const SPREAD = `(select i, ${FIRST_MS} + i * 20 * ${DAY_MS} as at, to_char(to_timestamp((${FIRST_MS} + i * 20 * ${DAY_MS}) / 1000), 'YYYY-MM-DD') as day
  from generate_series(cast(1 as bigint), 30) as i) as lines`;
/** A campaign, a currency, a kind and a state that few lines have: what a walk in the order of time would seek for long. */
const RARE = [
  `insert into pledges (pledge_id, frequency, amount_minor, currency, campaign, lang, created_at, livemode, status, updated_at, first_paid_at, subscription_state)
   select 'plg_rare' || i, 'monthly', 500, 'SEK', 'seldom', 'en', at, false, 'paused', at, at, 'paused' from ${SPREAD}`,
  `insert into ledger_entries (entry_id, kind, pledge_id, payment_id, frequency, campaign, created_at, available_at, book_date, period, charged_minor,
     charged_currency, gross_minor, fee_minor, net_minor, currency, stripe_balance_transaction_id, stripe_source_id, recorded_at)
   select 'led_rare' || i, 'payment', 'plg_rare' || i, 'pay_rare' || i, 'monthly', 'seldom', at, at, day, substr(day, 1, 7), 77, 'SEK', 77, 7, 70, 'SEK',
     'txn_rare' || i, 'ch_rare' || i, at from ${SPREAD}`,
  // Lines without a frequency are another key of the sums.
  `insert into ledger_entries (entry_id, kind, created_at, available_at, book_date, period, gross_minor, fee_minor, net_minor, currency,
     stripe_balance_transaction_id, stripe_source_id, recorded_at)
   select 'led_fee' || i, 'fee', at, at, day, substr(day, 1, 7), 0, 100, -100, 'EUR', 'txn_fee' || i, 'fee_' || i, at from ${SPREAD}`,
]; // prettier-ignore

/** What people and programs ask of the ledger, alone and put together. */
const YEAR = { from: new Date('2025-10-31T23:00:00Z'), to: new Date('2026-10-15T00:00:00Z') };
const FILTERS: Partial<LedgerFilter>[] = [
  {},
  { period: '2026-09' },
  { period: '2026-09', kind: 'dispute' },
  { period: '2026-09', campaign: 'campaign-3', currency: 'EUR' },
  { kind: 'dispute' },
  { kind: 'payment' },
  { kind: 'fee' },
  { currency: 'SEK' },
  { currency: 'USD', frequency: 'annual' },
  { campaign: 'seldom' },
  { campaign: 'campaign-3' },
  { campaign: 'nobody' },
  { frequency: 'once' },
  { status: 'paused' },
  { status: 'active' },
  { status: 'paused', period: '2025-09' },
  YEAR,
  { from: YEAR.from },
  { to: YEAR.to },
  { ...YEAR, campaign: 'seldom' },
  { ...YEAR, kind: 'fee' },
  { ...YEAR, status: 'ended' },
  { updatedSince: new Date(NOW.getTime() - 3_600_000) },
  { updatedSince: new Date(NOW.getTime() - 86_400_000), kind: 'payment' },
  { stripePayoutId: `po_EUR${Math.floor(NOW.getTime() / 86_400_000) - 20}` },
];

async function readEverything(): Promise<void> {
  const { store } = fin.ctx;
  const asker = await openAsker(fin, ['totals:read', 'ledger:read', 'pledge:read', 'periods:close']);
  for (const read of reads(ENTRIES)) await asker.ask(read);
  asker.close();
  const bound = await store.ledgerBound();
  const behind = { createdAtMs: NOW.getTime() - 200 * 86_400_000, id: 'led' };
  for (const part of FILTERS) {
    const filter = { ...NO_FILTER, ...part };
    for (const order of ['oldest_first', 'newest_first'] as const)
      for (const after of [null, behind]) await store.ledgerPage(filter, bound, after, 100, order);
    await store.ledgerSums(filter, bound);
    await store.balancesBefore(filter, bound);
    await store.postingCount(filter, bound);
    if (filter.status === null) await store.paymentsByChargedCurrency(filter, bound);
    const { from, to, currency, frequency, campaign, status, updatedSince } = filter;
    const pledges = { from, to, currency, frequency, campaign, status, updatedSince };
    for (const after of [null, { ...behind, id: 'plg' }]) await store.pledgePage(pledges, after, 100);
    await store.pledgeCount(pledges);
    const payouts = { from, to, currency, payoutId: filter.stripePayoutId };
    for (const after of [null, { ...behind, id: 'po' }]) await store.payoutPage(payouts, after, 100);
    await store.payoutSums(payouts);
  }
  await store.balancesBefore({ ...NO_FILTER, beforePeriod: '2026-09' }, bound);
  await store.paymentMonths({ first: '2025-01', last: '2026-10', currency: 'EUR' }, bound);
  await lookUp(fin);
}

async function lookUp({ store }: FinanceApp): Promise<void> {
  const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, '0')}`;
  await store.pledgeWithSums(id('plg', 7));
  await store.pledgesByReference('0000-0007', 5);
  await store.movementsOfPledge(id('plg', 7), 20);
  await store.entriesOfPledge(id('plg', 7));
  await store.movementsOfPayment(id('pay', ENTRIES - 99));
  await store.pledgeOfPayment(id('pay', ENTRIES - 99));
  await store.movementById(id('led', ENTRIES - 99));
  await store.movementsByAmount([77], 50, 500);
  await store.campaignsOf('2026-09');
  await store.knownMovements([`txn_${'7'.padStart(24, '0')}`, 'txn_none']);
  await store.entriesCreated(YEAR, null, 100);
  await store.entriesCreated(YEAR, { createdAtMs: NOW.getTime() - 200 * 86_400_000, id: 'led' }, 100);
  await store.runningPlans();
  await store.planSpans();
  await store.plansByStatus('2026-10');
  await store.payoutsToItemise(NOW, 20);
}

const flaws = () =>
  readings.filter(({ sent: each, looked, plan }) => {
    const most = ALLOWED.find(([sql]) => sql.test(flat(each)))?.[1] ?? FEW + FOR_EACH * plan.returned;
    return looked > most;
  });

it('no statement looks at many more rows than it hands out, but for a stated reason', () => {
  expect(flaws().map(({ sent: each, looked, plan }) => `${looked} for ${plan.returned}: ${flat(each)}`)).toEqual([]);
  expect(new Set(sent.map(({ text }) => text)).size).toBeGreaterThan(200);
}); // prettier-ignore

it('no reason is kept that nothing needs any more', () => {
  const wide = readings.filter(({ looked, plan }) => looked > FEW + FOR_EACH * plan.returned);
  expect(ALLOWED.filter(([sql]) => !wide.some((each) => sql.test(flat(each.sent)))).map(([, , why]) => why)).toEqual([]);
}); // prettier-ignore

it.each([
  ['ledger_entries_created', / from ledger_entries e where \+e\.seq <= \$1 order by e\.created_at /],
  ['ledger_entries_pledge', /from pledges where status = \$3/],
  ['ledger_entries_period_sums', /unnest\(array\(/],
  ['ledger_entries_payment', /where e\.payment_id = /],
  ['pledges_next_payment', /with late as/],
])('a database without %s would be seen', async (index, pattern) => {
  const [asked] = sent.filter((each) => pattern.test(flat(each)));
  if (asked === undefined) throw new Error('nothing asks for it');
  const look = await readingOf(client);
  await client.query('begin');
  await client.query(`drop index ${index}`);
  const [custom] = await look(asked);
  await client.query('rollback');
  if (custom === undefined) throw new Error('no plan');
  expect(lookedAt(custom)).toBeGreaterThan(FEW + FOR_EACH * custom.returned);
});
