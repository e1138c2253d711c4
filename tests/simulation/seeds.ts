import { Worker } from 'node:worker_threads';
import type { Report } from './worker.ts';
import type { Engine } from './world.ts';

export type Batch = {
  seeds: Iterable<number>;
  workers: number;
  engine?: Engine;
  untilMs?: number;
  onReport?: (report: Report) => void;
};
export type Summary = { done: number; entries: number; events: number; failed: Report[]; seconds: number };

/** Lives many years on several threads; no new one begins after `untilMs` on the process's clock. */
export async function runSeeds({
  seeds,
  workers,
  engine = 'sqlite',
  untilMs,
  onReport,
}: Batch): Promise<Summary> {
  const startedMs = performance.now();
  const queue = seeds[Symbol.iterator]();
  const summary: Summary = { done: 0, entries: 0, events: 0, failed: [], seconds: 0 };
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: engine });
      try {
        for (;;) {
          if (untilMs !== undefined && performance.now() > untilMs) break;
          const next = queue.next();
          if (next.done === true) break;
          const report = await ask(worker, next.value);
          summary.done += 1;
          summary.entries += report.entries;
          summary.events += report.events;
          if (report.faults.length > 0) summary.failed.push(report);
          onReport?.(report);
        }
      } finally {
        await ask(worker, null).catch(() => {});
        await worker.terminate();
      }
    }),
  );
  summary.failed.sort((a, b) => a.seed - b.seed);
  return { ...summary, seconds: (performance.now() - startedMs) / 1000 };
}

/** The one line that a failing seed prints. */
export function replayLine({ seed, faults }: Report): string {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `npm run simulate -- --seed ${seed}  # ${faults[0]?.split('\n')[0]}${more}`;
}

function ask(worker: Worker, seed: number | null): Promise<Report> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off('message', heard);
      worker.off('error', failed);
      worker.off('exit', gone);
      then();
    };
    const heard = (report: Report) => settle(() => resolve(report));
    const failed = (error: unknown) => settle(() => reject(error));
    const gone = () => settle(() => reject(new Error('the worker ended')));
    worker.on('message', heard);
    worker.on('error', failed);
    worker.on('exit', gone);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    worker.postMessage(seed);
  });
}
