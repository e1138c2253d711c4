import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppContext } from '../../src/context.ts';
import { NO_FILTER } from '../../src/finance/rows.ts';
import { JOBS } from '../../src/jobs/schedule.ts';
import { financeSession } from '../_support/finance-session.ts';
import type { FinanceApp } from '../finance/finance-app.ts';
import { NOW } from './growth-data.ts';

/** Something that is asked of every size, and must not take longer of a larger one. */
export type Read = { what: string } & ({ path: string } | { run: (ctx: AppContext) => Promise<unknown> });

const OVERVIEWS: Read[] = [
  { what: 'the overview of a running month', path: '/finance?period=2026-10' },
  { what: 'the overview of a month that is over', path: '/finance?period=2026-09' },
  { what: 'the overview of a closed month', path: '/finance?period=2025-11' },
  { what: 'the overview of a month in another zone', path: '/finance?period=2026-09&zone=UTC' },
];

/** Every page, every figure of the API, and what comes first of a file, of a ledger with so many entries. */
export function reads(entries: number): Read[] {
  const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, '0')}`;
  const [payment, pledge] = [id('pay', entries - 1), id('plg', 5)];
  const middle = `${NOW.getTime() - 200 * 86_400_000}_${id('led', Math.floor(entries / 2))}`;
  return [
    ...OVERVIEWS,
    { what: 'payments of a month', path: '/finance/payments?period=2026-09' },
    { what: 'payments of a month, disputes alone', path: '/finance/payments?period=2026-09&kind=dispute' },
    { what: 'every payment of pledges that ended', path: '/finance/payments?status=ended' },
    { what: 'payments of a year in another zone, a page in its middle', path: `/finance/payments?from=2025-11-01&to=2026-10-15&zone=UTC&sort=oldest&after=${middle}` },
    { what: 'every payment, the oldest first', path: '/finance/payments?sort=oldest' },
    { what: 'finding an amount among the newest 200,000', path: '/finance/find?q=25.00' },
    { what: 'one payment', path: `/finance/payments/${payment}` },
    { what: 'one pledge', path: `/finance/pledges/${pledge}` },
    { what: 'payouts of a month', path: '/finance/payouts?period=2026-10' },
    { what: 'recurring: churn and retention', path: '/finance/recurring' },
    { what: 'the exports page of a month', path: '/finance/exports?period=2026-09' },
    { what: 'the exports page of some days', path: '/finance/exports?from=2026-03-10&to=2026-09-20' },
    { what: 'the list of months', path: '/finance/months' },
    { what: 'a month that waits to be closed', path: '/finance/months/2026-09' },
    { what: 'what waits', path: '/finance/waiting' },
    { what: 'the summary of a month', path: '/v1/summary?period=2026-09' },
    { what: 'the summary of a month in UTC', path: '/v1/summary?period=2026-09&zone=UTC' },
    { what: 'the summary of some days', path: '/v1/summary?from=2025-03-10&to=2026-09-20' },
    { what: 'a copy that asks for what is new: ledger', path: '/v1/ledger.csv?updatedSince=2026-10-31T11:00:00Z' },
    { what: 'a page of a file, in the middle of a year of days', run: ({ store }) => yearPage(store) },
    { what: 'every job that a timer starts, but for the nightly one', run: (ctx) => everyJob(ctx) },
  ]; // prettier-ignore
}

export const isOverview = (read: Read): boolean => OVERVIEWS.some(({ what }) => what === read.what);

/** Asks a service of one process; `times` are those of its answers, in milliseconds. */
export async function openAsker(
  fin: FinanceApp,
  scopes: Parameters<FinanceApp['key']>[0],
): Promise<{ ask: (read: Read) => Promise<void>; times: number[]; close: () => void }> {
  const times: number[] = [];
  const server = createServer((req, res) => {
    const started = performance.now();
    res.on('finish', () => times.push(performance.now() - started));
    fin.app(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cookie = await financeSession(url, (await fin.key(scopes)).secret);
  return {
    times,
    async ask(read) {
      if ('run' in read) {
        const started = performance.now();
        await read.run(fin.ctx);
        times.push(performance.now() - started);
        return;
      }
      const answer = await fetch(url + read.path, { headers: { cookie } });
      await answer.text();
      if (!answer.ok) throw new Error(`${read.path}: ${answer.status}`);
    },
    close: () => void server.close(),
  };
}

async function yearPage(store: AppContext['store']): Promise<unknown> {
  const range = { from: new Date('2025-10-31T23:00:00Z'), to: new Date('2026-10-31T00:00:00Z') };
  const after = { createdAtMs: NOW.getTime() - 200 * 86_400_000, id: 'led' };
  return store.ledgerPage({ ...NO_FILTER, ...range }, await store.ledgerBound(), after, 500);
}

async function everyJob(ctx: AppContext): Promise<void> {
  const signal = new AbortController().signal;
  for (const { name, run } of JOBS) if (name !== 'reconcile') await run(ctx, signal);
  await ctx.store.overduePlans(NOW, '', 500);
}
