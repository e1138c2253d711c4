import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeMonth } from '../../src/finance/close-month.ts';
import { shower } from '../../src/finance/pages/show.ts';
import type { CurrencySummary, Summary } from '../../src/finance/summary.ts';
import { bookDate } from '../../src/ledger/book-date.ts';
import { ENTRY_KINDS, type EntryKind } from '../../src/ledger/entry.ts';
import { bookedTo } from '../../src/ledger/period.ts';
import type { Pledge } from '../../src/pledges/pledge.ts';
import { temporaryFolder } from '../_support/make.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';
import { sessionCookie } from './signed-in.ts';
import { addPledge, entryOf } from './ledger-data.ts';

// What finance reads in three places is one thing: a script that knows the file alone comes to the API's figures and to
// those on the pages, to the cent, in every month of two years. Currencies without decimals, with two and with three;
// months in which the clocks change, with movements in their first and last second; months that were closed, and what
// came to them late.

const ZONE = 'Europe/Amsterdam';
const SCRIPT = fileURLToPath(new URL('rebuild-summary.mjs', import.meta.url));
const CURRENCIES = ['EUR', 'JPY', 'KWD', 'USD'];
const START = Date.parse('2024-09-30T21:00:00Z');
const SPAN_MS = Date.parse('2026-10-31T22:59:59Z') - START;
const LINES = 1_500;
/** First and last seconds of months at both clock changes, and the hour that there is twice and the one that there is not. */
const EDGES = [
  '2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z', '2024-10-31T22:59:59Z', '2024-10-31T23:00:00Z', '2025-03-30T00:59:59Z',
  '2025-03-30T01:00:00Z', '2025-03-31T21:59:59Z', '2025-03-31T22:00:00Z', '2025-09-30T21:59:59Z', '2025-10-31T23:00:00Z',
  '2026-03-31T21:59:59Z', '2026-03-31T22:00:00Z', '2024-09-30T21:59:59Z',
]; // prettier-ignore

let fin: FinanceApp;
let months: Summary[];
let get: (path: string) => Promise<request.Response>;
let bearer: (path: string) => Promise<request.Response>;
let dice = 7;
const roll = (sides: number) => (dice = (dice * 48_271) % 2_147_483_647) % sides;

beforeAll(async () => {
  const config = financeConfig({}, ZONE);
  fin = financeApp({ config });
  fin.setNow('2026-11-02T12:00:00Z');
  const pledges: Pledge[] = [];
  for (const frequency of ['once', 'monthly', 'annual'] as const)
    for (const campaign of ['article', 'a,"b"', null])
      pledges.push(await addPledge(fin.store, { frequency, campaign }));
  const edges = EDGES.map((text) => Date.parse(text));
  const instants = [...edges, ...Array.from({ length: LINES }, () => START + roll(SPAN_MS / 1_000) * 1_000)];
  await bookAll(instants, pledges, null);
  for (const period of ['2024-09', '2024-10', '2024-11']) await closeMonth(contextOf(), period, 'command');
  // Late ones: of closed months, booked to December with their own month beside it.
  await bookAll([...edges.slice(0, 4), START + 5_000], pledges, '2024-11');

  const { secret } = await fin.key(['totals:read', 'ledger:read']);
  bearer = async (path) => request(fin.app).get(path).set('Authorization', `Bearer ${secret}`).expect(200);
  const cookie = await sessionCookie(fin.app, secret);
  get = async (path) => request(fin.app).get(path).set('Cookie', cookie).expect(200);
  months = rebuilt((await bearer('/v1/ledger.csv')).text);

  function contextOf() {
    return { store: fin.store, config, now: () => new Date('2026-11-02T12:00:00Z') };
  }
}, 60_000);
afterAll(() => fin.close());

