import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../_support/make.ts';
import { DISK } from '../_support/places.ts';
import { need } from '../_support/tools.ts';
import { booked, eventId, faultsIn, lost, moved, openBench, pending, run, until, type Bench } from './kit.ts';

let data: string;
let bench: Bench;
/** What a test has made, in order: where it lacks something it makes no more, and that much is undone. */
const undo: (() => unknown)[] = [];
beforeEach(async () => {
  const folder = temporaryFolder(DISK);
  undo.push(() => folder.remove());
  data = join(folder.path, 'data');
  mountSmall(data);
  undo.push(() => run(need('umount', 'mount'), [data]));
  bench = await openBench(folder.path);
  undo.push(() => bench.close());
});
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

it('a full disk refuses kindly, loses nothing, and heals without a restart', async () => {
  await (await bench.start()).stop();
  const service = await bench.start();
  let sent = 0;
  await bench.rush(() => ++sent > 300);
  const ballast = join(data, 'ballast');
  fill(ballast);
  // The log may have some room of its own left.
  await until('the service says that it is full', async () => (await bench.send(eventId())).status === 503);

  const statuses = await bench.sendMany(40);
  // A small one may still find a place now and then, and then it is kept.
  expect(statuses.filter((status) => status !== 503 && status !== 200)).toEqual([]);
  expect(lost(bench.database, bench.acknowledged)).toEqual([]);
  expect(statuses).toContain(503);
  const checkout = await bench.checkout();
  expect(checkout.status).toBe(503);
  expect(JSON.parse(checkout.text)).toMatchObject({ code: 'unavailable', status: 503 });
  expect(checkout.text).not.toMatch(/SQL|disk|\.ts|internal/i);
  const ready = await bench.get('/readyz');
  expect(ready.status).toBe(503);
  expect(JSON.parse(ready.text)).toEqual({
    status: 'unavailable',
    database: expect.stringMatching(/SQLITE_FULL$/),
  });
  expect((await bench.get('/livez')).status).toBe(200);

  rmSync(ballast);
  await until('the service is ready again', async () => (await bench.get('/readyz')).status === 200);
  expect((await bench.send(eventId())).status).toBe(200);
  const paid = await bench.checkout();
  expect(paid.status).toBe(201);
  bench.pay(paid);
  await bench.sandbox.drain(60_000);
  await until('every event is settled', () => pending(bench.database) === 0);
  expect(service.hasEnded()).toBe(false);
  expect(booked(bench.database)).toEqual(moved(bench.sandbox));

  await service.kill();
  await bench.start();
  expect(lost(bench.database, bench.acknowledged)).toEqual([]);
  expect(faultsIn(bench.database)).toEqual([]);
}, 120_000);

function mountSmall(path: string): void {
  const mount = need('mount');
  mkdirSync(path, { mode: 0o700 });
  try {
    run(mount, ['-t', 'tmpfs', '-o', 'size=12m,mode=0700', 'reader-support-test', path]);
  } catch (error) {
    throw new Error(
      'This test mounts a small file system: run it as root, in a container with CAP_SYS_ADMIN.',
      {
        cause: error,
      },
    );
  }
}

/** Takes every byte that is left. */
function fill(path: string): void {
  for (const bytes of [65_536, 4_096, 512]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(bytes, 1), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}
