// `npm run soak`: half an hour of 50 webhooks a second at the real service, all of them booked, while somebody takes the
// ledger's file over a bad line. Ends with 1 where a promise does not hold. `npm run soak -- 180 100` for so many seconds at
// so many a second; `npm run soak -- 600 50 postgres` on a PostgreSQL of its own.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabasePlace } from '../../src/config/database-address.ts';
import { temporaryFolder } from '../_support/make.ts';
import { openBell, type Bell, type Sample } from './bell.ts';
import { fillLedger } from './ledger-csv-data.ts';
import { startPostgres } from './postgres.ts';
import { ringSteadily } from './projection.ts';
import type { SteadyResult } from './load.ts';
import { financeKey } from './real-service.ts';
import { slowReader, type Download } from './slow-reader.ts';

const seconds = Number(process.argv[2] ?? 1_800);
const perSecond = Number(process.argv[3] ?? 50);
const engine = process.argv[4] ?? 'sqlite';
if (!['sqlite', 'postgres'].includes(engine)) throw new Error('The databases are sqlite and postgres.');

/** Entries that were there before, so that the file is larger than what the buffers of a connection take in. */
const LEDGER = 200_000;
const BYTES_OF_AN_ENTRY = 300;

/** Of these two years it is: gone by when Stripe is asked for the last days. */
const BEFORE = { start: Date.UTC(2022, 10, 1), spanMs: 2 * 365 * 86_400_000 };

const folder = temporaryFolder();
const server = engine === 'postgres' ? await startPostgres(folder.path) : null;
const file = join(folder.path, 'data', 'test.db');
mkdirSync(dirname(file));
const databaseUrl = (await server?.database('soak')) ?? `file:${file}`;
const place: DatabasePlace =
  server === null ? { kind: 'sqlite', file } : { kind: 'postgres', url: databaseUrl };
await fillLedger(place, LEDGER, BEFORE);
const key = await financeKey(folder.path, databaseUrl, ['ledger:read']);
const bell = await openBell(folder.path, databaseUrl);
try {
  // The download is not at its end before the ringing is.
  const bytesPerSecond = Math.floor((LEDGER * BYTES_OF_AN_ENTRY * 0.8) / seconds);
  const reader = await slowReader(`${bell.url}/v1/ledger.csv`, { key, bytesPerSecond });
  const { result, samples, drainMs } = await ringSteadily(bell, seconds, perSecond);
  const report = [...promises(result, samples, drainMs), fileLine(await reader.rest())];
  await describe(bell, samples, result);
  for (const [what, figure, holds] of report)
    console.log(`${holds ? 'holds ' : 'BROKEN'}  ${what}: ${figure}`);
  process.exitCode = report.every(([, , holds]) => holds) ? 0 : 1;
} finally {
  await bell.close();
  await server?.stop();
  folder.remove();
}

type Promised = [what: string, figure: string, holds: boolean];

function promises(result: SteadyResult, samples: readonly Sample[], drainMs: number): Promised[] {
  // The heap grows to its size first.
  const warm = samples.slice(Math.floor(samples.length / 3));
  const slope = slopePerMinute(warm);
  const opened = spread(warm.map((one) => one.descriptors));
  return [
    ['answers that are not 2xx', [result.failures, ...new Set(result.refused)].join(' '), result.failures === 0],
    ['acknowledged, p99', `${result.p99Ms.toFixed(0)} ms`, result.p99Ms < 500],
    ['memory, after a third of the time', `${slope.toFixed(2)} MiB a minute`, slope < 1],
    ...heldLines(samples),
    ['open descriptors', `${opened.low} to ${opened.high}`, opened.high - opened.low <= 40],
    ['the inbox is empty after', `${(drainMs / 1000).toFixed(1)} s`, drainMs < 30_000],
  ];
} // prettier-ignore

/** What a file that is read slowly would make grow. */
function heldLines(samples: readonly Sample[]): Promised[] {
  const all = samples.map(({ held }) => held);
  const wal = all.flatMap((held) => (held.kind === 'sqlite' ? [held.walMb] : []));
  const open = all.flatMap((held) => (held.kind === 'postgres' ? [held] : []));
  if (open.length === 0) {
    const highest = Math.max(...wal);
    return [['highest write-ahead log', `${highest.toFixed(1)} MiB`, highest < 64]];
  }
  const oldest = Math.max(...open.map(({ oldestTransactionS }) => oldestTransactionS));
  const most = Math.max(...open.map(({ connections }) => connections));
  return [
    ['oldest transaction that was open', `${oldest.toFixed(1)} s`, oldest < 10],
    ['most connections to the database', String(most), most <= 10],
  ];
}

/** The file came out whole, and was still under way when the ringing ended. */
function fileLine(taken: Download | null): Promised {
  const what = 'ledger.csv, taken slowly all the while';
  if (taken === null) return [what, 'broke off', false];
  const share = taken.slowBytes / taken.bytes;
  const words = `${taken.rows - 1} entries, ${(taken.bytes / 1e6).toFixed(0)} MB, ${(100 * share).toFixed(0)} % of them by the end of the ringing`;
  return [what, words, taken.rows > LEDGER && share < 1];
}

async function describe(of: Bell, samples: readonly Sample[], result: SteadyResult): Promise<void> {
  const { rssMb, settled, payments } = await of.sample();
  const before = samples[0]?.payments ?? 0;
  const quarters = [0, 1, 2, 3, 4].map((part) => samples[Math.round((part / 4) * (samples.length - 1))]);
  const course = quarters.map((one) => one?.rssMb.toFixed(0)).join(', ');
  console.log(
    `${engine}, ${seconds} s at ${perSecond} a second: ${settled} events settled, ${payments - before} payments booked, ${rssMb.toFixed(0)} MiB resident at the end (${course} from quarter to quarter), median ${result.p50Ms.toFixed(1)} ms`,
  );
}

/** The straight line through the samples, by least squares. */
function slopePerMinute(samples: readonly Sample[]): number {
  const mean = (pick: (one: Sample) => number) =>
    samples.reduce((sum, one) => sum + pick(one), 0) / samples.length;
  const [meanAt, meanRss] = [mean((one) => one.atMs), mean((one) => one.rssMb)];
  const over = samples.reduce((sum, one) => sum + (one.atMs - meanAt) * (one.rssMb - meanRss), 0);
  const under = samples.reduce((sum, one) => sum + (one.atMs - meanAt) ** 2, 0);
  return (over / under) * 60_000;
}

function spread(values: readonly number[]): { low: number; high: number } {
  return { low: Math.min(...values), high: Math.max(...values) };
}
