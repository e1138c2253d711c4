import { setTimeout as pause } from 'node:timers/promises';
import { temporaryFolder } from '../_support/make.ts';
import { openBell, type Bell, type Sample } from './bell.ts';
import { load, median, steady, type LoadResult, type SteadyResult } from './load.ts';
import type { Line } from './report.ts';
import { signedEvent, startTarget } from './targets.ts';

const PER_SECOND = 100;
const BURST = 2_000;
const ROUNDS = 3;

/** Events of real gifts, rung at the real service while it reads a sandbox and books what it reads. */
export async function projection({ seconds = 60 } = {}): Promise<Line[]> {
  const folder = temporaryFolder();
  const bell = await openBell(folder.path);
  const bare = await startTarget('target.ts', 'verify-only');
  const bareUrl = `http://127.0.0.1:${bare.port}/webhooks/stripe`;
  try {
    return [...(await sustained(bell, bareUrl, seconds)), ...(await bursts(bell, bareUrl))];
  } finally {
    bare.child.kill('SIGKILL');
    await bell.close();
    folder.remove();
  }
}

async function sustained(bell: Bell, bareUrl: string, seconds: number): Promise<Line[]> {
  const verifyOnly = () => steady(bareUrl, signedEvent, { perSecond: PER_SECOND, seconds: 10 });
  const before = await verifyOnly();
  const { result, samples, drainMs } = await ringSteadily(bell, seconds);
  const after = await verifyOnly();
  const bareP50 = (before.p50Ms + after.p50Ms) / 2;
  const bareP99 = Math.max(before.p99Ms, after.p99Ms);
  const highest = Math.max(...samples.map((one) => one.pending));
  return [
    {
      what: `${PER_SECOND} webhooks a second for ${seconds} s, all projected from a running sandbox`,
      compared: 'the same rate at the route that only verifies the signature',
      ratio: `${(result.p50Ms / bareP50).toFixed(1)} times its median`,
      detail: `${result.failures} not 2xx; median ${result.p50Ms.toFixed(1)} ms against ${bareP50.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(0)} ms against ${bareP99.toFixed(0)} ms (the promise is 500 ms)`,
    },
    {
      what: `The inbox under ${PER_SECOND} webhooks a second`,
      compared: 'events that arrive in a second',
      ratio: `${(highest / PER_SECOND).toFixed(1)} s of them waited at most`,
      detail: `at most ${highest} events pending, empty ${drainMs.toFixed(0)} ms after the last`,
    },
  ];
}

/** Rings at a steady rate while gifts go on, looks every second, and waits until everything is settled. */
export async function ringSteadily(
  bell: Bell,
  seconds: number,
  perSecond = PER_SECOND,
): Promise<{ result: SteadyResult; samples: Sample[]; drainMs: number }> {
  await bell.prepare(400);
  const samples: Sample[] = [];
  const ahead = bell.keepAhead();
  const looking = { over: false };
  const looks = (async () => {
    for (; !looking.over; await pause(1_000)) samples.push(await bell.sample());
  })();
  const result = await steady(`${bell.url}/webhooks/stripe`, () => bell.next(), { perSecond, seconds });
  const drainMs = await bell.drained();
  looking.over = true;
  await Promise.all([ahead.stop(), looks]);
  const { parked } = await bell.sample();
  if (parked > 0) throw new Error(`${parked} events were parked`);
  return { result, samples, drainMs };
}

async function bursts(bell: Bell, bareUrl: string): Promise<Line[]> {
  const rounds = { ours: [] as LoadResult[], bare: [] as LoadResult[], emptyMs: [] as number[] };
  const readsPerPayment: number[] = [];
  const eventsPerPayment: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await bell.prepare(BURST);
    const shots = await Promise.all(Array.from({ length: BURST }, () => bell.next()));
    const [reads, { payments }] = [await bell.reads(), await bell.sample()];
    const started = performance.now();
    const shot = () => shots.pop() ?? signedEvent();
    rounds.ours.push(await load(`${bell.url}/webhooks/stripe`, shot, { count: BURST, sockets: 20 }));
    await bell.drained();
    rounds.emptyMs.push(performance.now() - started);
    const booked = (await bell.sample()).payments - payments;
    readsPerPayment.push(((await bell.reads()) - reads) / booked);
    eventsPerPayment.push(BURST / booked);
    rounds.bare.push(await load(bareUrl, signedEvent, { count: BURST, sockets: 20 }));
  }
  const failures = rounds.ours.reduce((sum, one) => sum + one.failures, 0);
  const [ours, bare] = [rounds.ours, rounds.bare].map((all) => median(all.map((one) => one.perSecond)));
  const p99 = Math.max(...rounds.ours.map((one) => one.p99Ms));
  const emptyS = median(rounds.emptyMs) / 1_000;
  const ackS = BURST / (ours ?? Number.NaN);
  const reads = median(readsPerPayment);
  const steadyReads = (PER_SECOND / median(eventsPerPayment)) * reads;
  return [
    {
      what: `A burst of ${BURST.toLocaleString('en')} webhooks as fast as 20 sockets send it`,
      compared: 'the same burst at the route that only verifies the signature',
      ratio: `${((ours ?? 0) / (bare ?? 1)).toFixed(2)} of its rate`,
      detail: `${failures} not 2xx, taken in ${ackS.toFixed(1)} s where the promise is 30 s, p99 ${p99.toFixed(0)} ms`,
    },
    {
      what: 'Until the inbox is empty again',
      compared: `the time in which those ${BURST.toLocaleString('en')} were acknowledged`,
      ratio: `${(emptyS / ackS).toFixed(1)} times`,
      detail: `${emptyS.toFixed(1)} s, ${Math.round(BURST / emptyS)} events settled a second without a limit on reads`,
    },
    {
      what: 'Payments a second that reads of Stripe allow',
      compared: 'Stripe’s limits of 25 (sandbox) and 100 (live) reads a second, of which 20 and 80 are used',
      ratio: `${reads.toFixed(2)} reads a payment`,
      detail: `${(20 / reads).toFixed(0)} payments a second in a sandbox, ${(80 / reads).toFixed(0)} live; ${PER_SECOND} events a second take ${steadyReads.toFixed(0)} of the 80 reads`,
    },
  ];
}
