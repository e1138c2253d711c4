// `npm run soak`: half an hour of 50 webhooks a second at the real service, all of them booked. Ends with 1 where a
// promise does not hold. `npm run soak -- 180 100` for so many seconds at so many a second.
import { temporaryFolder } from '../_support/make.ts';
import { openBell, type Sample } from './bell.ts';
import { ringSteadily } from './projection.ts';

const seconds = Number(process.argv[2] ?? 1_800);
const perSecond = Number(process.argv[3] ?? 50);
const folder = temporaryFolder();
const bell = await openBell(folder.path);
try {
  const { result, samples, drainMs } = await ringSteadily(bell, seconds, perSecond);
  // The heap grows to its size first.
  const warm = samples.slice(Math.floor(samples.length / 3));
  const slope = slopePerMinute(warm);
  const walMb = Math.max(...samples.map((one) => one.walMb));
  const opened = spread(warm.map((one) => one.descriptors));
  const report: [string, string, boolean][] = [
    [
      'answers that are not 2xx',
      [result.failures, ...new Set(result.refused)].join(' '),
      result.failures === 0,
    ],
    ['acknowledged, p99', `${result.p99Ms.toFixed(0)} ms`, result.p99Ms < 500],
    ['memory, after a third of the time', `${slope.toFixed(2)} MiB a minute`, slope < 1],
    ['highest write-ahead log', `${walMb.toFixed(1)} MiB`, walMb < 64],
    ['open descriptors', `${opened.low} to ${opened.high}`, opened.high - opened.low <= 40],
    ['the inbox is empty after', `${(drainMs / 1000).toFixed(1)} s`, drainMs < 30_000],
  ];
  const { rssMb, settled, payments } = bell.sample();
  const quarters = [0, 1, 2, 3, 4].map((part) => samples[Math.round((part / 4) * (samples.length - 1))]);
  const course = quarters.map((one) => one?.rssMb.toFixed(0)).join(', ');
  console.log(
    `${seconds} s at ${perSecond} a second: ${settled} events settled, ${payments} payments booked, ${rssMb.toFixed(0)} MiB resident at the end (${course} from quarter to quarter), median ${result.p50Ms.toFixed(1)} ms`,
  );
  for (const [what, figure, holds] of report)
    console.log(`${holds ? 'holds ' : 'BROKEN'}  ${what}: ${figure}`);
  process.exitCode = report.every(([, , holds]) => holds) ? 0 : 1;
} finally {
  await bell.close();
  folder.remove();
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
