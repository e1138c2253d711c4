import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../_support/make.ts';
import { DISK } from '../_support/places.ts';
import { need } from '../_support/tools.ts';
import {
  booked,
  faultsIn,
  lost,
  moved,
  openBench,
  pending,
  run,
  until,
  type Bench,
  type Service,
} from './kit.ts';

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

describe('a clock', () => {
  it.each([600, -600])(
    'that is %d seconds off refuses every event and says so once, until it is right',
    async (seconds) => {
      const service = await startAt(seconds);
      expect(await bench.sendMany(3)).toEqual([400, 400, 400]);
      expect(bench.acknowledged.events).toEqual([]);
      setClock(0);
      expect(await bench.sendMany(1)).toEqual([200]);
      setClock(seconds);
      expect(await bench.sendMany(2)).toEqual([400, 400]);
      // Its last lines are on their way until it has ended.
      await service.stop();
      const line = seconds > 0 ? /"durationMs":(59|60)\d{4}/ : /"durationMs":-(59|60)\d{4}/;
      expect(complaints(service)).toEqual([expect.stringMatching(line), expect.stringMatching(line)]);
    },
    60_000,
  );

  it('that is four minutes off works, fast or slow', async () => {
    const service = await startAt(240);
    await rushFor(100);
    await settled();
    setClock(-240);
    await rushFor(100);
    await settled();
    await service.stop();
    expect(complaints(service)).toEqual([]);
  }, 60_000);

  it('that steps back in mid-run, by four minutes and by an hour, loses nothing', async () => {
    const service = await startAt(0);
    let sent = 0;
    await bench.rush(() => {
      sent += 1;
      if (sent === 150) setClock(-240);
      if (sent === 300) setClock(-3_600);
      if (sent === 400) setClock(0);
      return sent > 500;
    });
    expect(bench.acknowledged.events.length).toBeGreaterThan(200);
    expect(bench.acknowledged.events.length).toBeLessThan(sent);
    await settled();
    await service.kill();
    await bench.start();
    expect(lost(bench.database, bench.acknowledged)).toEqual([]);
    expect(faultsIn(bench.database)).toEqual([]);
  }, 60_000);
});

async function rushFor(steps: number): Promise<void> {
  let done = 0;
  await bench.rush(() => ++done > steps);
}

async function settled(): Promise<void> {
  await bench.sandbox.drain(60_000);
  await until('every event is settled', () => pending(bench.database) === 0);
  expect(booked(bench.database)).toEqual(moved(bench.sandbox));
  expect(booked(bench.database).length).toBeGreaterThan(0);
}

/** The service with a clock that a file moves, read anew at every look. Its timers keep to real time. */
async function startAt(seconds: number): Promise<Service> {
  const library = run(need('faketime'), ['-m', '-f', '+0', 'printenv', 'LD_PRELOAD']).trim();
  setClock(seconds);
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: join(folder.path, 'clock'),
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  await (await bench.start()).stop();
  return bench.start({ env });
}

function setClock(seconds: number): void {
  const file = join(folder.path, 'clock');
  // In one step: a half-written file would be a third time.
  writeFileSync(`${file}.new`, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}`);
  renameSync(`${file}.new`, file);
}

const complaints = (service: Service) =>
  service
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"webhook_out_of_time"'));
