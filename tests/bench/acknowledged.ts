import { randomUUID } from 'node:crypto';
import { temporaryFolder } from '../_support/make.ts';
import { load, median, type LoadResult, type Shot } from './load.ts';
import type { Line } from './report.ts';
import { startTarget } from './targets.ts';

/** What a checkout takes beside Stripe. */
export async function checkouts(): Promise<Line[]> {
  const shot = (): Shot => ({
    body: JSON.stringify({ frequency: 'monthly', amountMinor: 500, currency: 'USD' }),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
  });
  const [ours, bare] = await compare('service', 'bare-checkout', (port) =>
    load(`http://127.0.0.1:${port}/v1/checkout`, shot, { count: 1_500, sockets: 8 }),
  );
  const [ourMs, bareMs] = [median(ours.map((one) => one.p50Ms)), median(bare.map((one) => one.p50Ms))];
  return [
    {
      what: 'A checkout without Stripe’s own time',
      compared: 'Express with helmet, JSON and a schema that stores nothing',
      ratio: `${(ourMs / bareMs).toFixed(1)} times its time`,
      detail: `median ${ourMs.toFixed(1)} ms with two durable writes, against ${bareMs.toFixed(1)} ms`,
    },
  ];
}

/** Alternating rounds of two targets. */
async function compare(
  a: string,
  b: string,
  measure: (port: number) => Promise<LoadResult>,
): Promise<[LoadResult[], LoadResult[]]> {
  const folder = temporaryFolder();
  const [first, second] = [await startTarget(a, folder.path), await startTarget(b, folder.path)];
  const results: [LoadResult[], LoadResult[]] = [[], []];
  try {
    await Promise.all([measure(first.port), measure(second.port)]);
    for (let round = 0; round < 5; round++) {
      results[0].push(await measure(first.port));
      results[1].push(await measure(second.port));
    }
  } finally {
    first.child.kill('SIGKILL');
    second.child.kill('SIGKILL');
    folder.remove();
  }
  const failures = results.flat().reduce((sum, one) => sum + one.failures, 0);
  if (failures > 0) throw new Error(`${failures} requests of the load were refused`);
  return results;
}
