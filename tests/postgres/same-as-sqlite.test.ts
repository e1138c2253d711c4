import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_FILTER, type LedgerFilter, type PledgeFilter } from '../../src/finance/rows.ts';
import { ENTRY_KINDS, type LedgerEntry } from '../../src/ledger/entry.ts';
import { statusOf, type Pledge, type PledgeMarks } from '../../src/pledges/pledge.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Cursor, Store } from '../../src/store/store.ts';
import type { Change } from '../../src/webhooks/change.ts';
import { makeEntry, makePledge, NOON, temporaryFolder } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { closing, projection } from './instances.ts';
import { auditLink } from '../../src/finance/audit-entry.ts';

// The same thousand lines in both engines: whatever finance reads of one, it reads of the other, in the same order.

const ZONE = 'Europe/Amsterdam';
const HOUR = 3_600_000;
const START = Date.parse('2026-08-30T00:00:00Z');
const CURRENCIES = ['EUR', 'USD', 'JPY'];
const FREQUENCIES = ['once', 'monthly', 'annual'] as const;
const CAMPAIGNS = ['article', 'Zeitung', 'été', null];
const PERIODS = ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'];
const STATUSES = [
  'open',
  'supporting',
  'active',
  'past_due',
  'paused',
  'ended',
  'abandoned',
] as Pledge['status'][];
const DATES = ['created', 'available', 'paid_out'] as const;

// Always the same numbers, in no order that a person would choose.
let dice = 7;
const roll = (sides: number) => (dice = (dice * 48_271) % 2_147_483_647) % sides;
const pick = <T>(from: readonly T[]): T => from[roll(from.length)] as T;
const maybe = <T>(make: () => T): T | null => (roll(3) === 0 ? make() : null);
const instant = () => new Date(START + roll(100 * 24) * HOUR + pick([0, 0, roll(3_600) * 1_000, roll(HOUR)]));

const pledges: Pledge[] = [];
const entries: LedgerEntry[] = [];
let stores: [sqlite: Store, postgres: Store];
let close: () => Promise<void>;

beforeAll(async () => {
  const folder = temporaryFolder();
  const { url, drop } = await freshPostgres(ZONE);
  stores = [
    openSqliteStore(join(folder.path, 'db.sqlite'), ZONE),
    (await openPostgresStore(url, ZONE)) as Store,
  ];
  close = async () => {
    for (const store of stores) await store.close();
    await drop();
    folder.remove();
  };
  make();
  for (const store of stores) await fill(store);
}, 120_000);
afterAll(() => close());

function make(): void {
  for (let i = 0; i < 120; i++) pledges.push(makePledge({ frequency: pick(FREQUENCIES), campaign: pick(CAMPAIGNS), currency: pick(CURRENCIES), createdAt: instant() }));
  for (let i = 0; i < 1_000; i++) {
    const kind = i % 3 === 0 ? pick(ENTRY_KINDS) : 'payment';
    const grossMinor = (kind === 'payment' ? 1 : -1) * (roll(90_000) + 1);
    const createdAt = instant();
    // Also kinds that mostly have a pledge without one, and the other way round.
    const isOurs = roll(6) > 0 && !['payout', 'payout_failed', 'fee'].includes(kind);
    entries.push(
      makeEntry(isOurs ? pick(pledges) : null, {
        kind, grossMinor, feeMinor: roll(300), currency: pick(CURRENCIES), createdAt,
        availableAt: new Date(createdAt.getTime() + roll(5) * 24 * HOUR),
        stripePayoutId: kind.startsWith('payout') ? `po_${roll(25)}` : null,
        charged: roll(4) > 0 ? { amountMinor: grossMinor * 2, currency: pick(['GBP', 'EUR', 'UAH']) } : null,
      }),
    );
  }
} // prettier-ignore

