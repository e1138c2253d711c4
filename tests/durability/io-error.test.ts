import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../_support/make.ts';
import { DISK } from '../_support/places.ts';
import {
  booked,
  eventId,
  faultsIn,
  lost,
  moved,
  openBench,
  pending,
  strike,
  until,
  type Bench,
} from './kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
let bench: Bench;
beforeEach(async () => {
  folder = temporaryFolder(DISK);
  bench = await openBench(folder.path);
  await (await bench.start()).stop();
});
afterEach(async () => {
  await bench.close();
  folder.remove();
});

describe('a write that fails', () => {
  it.each(['ENOSPC', 'EIO'])(
    'with %s is answered with 503, and heals',
    async (error) => {
      const service = await bench.start();
      let sent = 0;
      await bench.rush(() => ++sent > 60);
      const acknowledged = bench.acknowledged.events.length;
      const trouble = await strike(service, {
        file: `${bench.database}-wal`,
        call: 'pwrite64',
        inject: `error=${error}`,
      });
      expect(new Set(await bench.sendMany(20))).toEqual(new Set([503]));
      expect((await bench.checkout()).status).toBe(503);
      expect((await bench.get('/readyz')).status).toBe(503);
      await trouble.end();
      expect((await bench.send(eventId())).status).toBe(200);
      expect((await bench.get('/readyz')).status).toBe(200);
      expect(bench.acknowledged.events).toHaveLength(acknowledged + 1);
      await bench.sandbox.drain(60_000);
      await until('every event is settled', () => pending(bench.database) === 0);
      expect(service.hasEnded()).toBe(false);
      expect(booked(bench.database)).toEqual(moved(bench.sandbox));
      expect(lost(bench.database, bench.acknowledged)).toEqual([]);
    },
    60_000,
  );
});

describe('a flush that fails', () => {
  it.each([1, 2, 40])(
    'at commit %d ends the service, and nothing acknowledged is missing',
    async (nth) => {
      const service = await bench.start();
      await strike(service, {
        file: `${bench.database}-wal`,
        call: 'fsync,fdatasync',
        inject: `error=EIO:when=${nth}`,
      });
      await bench.rush(service.hasEnded);
      expect(await service.ended).toEqual({ code: 74, signal: null });
      expect(service.output()).toMatch(/"error":"SqliteError:SQLITE_IOERR_FSYNC","event":"storage_broken"/);
      expect(service.output()).toContain('Check the disk, then start again.');
      const again = await bench.start();
      expect(lost(bench.database, bench.acknowledged)).toEqual([]);
      expect(faultsIn(bench.database)).toEqual([]);
      await bench.sandbox.drain(60_000);
      await until('every event is settled', () => pending(bench.database) === 0);
      expect(booked(bench.database)).toEqual(moved(bench.sandbox));
      await again.stop();
    },
    60_000,
  );
});
