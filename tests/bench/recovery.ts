import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
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
  /** The same program from nothing to ready on a database of no entries, in between. */
  emptyMs: number[];
  /** The log that each start found and had to read. */
  logBytes: number[];
};

/** As in production: nothing compiled beforehand. */
const PLAIN = { NODE_DISABLE_COMPILE_CACHE: '1' };

/** Kills the service under load on a ledger of `entries` lines, and measures until it is ready again. */
export async function measureRecovery({ entries = 100_000, rounds = 7 } = {}): Promise<Recovery> {
  const folder = temporaryFolder();
  const emptyFolder = temporaryFolder();
  const built = join(ROOT, 'dist', 'cli.js');
  const program = existsSync(built) ? { program: built } : {};
  const bench = await openBench(folder.path, program);
  const empty = await openBench(emptyFolder.path, program);
  try {
    mkdirSync(dirname(bench.database), { recursive: true, mode: 0o700 });
    await fillLedger({ kind: 'sqlite', file: bench.database }, entries);
    let service = await bench.start({ env: PLAIN });
    const readyMs: number[] = [];
    const logBytes: number[] = [];
    const emptyMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const rushedAt = performance.now();
      await bench.rush(() => performance.now() - rushedAt > 1_500);
      await service.kill();
      logBytes.push(statSync(`${bench.database}-wal`).size);
      const startedAt = performance.now();
      service = await bench.start({ env: PLAIN });
      readyMs.push(Math.round(performance.now() - startedAt));
      rmSync(dirname(empty.database), { recursive: true, force: true });
      const emptyAt = performance.now();
      const other = await empty.start({ env: PLAIN });
      emptyMs.push(Math.round(performance.now() - emptyAt));
      await other.kill();
    }
    const slowestMs = Math.max(...readyMs);
    return { entries, readyMs, medianMs: median(readyMs), slowestMs, emptyMs, logBytes };
  } finally {
    await bench.close();
    await empty.close();
    folder.remove();
    emptyFolder.remove();
  }
}

if (import.meta.main) console.log(await measureRecovery());