/** Writes through the port alone, so that numbers are the same. */
async function fill(store: Store): Promise<void> {
  const keep = dice;
  dice = 99;
  for (const pledge of pledges) await store.adoptPledge(pledge, NOON);
  const apply = async (changes: Change[]) => {
    expect((await store.applyProjection(projection({ changes }), NOON)).kind).toBe('applied');
  };
  for (let i = 0; i < entries.length; i += 50) await apply(entries.slice(i, i + 50).map((entry) => ({ kind: 'book_entry', entry: { ...entry, recordedAt: new Date(NOON.getTime() + i * 60_000) } })));
  await apply(Array.from({ length: 60 }, (_, i): Change => ({
    kind: 'note_other', movement: { stripeBalanceTransactionId: `txn_other_${i}`, createdAt: instant(), currency: pick(CURRENCIES), netMinor: roll(900) - 450 },
  })));
  for (let i = 0; i < 25; i++) {
    const at = instant();
    const payout = { payoutId: `po_${i}`, amountMinor: roll(9_000), currency: pick(CURRENCIES), status: pick(['paid', 'in_transit', 'failed'] as const), automatic: roll(4) > 0, createdAt: at, arrivalAt: at, isReconciled: roll(2) > 0, failureCode: null };
    const held = [...Array.from({ length: 12 }, () => pick(entries).stripeBalanceTransactionId), `txn_other_${roll(60)}`, `txn_nobody_${i}`];
    await apply([{ kind: 'note_payout', payout }]);
    if (i % 5 > 0) {
      // What another deposit holds already would use up a number in one engine only.
      const balanceTransactionIds = [...new Set(held)].filter((id) => !taken.get(store)?.has(id));
      taken.set(store, new Set([...(taken.get(store) ?? []), ...balanceTransactionIds]));
      await apply([{ kind: 'itemise_payout', payoutId: payout.payoutId, paidOutAt: at, balanceTransactionIds }]);
    }
  }
  for (const { pledgeId, frequency } of pledges) {
    const paid = maybe(instant);
    const marks: PledgeMarks = {
      ...makePledge().marks, firstPaidAt: paid, lastPaidAt: paid, expiredAt: maybe(instant), subscriptionState: frequency === 'once' ? null : pick(['active', 'past_due', 'paused', null]),
      endedAt: maybe(() => new Date((paid ?? instant()).getTime() + 40 * 24 * HOUR)), endedReason: null,
    };
    await apply([{ kind: 'update_pledge', pledgeId, update: { marks, status: statusOf(frequency, marks) } }]);
  }
  const link = closing('2026-09', { entries: 700, payoutItems: 100 }, '');
  await store.changePeriod(link, { audit: (head) => auditLink({ by: 'command', action: 'month_close', object: '2026-09', outcome: 'done' }, NOON, head), deliveries: [] });
  dice = keep;
} // prettier-ignore

const taken = new Map<Store, Set<string>>();

/** Asks both, and expects one answer. */
async function same<T>(about: unknown, ask: (store: Store) => Promise<T>): Promise<T> {
  const [sqlite, postgres] = [await ask(stores[0]), await ask(stores[1])];
  expect([about, postgres]).toEqual([about, sqlite]);
  return sqlite;
}

function someFilter(): LedgerFilter {
  const byMonth = roll(2) === 0;
  return {
    ...NO_FILTER,
    ...(byMonth ? pick([{ period: pick(PERIODS) }, { beforePeriod: pick(PERIODS) }, {}]) : { from: maybe(instant), to: maybe(instant), date: pick(DATES) }),
    currency: maybe(() => pick(CURRENCIES)),
    kind: maybe(() => pick(ENTRY_KINDS)),
    frequency: maybe(() => pick(FREQUENCIES)),
    campaign: maybe(() => pick(['article', 'Zeitung', 'été', 'nobody'])),
    status: roll(4) === 0 ? pick(STATUSES) : null,
    stripePayoutId: roll(9) === 0 ? `po_${roll(25)}` : null,
    updatedSince: roll(6) === 0 ? new Date(NOON.getTime() + roll(1_000) * 60_000) : null,
  };
} // prettier-ignore

const somePledges = (): PledgeFilter => ({
  from: maybe(instant),
  to: maybe(instant),
  currency: maybe(() => pick(CURRENCIES)),
  frequency: maybe(() => pick(FREQUENCIES)),
  campaign: maybe(() => pick(['article', 'Zeitung', 'été'])),
  status: maybe(() => pick(STATUSES)),
  updatedSince: roll(6) === 0 ? NOON : null,
});

const cursorOf = ({ createdAt }: { createdAt: Date }, id: string): Cursor => ({
  createdAtMs: createdAt.getTime(),
  id,
});

it('hold the same lines under the same numbers', async () => {
  const written = await same('lines', (store) => store.entriesWritten(0, 2_000));
  expect(written).toHaveLength(1_000);
  await same('hash', (store) => store.ledgerHash());
  await same('wrong sums', (store) => store.wrongSums());
  await same('bounds', async (store) => [await store.ledgerBound(), await store.ledgerBound('2026-09'), await store.ledgerBound('2026-10')]);
  expect(await stores[1].wrongSums()).toEqual([]);
}); // prettier-ignore

it('add up the same, whatever is asked and at whatever bound', async () => {
  const newest = await stores[0].ledgerBound();
  let found = 0;
  for (let i = 0; i < 250; i++) {
    const filter = i === 0 ? NO_FILTER : someFilter();
    const bound = pick([newest, { entries: newest.entries - roll(40), payoutItems: newest.payoutItems }, { entries: roll(1_000), payoutItems: roll(newest.payoutItems) }]);
    const about = [filter, bound];
    for (const from of ['sums', 'lines'] as const) {
      found += (await same([...about, from], (store) => store.ledgerSums(filter, bound, from))).length;
      await same([...about, from], (store) => store.balancesBefore(filter, bound, from));
    }
    await same(about, (store) => store.postingCount(filter, bound));
    await same(about, (store) => store.paymentsByChargedCurrency(filter, bound));
    const range = { first: pick(PERIODS), last: pick(PERIODS), currency: pick(CURRENCIES) };
    await same([range, bound], (store) => store.paymentMonths(range, bound));
  }
  expect(found).toBeGreaterThan(500);
}, 120_000); // prettier-ignore

