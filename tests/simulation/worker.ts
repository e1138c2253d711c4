import { parentPort, workerData } from 'node:worker_threads';
import { simulate } from './simulate.ts';
import { setUpBench, type Bench, type Engine } from './world.ts';

/** What a thread tells of a seed. */
export type Report = { seed: number; faults: string[]; entries: number; events: number };

let bench: Promise<Bench> | undefined;

parentPort?.on('message', (seed: number | null) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  void answer(seed).then((report) => parentPort?.postMessage(report));
});

async function answer(seed: number | null): Promise<Report> {
  bench ??= setUpBench(workerData as Engine);
  if (seed === null) {
    (await bench).close();
    return { seed: 0, faults: [], entries: 0, events: 0 };
  }
  const { faults, entries, events } = await simulate(await bench, seed);
  return { seed, faults, entries, events };
}
