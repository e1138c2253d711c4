import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../_support/make.ts';
import { DISK } from '../_support/places.ts';
import { need } from '../_support/tools.ts';
import {
  booked,
  eventId,
  faultsIn,
  lost,
  moved,
  openBench,
  pause,
  pending,
  strike,
  until,
  type Bench,
  type Service,
} from './kit.ts';

/** `KILLS=200` for a release. */
const KILLS = Number(process.env['KILLS'] ?? 10);

/** The n-th call of a kind on the log or on the database file itself, counted from the first send to a process that started on an existing database. */
const EXACT: [file: '-wal' | '', call: string, nth: number][] = [
  // The first writes of a process: header, first frame, half a frame's pair, between frames and flush.
  ['-wal', 'pwrite64', 1],
  ['-wal', 'pwrite64', 2],
  ['-wal', 'pwrite64', 3],
  ['-wal', 'fsync', 1],
  ['-wal', 'pwrite64', 14],
  ['-wal', 'fsync', 5],
  ['-wal', 'pwrite64', 101],
  ['-wal', 'pwrite64', 256],
  // Only a checkpoint writes the database file: its first page, amid its pages, before its flush.
  ['', 'pwrite64', 1],
  ['', 'pwrite64', 20],
  ['', 'fsync', 1],
  // Behind a checkpoint the log starts again from its head.
  ['-wal', 'pwrite64', 2_300],
];

let folder: ReturnType<typeof temporaryFolder>;
let bench: Bench;
beforeEach(async () => {
  folder = temporaryFolder(DISK);
  bench = await openBench(folder.path);
});
afterEach(async () => {
  await bench.close();
  folder.remove();
});

describe('kill -9', () => {
  it(
    `at a random moment loses nothing acknowledged, ${KILLS} times on one database`,
    async () => {
      await (await bench.start()).stop();
      let service = await bench.start();
      for (let round = 0; round < KILLS; round++) {
        const { events, pledges } = bench.acknowledged;
        const [eventsBefore, pledgesBefore] = [events.length, pledges.length];
        const rush = bench.rush(service.hasEnded);
        await pause(50 + Math.random() * 350);
        // A machine that is busy with other things needs longer to acknowledge anything worth losing.
        while (events.length < eventsBefore + 10 || pledges.length === pledgesBefore) await pause(5);
        await service.kill();
        await rush;
        service = await bench.start();
        expect(lost(bench.database, bench.acknowledged)).toEqual([]);
        expect(faultsIn(bench.database)).toEqual([]);
      }
      expect(bench.acknowledged.events.length).toBeGreaterThanOrEqual(KILLS * 10);
      expect(bench.acknowledged.pledges.length).toBeGreaterThanOrEqual(KILLS);
      await settled(service);
    },
    60_000 + KILLS * 20_000,
  );

  it.each([
    ['pwrite64', 5],
    ['fsync', 1],
  ])(
    'in the very first start, at %s %d of the log, leaves nothing in the way of the next',
    async (call, nth) => {
      const log = ['-D', '-f', '-qqq', '-o', '/dev/null', '-P', `${bench.database}-wal`];
      const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${nth}`];
      const first = await bench.start({ wrap: [need('strace'), ...log, ...inject] });
      expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
      await bench.start();
      expect((await bench.send(eventId())).status).toBe(200);
      expect(faultsIn(bench.database)).toEqual([]);
    },
    60_000,
  );

  it('at an exact write or flush of the log or of a checkpoint loses nothing acknowledged', async () => {
    // The first start makes the database; every kill happens on an existing one.
    await (await bench.start()).stop();
    let service = await bench.start();
    for (const [file, call, nth] of EXACT) {
      await strike(service, {
        file: `${bench.database}${file}`,
        call,
        inject: `signal=SIGKILL:when=${nth}`,
      });
      await bench.rush(service.hasEnded);
      expect(await service.ended, `${call} ${nth} on the file${file}`).toMatchObject({ signal: 'SIGKILL' });
      service = await bench.start();
      expect(lost(bench.database, bench.acknowledged), `${call} ${nth}`).toEqual([]);
      expect(faultsIn(bench.database)).toEqual([]);
    }
    await settled(service);
  }, 240_000);
});

/** The service catches up by itself, and then the ledger is Stripe's: every balance transaction, each once. */
async function settled(service: Service): Promise<void> {
  await bench.sandbox.drain(60_000);
  await until('every event is settled', () => pending(bench.database) === 0);
  expect(booked(bench.database)).toEqual(moved(bench.sandbox));
  expect(booked(bench.database).length).toBeGreaterThanOrEqual(bench.acknowledged.pledges.length);
  await service.stop();
  expect(lost(bench.database, bench.acknowledged)).toEqual([]);
}
