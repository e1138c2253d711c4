import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabasePlace } from '../../src/config/database-address.ts';
import { openStore } from '../../src/store/open-store.ts';
import { financeApp } from '../finance/finance-app.ts';
import { BOOK_ZONE, fillGrowth, NOW } from './growth-data.ts';
import { isOverview, openAsker, reads } from './growth-reads.ts';
import { median } from './load.ts';
import { startPostgres } from './postgres.ts';
import type { Line } from './report.ts';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const WARM_UP = 2;
const ROUNDS = 15;
/** What the overview may take at any size. */
const PROMISE_MS = 50;

/** A store, and an empty place on it for a ledger of some size, which is gone afterwards. */
type Ground = {
  name: string;
  open: (size: number) => Promise<{ place: DatabasePlace; clear: () => Promise<void> }>;
};
type Measured = { size: number; ms: Map<string, number>; highest: number; rebuildMs: number };

/**
 * The time of every page and job as the ledger grows, on both stores: each must take as long at the end of the curve as at
 * its beginning. `most`: no more entries than these; the largest ledgers take half an hour and ten gigabytes each.
 * `only`: one store alone, by its name.
 */
export async function growth({ most = 1_000_000, only = '' } = {}): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'));
  const postgres = await startPostgres(folder);
  const grounds: Ground[] = [
    {
      name: 'SQLite',
      async open(size) {
        const file = join(folder, `growth-${size}.db`);
        return { place: { kind: 'sqlite', file }, clear: async () => rmSync(file, { force: true }) };
      },
    },
    {
      name: 'PostgreSQL',
      async open(size) {
        const url = await postgres.database(`growth_${size}`);
        return { place: { kind: 'postgres', url }, clear: () => postgres.drop(url) };
      },
    },
  ];
  try {
    const lines: Line[] = [];
    for (const ground of grounds)
      if (only === '' || ground.name.toLowerCase() === only.toLowerCase())
        lines.push(...(await curvesOn(ground, most)));
    return lines;
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function curvesOn(ground: Ground, most: number): Promise<Line[]> {
  // Once for nothing: the first ledger would be read by code that is not compiled yet.
  await measure(ground, SIZES[0] ?? 0);
  const measured: Measured[] = [];
  for (const size of SIZES.filter((each) => each <= most)) measured.push(await measure(ground, size));
  const first = measured.at(0);
  const last = measured.at(-1);
  if (first === undefined || last === undefined)
    throw new Error(`The smallest ledger has ${SIZES[0]} entries.`);
  const { name } = ground;
  const compared = `${first.size.toLocaleString('en')} and ${last.size.toLocaleString('en')} entries`;
  const times = (a = Number.NaN, b = Number.NaN) => `${(b / a).toFixed(2)} times`;
  const curve = (what: string) =>
    measured.map(({ ms }) => (ms.get(what) ?? Number.NaN).toFixed(2)).join(', ');
  return [
    ...[...first.ms.keys()].map((what) => ({
      what: `${name}: ${what}`,
      compared,
      ratio: times(first.ms.get(what), last.ms.get(what)),
      detail: `ms, medians of ${ROUNDS}, from ${compared.replace('and', 'to')}: ${curve(what)}`,
    })),
    {
      what: `${name}: the slowest overview of all`,
      compared: `the promise of ${PROMISE_MS} ms`,
      ratio: `${((100 * Math.max(...measured.map(({ highest }) => highest))) / PROMISE_MS).toFixed(0)} %`,
      detail: `the 95th of a hundred, by size: ${measured.map(({ highest }) => `${highest.toFixed(1)} ms`).join(', ')}`,
    },
    {
      what: `${name}: sums rebuild, every sum added up anew`,
      compared: `the same for ${first.size.toLocaleString('en')} entries`,
      ratio: `${(last.rebuildMs / first.rebuildMs).toFixed(0)} times`,
      detail: measured.map(({ size, rebuildMs }) => `${size.toLocaleString('en')}: ${(rebuildMs / 1_000).toFixed(1)} s`).join(', '),
    },
  ]; // prettier-ignore
}

async function measure({ open }: Ground, size: number): Promise<Measured> {
  const { place, clear } = await open(size);
  try {
    const { rebuildMs } = await fillGrowth(place, size);
    const fin = financeApp({
      opened: await openStore({ database: place, publisher: { bookZone: BOOK_ZONE } }),
    });
    fin.setNow(NOW.toISOString());
    const { ask, times, close } = await openAsker(fin, ['totals:read', 'ledger:read', 'periods:close']);
    const ms = new Map<string, number>();
    const overviews: number[] = [];
    for (const read of reads(size)) {
      for (let i = 0; i < WARM_UP; i++) await ask(read);
      times.length = 0;
      for (let i = 0; i < ROUNDS; i++) await ask(read);
      ms.set(read.what, median([...times]));
      if (isOverview(read)) overviews.push(...times);
    }
    close();
    await fin.close();
    const highest = overviews.toSorted((a, b) => a - b)[Math.floor(overviews.length * 0.95)] ?? Number.NaN;
    return { size, ms, highest, rebuildMs };
  } finally {
    await clear();
  }
}