/** Lines of every kind, most of them payments, in every currency; booked in one projection. */
async function bookAll(
  instants: readonly number[],
  pledges: readonly Pledge[],
  closedThrough: string | null,
) {
  const changes = instants.map((at) => {
    const kind: EntryKind = roll(3) > 0 ? 'payment' : (ENTRY_KINDS[roll(ENTRY_KINDS.length)] ?? 'fee');
    const isOurs = !['payout', 'payout_failed', 'fee', 'adjustment'].includes(kind);
    const size = roll(999_999) + 1;
    const grossMinor = ['payment', 'refund_failed', 'dispute_reversed', 'payout_failed'].includes(kind)
      ? size
      : -size;
    const createdAt = new Date(at);
    const entry = entryOf(isOurs ? (pledges[roll(pledges.length)] ?? null) : null, {
      kind,
      grossMinor,
      feeMinor: kind === 'payment' || kind === 'dispute' ? roll(900) : 0,
      currency: CURRENCIES[roll(4)] ?? 'EUR',
      createdAt,
    });
    const booked = { ...entry, ...bookedTo(bookDate(createdAt, ZONE), closedThrough) };
    return { kind: 'book_entry' as const, entry: booked };
  });
  const done = await fin.store.applyProjection(
    { seq: null, coveredObjectIds: [], upToSeq: 0, readStartedAt: new Date(START), pledge: null, retryAt: null, closedThrough, changes },
    new Date(START),
  ); // prettier-ignore
  expect(done.kind).toBe('applied');
}

function rebuilt(csv: string): Summary[] {
  const folder = temporaryFolder();
  const file = join(folder.path, 'ledger.csv');
  writeFileSync(file, csv);
  const run = spawnSync(process.execPath, [SCRIPT, file, ZONE], { encoding: 'utf8', maxBuffer: 1e8 });
  folder.remove();
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as Summary[];
}

it('a script that reads ledger.csv alone comes to /v1/summary, in every month', async () => {
  expect(months.map(({ period }) => period)).toHaveLength(26);
  expect(months.find(({ period }) => period === '2024-12')?.currencies.length).toBe(4);
  for (const { period, currencies } of months) {
    const { body } = await bearer(`/v1/summary?period=${period}`);
    expect(body).toEqual({ period, zone: ZONE, currencies });
    // The month's own file holds the same but for what came before it.
    const own = rebuilt((await bearer(`/v1/ledger.csv?period=${period}`)).text)[0]?.currencies ?? [];
    const moved = (line: CurrencySummary) => ({ ...line, openingMinor: 0, closingMinor: 0 });
    const withLines = currencies.filter(({ currency }) => own.some((line) => line.currency === currency));
    expect(own.map(moved)).toEqual(withLines.map(moved));
  }
});

it('each month opens with what the one before closed with, and a late line counts in the month it is booked to', async () => {
  for (const [i, { currencies }] of months.entries())
    for (const line of currencies) {
      const before = months[i - 1]?.currencies.find(({ currency }) => currency === line.currency);
      expect(line.openingMinor).toBe(before?.closingMinor ?? 0);
    }
  const { text } = await bearer('/v1/ledger.csv?period=2024-12');
  expect(text.match(/,2024-(09|10|11),\S+Z\r\n/g)).toHaveLength(5);
});

it('the pages show the figures that the script came to, in every month and currency', async () => {
  const show = shower('en', ZONE);
  for (const { period, currencies } of months)
    for (const line of currencies) {
      const { currency } = line;
      const { text } = await get(`/finance?period=${period}&currency=${currency}`);
      const plain = flat(text.replace(/<[^>]+>/g, ' '));
      const money = (minor: number) => flat(show.money(minor, currency));
      const given = -(line.refundsMinor + line.disputesMinor);
      for (const words of [
        `Net received ${money(line.netMinor)}`, `Gross ${money(line.grossMinor)}`, `Fees ${money(line.feesMinor)}`,
        `Refunds and disputes ${money(given)}`, show.amount(line.openingMinor, currency), show.amount(line.closingMinor, currency),
      ]) expect([period, currency, plain.includes(words) ? words : plain.slice(0, 2_000)]).toEqual([period, currency, words]);
    }
}); // prettier-ignore

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}
