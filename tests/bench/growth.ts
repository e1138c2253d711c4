import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { financeSession } from '../_support/finance-session.ts';
import { temporaryFolder } from '../_support/make.ts';
import { financeApp } from '../finance/finance-app.ts';
import { fillGrowth, NOW } from './growth-data.ts';
import { median } from './load.ts';
import type { Line } from './report.ts';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const WARM_UP = 3;
const ROUNDS = 25;
/** What the overview may take at any size. */
const PROMISE_MS = 50;

/** What is asked of every size: the months are one that runs, one that is over and open, and one that was closed. */
const ADDRESSES: [what: string, path: string][] = [
  ['the overview of a running month', '/finance?period=2026-10'],
  ['the overview of a month that is over', '/finance?period=2026-09'],
  ['the overview of a closed month', '/finance?period=2025-11'],
  ['payments of a month, disputes alone', '/finance/payments?period=2026-09&kind=dispute'],
  ['payouts of a month', '/finance/payouts?period=2026-10'],
];

type Measured = { size: number; ms: Map<string, number>; highest: number; rebuildMs: number };

/** The pages' server time as the ledger grows a thousandfold. `most`: no more entries than these. */
export async function growth({ most = 10_000_000 } = {}): Promise<Line[]> {
  const measured: Measured[] = [];
  for (const size of SIZES.filter((each) => each <= most)) measured.push(await measure(size));
  const first = measured.at(0);
  const last = measured.at(-1);
  if (first === undefined || last === undefined)
    throw new Error(`The smallest ledger has ${SIZES[0]} entries.`);
  const curve = (what: string) =>
    measured
      .map(({ size, ms }) => `${size.toLocaleString('en')}: ${(ms.get(what) ?? 0).toFixed(1)} ms`)
      .join(', ');
  return [
    ...ADDRESSES.map(([what]) => ({
      what: `Server time of ${what}`,
      compared: `${first.size.toLocaleString('en')} and ${last.size.toLocaleString('en')} entries`,
      ratio: `${((last.ms.get(what) ?? 0) / (first.ms.get(what) ?? 1)).toFixed(2)} times`,
      detail: `medians of ${ROUNDS}: ${curve(what)}`,
    })),
    {
      what: 'The slowest overview of all',
      compared: `the promise of ${PROMISE_MS} ms`,
      ratio: `${((100 * Math.max(...measured.map(({ highest }) => highest))) / PROMISE_MS).toFixed(0)} %`,
      detail: `the 95th of a hundred, by size: ${measured.map(({ highest }) => `${highest.toFixed(1)} ms`).join(', ')}`,
    },
    {
      what: 'sums rebuild: every sum added up anew',
      compared: `the same for ${first.size.toLocaleString('en')} entries`,
      ratio: `${(last.rebuildMs / first.rebuildMs).toFixed(0)} times`,
      detail: measured.map(({ size, rebuildMs }) => `${size.toLocaleString('en')}: ${(rebuildMs / 1_000).toFixed(1)} s`).join(', '),
    },
  ]; // prettier-ignore
}

async function measure(size: number): Promise<Measured> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'growth.db');
  try {
    const { rebuildMs } = await fillGrowth(file, size);
    const fin = financeApp({ file });
    fin.setNow(NOW.toISOString());
    const { secret } = await fin.key(['totals:read', 'ledger:read', 'periods:close']);
    const times: number[] = [];
    const server = createServer((req, res) => {
      const started = performance.now();
      res.on('finish', () => times.push(performance.now() - started));
      fin.app(req, res);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const cookie = await financeSession(url, secret);
    const ms = new Map<string, number>();
    const overviews: number[] = [];
    for (const [what, path] of ADDRESSES) {
      const look = async () => {
        const answer = await fetch(url + path, { headers: { cookie } });
        await answer.text();
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      };
      for (let i = 0; i < WARM_UP; i++) await look();
      times.length = 0;
      for (let i = 0; i < ROUNDS; i++) await look();
      ms.set(what, median([...times]));
      if (path.startsWith('/finance?')) overviews.push(...times);
    }
    server.close();
    await fin.close();
    const highest = overviews.toSorted((a, b) => a - b)[Math.floor(overviews.length * 0.95)] ?? Number.NaN;
    return { size, ms, highest, rebuildMs };
  } finally {
    rmSync(file, { force: true });
    folder.remove();
  }
}