it('turn the same pages, both ways', async () => {
  const newest = await stores[0].ledgerBound();
  let found = 0;
  for (let i = 0; i < 150; i++) {
    const filter = someFilter();
    const bound = pick([newest, { entries: roll(1_000), payoutItems: roll(newest.payoutItems) }]);
    const order = pick(['oldest_first', 'newest_first'] as const);
    const limit = pick([1, 7, 50, 1_000]);
    let after: Cursor | null = null;
    for (let page = 0; page < 3; page++) {
      const behind: Cursor | null = after;
      const lines = await same([filter, bound, order, limit, behind], (store) => store.ledgerPage(filter, bound, behind, limit, order));
      found += lines.length;
      const last = lines.at(-1);
      if (last === undefined) break;
      after = cursorOf(last, last.entryId);
    }
  }
  expect(found).toBeGreaterThan(1_000);
}, 120_000); // prettier-ignore

it('know the same of pledges', async () => {
  for (let i = 0; i < 150; i++) {
    const filter = somePledges();
    const limit = pick([3, 200]);
    const page = await same([filter, limit], (store) => store.pledgePage(filter, null, limit));
    const last = page.at(-1);
    if (last !== undefined) await same([filter, last.pledgeId], (store) => store.pledgePage(filter, cursorOf(last, last.pledgeId), limit));
    await same(filter, (store) => store.pledgeCount(filter));
  }
  await same('plans', (store) => store.runningPlans());
  expect((await same('spans', (store) => store.planSpans())).length).toBeGreaterThan(5);
  for (const period of PERIODS) await same(period, (store) => store.plansByStatus(period));
}, 120_000); // prettier-ignore

it('find the same again', async () => {
  for (const { pledgeId } of pledges.slice(0, 40)) {
    await same(pledgeId, (store) => store.pledgeWithSums(pledgeId));
    await same(pledgeId, (store) => store.movementsOfPledge(pledgeId, 4));
    await same(pledgeId, (store) => store.entriesOfPledge(pledgeId));
    expect(await same(pledgeId, (store) => store.pledgesByReference(pledgeId.slice(-9, -1), 5))).toHaveLength(1);
  }
  for (const { entryId, paymentId, grossMinor } of entries.slice(0, 60)) {
    expect(await same(entryId, (store) => store.movementById(entryId))).not.toBeNull();
    await same(paymentId, (store) => store.movementsOfPayment(paymentId ?? 'none'));
    await same(paymentId, (store) => store.pledgeOfPayment(paymentId ?? 'none'));
const among = pick([100, 2_000]);
    await same([grossMinor, among], (store) => store.movementsByAmount([grossMinor, -7], 5, among));
  }
  for (const period of PERIODS) await same(period, (store) => store.campaignsOf(period));
  await same('known', async (store) => [...(await store.knownMovements([...entries.slice(0, 5).map((entry) => entry.stripeBalanceTransactionId), 'txn_other_3', 'txn_x']))].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const range = { from: new Date(START), to: new Date(START + 60 * 24 * HOUR) };
  const first = await same(range, (store) => store.entriesCreated(range, null, 50));
  const last = first.at(-1);
  if (last === undefined) throw new Error('no entries');
  await same(range, (store) => store.entriesCreated(range, cursorOf(last, last.entryId), 50));
}, 120_000); // prettier-ignore

it('explain deposits alike', async () => {
  for (let i = 0; i < 40; i++) {
    const filter = { from: maybe(instant), to: maybe(instant), currency: maybe(() => pick(CURRENCIES)), payoutId: i % 4 === 0 ? `po_${roll(26)}` : null };
    const page = await same(filter, (store) => store.payoutPage(filter, null, 6));
    const last = page.at(-1);
    if (last !== undefined) await same(filter, (store) => store.payoutPage(filter, cursorOf(last, last.payoutId), 6));
    await same(filter, (store) => store.payoutSums(filter));
  }
  for (let i = 0; i < 25; i++) await same(i, (store) => store.isItemised(`po_${i}`));
  expect((await same('to itemise', (store) => store.payoutsToItemise(NOON, 20))).length).toBeGreaterThan(0);
  await same('findings', async (store) => (await store.checkIntegrity()).map(({ what }) => what).toSorted());
}, 120_000); // prettier-ignore
