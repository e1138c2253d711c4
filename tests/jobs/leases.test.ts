import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLeases, LEASE_MS } from '../../src/jobs/leases.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { freshDatabase } from '../_support/fresh-database.ts';
import { after, NOON, temporaryFolder } from '../_support/make.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let lines: string[];
beforeEach(() => {
  folder = temporaryFolder();
  const file = `${folder.path}/test.db`;
  freshDatabase(file);
  store = openSqliteStore(file);
  lines = [];
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

/** An instance with a clock of its own, which counts what it asks the database. */
function instance(aheadMs = 0) {
  const clock = { atMs: aheadMs };
  const asked = { times: 0 };
  const counting: Store & {
    takeLease: (this: void, ...args: Parameters<Store['takeLease']>) => Promise<boolean>;
  } = {
    ...store,
    takeLease: (...args) => {
      asked.times += 1;
      return store.takeLease(...args);
    },
  };
  const log = createLog('debug', (line) => lines.push(line));
  const metrics = createMetrics();
  const leases = createLeases({ store: counting, log, metrics, now: () => after(NOON, clock.atMs) });
  const shown = async () => /^rs_lease_held\{.*\} (\d)$/m.exec(await metrics.registry.metrics())?.[1];
  return { leases, asked, shown, store: counting, at: (ms: number) => void (clock.atMs = ms + aheadMs) };
}

describe('a lease', () => {
  it('is held by one instance, and costs no question until a third of it has gone by', async () => {
    const [a, b] = [instance(), instance()];
    expect(await a.leases.hold('project')).toBe(true);
    expect(await b.leases.hold('project')).toBe(false);
    expect(await b.leases.hold('jobs')).toBe(true);
    for (let ms = 0; ms < LEASE_MS / 3; ms += 100) {
      a.at(ms);
      expect(await a.leases.hold('project')).toBe(true);
    }
    expect(a.asked.times).toBe(1);
    a.at(LEASE_MS / 3);
    expect(await a.leases.hold('project')).toBe(true);
    expect(a.asked.times).toBe(2);
  });

  it('is asked for once by many who want to know at the same time', async () => {
    const a = instance();
    const held = await Promise.all(Array.from({ length: 10 }, () => a.leases.hold('project')));
    expect(held).toEqual(held.map(() => true));
    expect(a.asked.times).toBe(1);
  });

  it('of a holder that vanished goes to another when it has run out, and to one alone', async () => {
    const [a, b, c] = [instance(), instance(), instance()];
    await a.leases.hold('project');
    for (const each of [b, c]) each.at(LEASE_MS - 1);
    expect([await b.leases.hold('project'), await c.leases.hold('project')]).toEqual([false, false]);
    for (const each of [b, c]) each.at(LEASE_MS);
    expect([await b.leases.hold('project'), await c.leases.hold('project')]).toEqual([true, false]);
  });

  it('goes on at once where its holder stops cleanly, and the one who stopped takes nothing more', async () => {
    const [a, b] = [instance(), instance()];
    await a.leases.hold('project');
    await a.leases.hold('jobs');
    // A question that is under way when the stop comes must not take back what was let go.
    a.at(LEASE_MS / 2);
    const take = a.store.takeLease;
    a.store.takeLease = async (...args) => {
      await new Promise(setImmediate);
      return take(...args);
    };
    const asking = a.leases.hold('project');
    await a.leases.letGo();
    await asking;
    expect([await b.leases.hold('project'), await b.leases.hold('jobs')]).toEqual([true, true]);
    expect([await a.leases.hold('project'), await a.leases.hold('jobs')]).toEqual([false, false]);
  });

  it('is lost by a process that was held up, and it knows when it asks again', async () => {
    const [a, b] = [instance(), instance()];
    await a.leases.hold('project');
    b.at(60_000);
    expect(await b.leases.hold('project')).toBe(true);
    a.at(60_000);
    expect(await a.leases.hold('project')).toBe(false);
    expect(lines.join()).toContain('lease_lost');
    expect([await a.shown(), await b.shown()]).toEqual(['0', '1']);
    expect(await b.leases.hold('project')).toBe(true);
  });

  it('stays where it is while clocks differ by less than ten seconds, whoever is ahead', async () => {
    for (const aheadMs of [-9_000, 9_000]) {
      const [a, b] = [instance(), instance(aheadMs)];
      for (let ms = 0; ms < 120_000; ms += 1_000) {
        for (const each of [a, b]) each.at(ms);
        expect(await a.leases.hold('project'), `${aheadMs} ${ms}`).toBe(true);
        expect(await b.leases.hold('project'), `${aheadMs} ${ms}`).toBe(false);
      }
      await a.leases.letGo();
    }
  });

  it('goes to the clock that is ahead where they differ by more, and does not go to and fro', async () => {
    const [a, b] = [instance(), instance(45_000)];
    const moves: boolean[] = [await a.leases.hold('project')];
    for (let ms = 0; ms < 120_000; ms += 1_000) {
      for (const each of [a, b]) each.at(ms);
      const heldByA = await a.leases.hold('project');
      if (heldByA !== moves.at(-1)) moves.push(heldByA);
      expect(await b.leases.hold('project')).toBe(true);
    }
    expect(moves).toEqual([true, false]);
  });

  it('is kept while the database is away, and no longer than it was granted', async () => {
    const a = instance();
    await a.leases.hold('project');
    const take = a.store.takeLease;
    a.store.takeLease = async () => Promise.reject(new Error('the database is away'));
    a.at(LEASE_MS - 1);
    expect(await a.leases.hold('project')).toBe(true);
    a.at(LEASE_MS);
    expect([await a.leases.hold('project'), await a.leases.hold('project')]).toEqual([false, false]);
    expect(lines.filter((line) => line.includes('lease_not_reached'))).toHaveLength(1);
    a.store.takeLease = take;
    expect(await a.leases.hold('project')).toBe(true);
  });

  it('is not trusted for longer where the answer of the database took its time', async () => {
    const [a, b] = [instance(), instance()];
    const take = a.store.takeLease;
    a.store.takeLease = async (...args) => {
      const isOurs = await take(...args);
      a.at(LEASE_MS);
      return isOurs;
    };
    await a.leases.hold('project');
    a.store.takeLease = take;
    b.at(LEASE_MS);
    expect(await b.leases.hold('project')).toBe(true);
    expect(await a.leases.hold('project')).toBe(false);
  });

  it('names its holder by nothing that says which machine or process it is', async () => {
    const [a, b] = [instance(), instance()];
    const holders: string[] = [];
    for (const each of [a, b]) {
      each.store.takeLease = async (_name, holder) => holders.push(holder) > 0;
      await each.leases.hold('project');
    }
    expect(new Set(holders).size).toBe(2);
    for (const holder of holders) expect(holder).toMatch(/^inst_[0-9a-z]{26}$/);
  });
});
