import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createContext, type AppContext } from '../../src/context.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { stripeClient } from '../../src/stripe/client.ts';
import { balanceLines } from '../../src/stripe/lists.ts';
import { temporaryFolder } from '../_support/make.ts';
import { configOf, settings } from '../_support/settings.ts';
import { fillLedger } from './ledger-csv-data.ts';
import { median } from './load.ts';
import type { Line } from './report.ts';

const FROM = new Date('2026-10-01T00:00:00Z');
const NOW = new Date('2026-11-02T12:00:00Z');
const MONTH_MS = 30 * 86_400_000;
const PAGE = 100;
const ROUNDS = 3;

/** A month held against Stripe that is equal: what the comparison costs beside reading the list, and how it grows. */
export async function reconcileMonth(): Promise<Line[]> {
  const [small, large] = [await measure(10_000), await measure(100_000)];
  const lineOf = ({ movements, ms, walkMs, pages }: Measured): Line => ({
    what: `Reconcile a month of ${movements.toLocaleString('en')} movements, all equal`,
    compared: 'walking the same list and doing nothing with it',
    ratio: `${(ms / walkMs).toFixed(2)} times its time`,
    detail: `${(ms / 1_000).toFixed(2)} s, ${((1_000 * ms) / movements).toFixed(0)} µs a movement, from a Stripe in memory; ${pages} reads, ${(pages / 80).toFixed(1)} s of them at Stripe’s pace`,
  });
  return [
    lineOf(small),
    lineOf(large),
    {
      what: 'Reconcile ten times the movements',
      compared: 'ten times the time: 1.00 is linear',
      ratio: (large.ms / small.ms / 10).toFixed(2),
      detail: `${((1_000 * small.ms) / small.movements).toFixed(0)} and ${((1_000 * large.ms) / large.movements).toFixed(0)} µs a movement`,
    },
  ];
}

type Measured = { movements: number; ms: number; walkMs: number; pages: number };

async function measure(movements: number): Promise<Measured> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'data', 'test.db');
  mkdirSync(dirname(file), { recursive: true });
  await fillLedger({ kind: 'sqlite', file }, movements, { start: FROM.getTime(), spanMs: MONTH_MS });
  const calls = { count: 0 };
  const config = configOf(settings(folder.path, { STRIPE_API_BASE: 'http://127.0.0.1:9' }));
  const store = openSqliteStore(file);
  const stripe = stripeClient(config.stripe, inMemory(linesOf(file), calls));
  const ctx = createContext(config, { store, stripe, now: () => NOW });
  const times: number[] = [];
  const walks: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      walks.push(await timed(() => walk(ctx)));
      calls.count = 0;
      times.push(
        await timed(async () => {
          const { isEqual, months } = await reconcile(ctx, FROM);
          const found = months.reduce((sum, month) => sum + month.movements, 0);
          if (!isEqual || found !== movements)
            throw new Error(`${found} movements were compared, or unequal`);
        }),
      );
    }
    // The first round fills the caches of the program.
    return { movements, ms: median(times.slice(1)), walkMs: median(walks.slice(1)), pages: calls.count };
  } finally {
    await store.close();
    folder.remove();
  }
}

async function walk(ctx: Pick<AppContext, 'stripe' | 'pace'>): Promise<void> {
  let lines = 0;
  for await (const page of balanceLines(ctx, { from: FROM, to: NOW })) lines += page.length;
  if (lines === 0) throw new Error('the list is empty');
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const TYPES: Record<string, string> = { payment: 'charge', dispute: 'adjustment' };

/** The entries as Stripe would list them, newest first, each as text. */
function linesOf(file: string): { id: string; created: number; text: string }[] {
  const db = new Database(file, { readonly: true });
  const rows = db
    .prepare('select kind, stripe_balance_transaction_id as id, stripe_source_id as source, created_at as at, available_at as availableAt, gross_minor as amount, fee_minor as fee, net_minor as net, lower(currency) as currency from ledger_entries order by created_at desc')
    .all() as { kind: string; id: string; source: string; at: number; availableAt: number; amount: number; fee: number; net: number; currency: string }[]; // prettier-ignore
  db.close();
  return rows.map(({ kind, at, availableAt, ...money }) => {
    const created = Math.floor(at / 1_000);
    const more = { object: 'balance_transaction', type: TYPES[kind] ?? kind, created, available_on: Math.floor(availableAt / 1_000), exchange_rate: 0.87, description: null, fee_details: [], reporting_category: kind, status: 'available', balance_type: 'payments' }; // prettier-ignore
    return { id: money.id, created, text: JSON.stringify({ ...money, ...more }) };
  });
}

/** A Stripe that lists these balance transactions, and no events. */
function inMemory(lines: ReturnType<typeof linesOf>, calls: { count: number }) {
  const places = new Map(lines.map((line, place) => [line.id, place]));
  const answer = (path: string): string => {
    calls.count += 1;
    const { pathname, searchParams } = new URL(path, 'http://stripe');
    if (pathname !== '/v1/balance_transactions')
      return `{"object":"list","url":"${pathname}","has_more":false,"data":[]}`;
    const [gte, lt] = ['created[gte]', 'created[lt]'].map((name) => Number(searchParams.get(name)));
    const after = searchParams.get('starting_after');
    const page: string[] = [];
    let place = after === null ? 0 : (places.get(after) ?? 0) + 1;
    for (; place < lines.length && page.length < PAGE; place++) {
      const line = lines[place];
      if (line !== undefined && line.created >= (gte ?? 0) && line.created < (lt ?? 0)) page.push(line.text);
    }
    const hasMore = page.length === PAGE && place < lines.length;
    return `{"object":"list","url":"${pathname}","has_more":${hasMore},"data":[${page.join(',')}]}`;
  };
  return {
    getClientName: () => 'memory',
    makeRequest: async (_host: string, _port: string, path: string) => {
      const body = answer(path);
      return {
        getStatusCode: () => 200,
        getHeaders: () => ({}),
        getRawResponse: () => ({}),
        toStream: () => body,
        toJSON: async () => JSON.parse(body) as unknown,
      };
    },
  };
}
