import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../src/root.ts';
import { temporaryFolder } from '../_support/make.ts';
import { openBench } from '../durability/kit.ts';
import { fillLedger } from './ledger-csv-data.ts';
import { median } from './load.ts';

export type Recovery = {
  entries: number;
  /** From the start of the process to the first 200 of /readyz, behind a kill -9 under load, for each round. */
  readyMs: number[];
  medianMs: number;
  slowestMs: number;
  /** The log that each start found and had to read. */
  logBytes: number[];
};

/** As in production: nothing compiled beforehand. */
const PLAIN = { NODE_DISABLE_COMPILE_CACHE: '1' };

/** Kills the service under load on a ledger of `entries` lines, and measures until it is ready again. */
export async function measureRecovery({ entries = 100_000, rounds = 7 } = {}): Promise<Recovery> {
  const folder = temporaryFolder();
  const built = join(ROOT, 'dist', 'cli.js');
  const bench = await openBench(folder.path, existsSync(built) ? { program: built } : {});
  try {
    mkdirSync(dirname(bench.database), { recursive: true, mode: 0o700 });
    await fillLedger(bench.database, entries);
    let service = await bench.start({ env: PLAIN });
    const readyMs: number[] = [];
    const logBytes: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const rushedAt = performance.now();
      await bench.rush(() => performance.now() - rushedAt > 1_500);
      await service.kill();
      logBytes.push(statSync(`${bench.database}-wal`).size);
      const startedAt = performance.now();
      service = await bench.start({ env: PLAIN });
      readyMs.push(Math.round(performance.now() - startedAt));
    }
    return { entries, readyMs, medianMs: median(readyMs), slowestMs: Math.max(...readyMs), logBytes };
  } finally {
    await bench.close();
    folder.remove();
  }
}

if (import.meta.main) console.log(await measureRecovery());
