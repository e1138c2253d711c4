import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../_support/make.ts';
import {
  booked,
  eventId,
  faultsIn,
  lost,
  moved,
  need,
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
  folder = temporaryFolder();
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
      expect(complaints(service)).toHaveLength(1);
      expect(complaints(service)[0]).toMatch(
        seconds > 0 ? /"durationMs":(59|60)\d{4}/ : /"durationMs":-(59|60)\d{4}/,
      );
      expect(bench.acknowledged.events).toEqual([]);
      setClock(0);
      expect((await bench.send(eventId())).status).toBe(200);
      setClock(seconds);
      expect((await bench.send(eventId())).status).toBe(400);
      expect(complaints(service)).toHaveLength(2);
    },
    60_000,
  );

  it.each([240, -240])(
    'that is %d seconds off works',
    async (seconds) => {
      const service = await startAt(seconds);
      let sent = 0;
      await bench.rush(() => ++sent > 100);
      await settled();
      expect(complaints(service)).toEqual([]);
    },
    60_000,
  );

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

async function settled(): Promise<void> {
  await bench.sandbox.drain(60_000);
  await until('every event is settled', () => pending(bench.database) === 0);
  expect(booked(bench.database)).toEqual(moved(bench.sandbox));
  expect(booked(bench.database).length).toBeGreaterThan(0);
}

/** The service with a clock that a file moves, read anew at every look. Its timers keep to real time. */
async function startAt(seconds: number): Promise<Service> {
  const library = run(need('faketime', 'faketime'), ['-m', '-f', '+0', 'printenv', 'LD_PRELOAD']).trim();
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
  writeFileSync(join(folder.path, 'clock'), `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}`);
}

const complaints = (service: Service) =>
  service
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"webhook_out_of_time"'));
