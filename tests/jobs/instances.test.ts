import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openContext, type AppContext } from '../../src/context.ts';
import { LEASE_MS } from '../../src/jobs/leases.ts';
import { runJob, startJobs } from '../../src/jobs/runner.ts';
import { JOBS, type Job } from '../../src/jobs/schedule.ts';
import { createLog } from '../../src/log.ts';
import { startServer } from '../../src/server.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { freePort, postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

// Two instances over one database. The first is a whole service that Stripe rings; the second holds what it takes.

let service: TestService;
let others: AppContext[];
let drop: () => Promise<void>;
const begin = async (kind: 'SQLite' | 'PostgreSQL') => {
  const server = kind === 'SQLite' ? null : await freshPostgres('Europe/Amsterdam');
  drop = server?.drop ?? (async () => {});
  service = await testService({
    sandbox: { clock: new Date('2026-11-22T12:00:00Z') },
    settings: server === null ? {} : { DATABASE_URL: server.url },
  });
  others = [];
};
afterEach(async () => {
  for (const { projector, store } of others) {
    await projector.stop();
    await store.close();
  }
  await service.stop();
  await drop();
});

const another = async (given: Partial<AppContext> = {}): Promise<AppContext> => {
  const ctx = await openContext(service.ctx.config, {
    log: createLog('silent'),
    now: () => service.sandbox.now(),
    ...given,
  });
  others.push(ctx);
  return ctx;
};
const reads = () => service.sandbox.counts()['requests'] ?? 0;
const give = async () => {
  const answer = await postCheckout(service, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
  service.sandbox.pay(sessionOf(answer));
  await service.sandbox.drain();
  return String(answer.json['pledgeId']);
};
const statusOf = async (pledgeId: string) => (await service.ctx.store.pledgeById(pledgeId))?.status;

describe.each(['SQLite', 'PostgreSQL'] as const)('the inbox on %s', (kind) => {
  beforeEach(async () => begin(kind));

  it('is filled by every instance and worked by the one that holds the lease', async () => {
    const holder = await another();
    await holder.projector.drain();
    const pledgeId = await give();
    const before = reads();
    expect(await service.ctx.projector.drain()).toEqual({ settled: 0, failed: 0, elsewhere: true });
    expect(reads()).toBe(before);
    expect(await statusOf(pledgeId)).toBe('open');
    expect((await service.ctx.store.inboxCounts('lines')).applied).toBe(0);

    const run = await holder.projector.drain();
    expect(run).toMatchObject({ failed: 0, elsewhere: false });
    expect(run.settled).toBeGreaterThan(2);
    expect(await statusOf(pledgeId)).toBe('paid');
    expect(await service.ctx.store.inboxCounts('lines')).toMatchObject({ pending: 0, parked: 0 });
  });

  it('of a holder that was killed is worked by another when its lease has run out, not before', async () => {
    await (await another()).projector.drain();
    const pledgeId = await give();
    await service.sandbox.advance({ seconds: LEASE_MS / 1_000 - 1 });
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: true });
    expect(await statusOf(pledgeId)).toBe('open');
    await service.sandbox.advance({ seconds: 1 });
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: false, failed: 0 });
    expect(await statusOf(pledgeId)).toBe('paid');
  });

  it('goes on at another instance at once when the holder stops cleanly', async () => {
    const config = { ...service.ctx.config, port: await freePort() };
    const holder = await openContext(config, {
      log: createLog('silent'),
      now: () => service.sandbox.now(),
    });
    const server = await startServer(holder, { jobs: false });
    await holder.projector.drain();
    const pledgeId = await give();
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: true });
    await server.stop();
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: false });
    expect(await statusOf(pledgeId)).toBe('paid');
  });

  it('is worked by a service that starts again after a crash, at once where no other machine can hold the lease', async () => {
    // Of the life that was killed nothing is left but its lease in the database.
    await (await another()).projector.drain();
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: true });
    await service.restart();
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: kind === 'PostgreSQL' });
    await service.sandbox.advance({ seconds: LEASE_MS / 1_000 });
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: false });
  });

  it('costs the holder no write for an event, nor for a look that finds nothing', async () => {
    const { store, projector } = service.ctx;
    await projector.drain();
    const take = vi.spyOn(store, 'takeLease');
    for (let i = 0; i < 5; i++) {
      await give();
      await projector.drain();
    }
    expect(await store.inboxCounts('lines')).toMatchObject({ pending: 0 });
    expect(take).not.toHaveBeenCalled();
  });

  it('whoever waits for it hears when the holder has settled what is due', async () => {
    const holder = await another();
    await holder.projector.drain();
    const pledgeId = await give();
    const patience = new AbortController();
    const heard: string[] = [];
    const waiting = service.ctx.projector.settle(patience.signal).finally(() => heard.push('settled'));
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect(heard).toEqual([]);
    await holder.projector.drain();
    expect(await waiting).toMatchObject({ elsewhere: true });
    expect(await statusOf(pledgeId)).toBe('paid');
  });

  it('and patience ends that wait where the holder does not come to it', async () => {
    await (await another()).projector.drain();
    const pledgeId = await give();
    const patience = new AbortController();
    patience.abort();
    expect(await service.ctx.projector.settle(patience.signal)).toMatchObject({ elsewhere: true });
    expect(await statusOf(pledgeId)).toBe('open');
  });

  it('a holder that was held up writes nothing stale, and leaves the rest to its successor', async () => {
    const slow = await another();
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const verdicts: string[] = [];
    const apply = slow.store.applyProjection.bind(slow.store);
    slow.store.applyProjection = async (...args) => {
      reached.resolve();
      await goOn.promise;
      const done = await apply(...args);
      verdicts.push(done.kind);
      return done;
    };
    await slow.projector.drain();
    const first = await give();
    const working = slow.projector.drain();
    await reached.promise;

    await service.sandbox.advance({ seconds: LEASE_MS / 1_000 });
    expect(await service.ctx.projector.drain()).toMatchObject({ elsewhere: false, failed: 0 });
    expect(await statusOf(first)).toBe('paid');
    const entries = await service.ctx.store.entriesOfPledge(first);
    const pledge = await service.ctx.store.pledgeById(first);

    goOn.resolve();
    expect(await working).toMatchObject({ settled: 0, elsewhere: true });
    expect(verdicts.length).toBeGreaterThan(0);
    expect(new Set(verdicts)).toEqual(new Set(['stale']));
    expect(await service.ctx.store.entriesOfPledge(first)).toEqual(entries);
    expect(await service.ctx.store.pledgeById(first)).toEqual(pledge);
    expect(await service.ctx.store.inboxCounts('lines')).toMatchObject({ pending: 0, parked: 0 });

    const second = await give();
    expect(await slow.projector.drain()).toMatchObject({ settled: 0, elsewhere: true });
    await service.settle();
    expect(await statusOf(second)).toBe('paid');
  });
});

describe('the jobs', () => {
  beforeEach(async () => begin('SQLite'));

  /** The jobs of the schedule, with runs that only note who ran them. */
  const noted = (who: string, ran: string[]): Job[] =>
    JOBS.map((job) => ({
      ...job,
      run: async () => {
        ran.push(`${job.name} ${who}`);
        return {};
      },
    }));
  const own = JOBS.filter(({ lease }) => lease === null).map(({ name }) => name);
  const shared = JOBS.filter(({ lease }) => lease !== null).map(({ name }) => name);

  it('of the deployment run on one instance, those of the process on both', async () => {
    const [a, b] = [await another(), await another()];
    const ran: string[] = [];
    const signal = new AbortController().signal;
    for (const job of noted('a', ran)) await runJob(a, job, signal);
    for (const job of noted('b', ran)) await runJob(b, job, signal);
    expect(ran.toSorted()).toEqual(
      [...JOBS.map(({ name }) => `${name} a`), ...own.map((name) => `${name} b`)].toSorted(),
    );
    expect(own.toSorted()).toEqual(['write_counts', 'write_denials']);
    expect(shared).toContain('reconcile');
  });

  it('that read Stripe run where the inbox is worked', () => {
    const reading = JOBS.filter(({ lease }) => lease === 'project').map(({ name }) => name);
    expect(reading).toEqual(['project', 'reconcile']);
  });

  describe('on their timers', () => {
    beforeEach(() => {
      const toFake = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] as const;
      vi.useFakeTimers({ now: NOW, toFake: [...toFake] });
    });
    afterEach(() => void vi.useRealTimers());

    /** An instance at work, with runs that only note themselves; those of some jobs go on until they are released. */
    const atWork = async (isLong: (job: Job) => boolean = () => false) => {
      const ctx = await another({ now: () => new Date() });
      const ran: string[] = [];
      const long = Promise.withResolvers<Record<string, number>>();
      const jobs = JOBS.map((job) => ({
        ...job,
        run: async () => {
          ran.push(job.name);
          return isLong(job) ? long.promise : {};
        },
      }));
      const running = startJobs(ctx, jobs);
      return {
        runs: (name: string) => ran.filter((one) => one === name).length,
        release: () => long.resolve({}),
        stop: async () => {
          await running.stop();
          await ctx.leases.letGo();
        },
        /** Nothing that it asks comes back, and it lets nothing go. */
        vanish: () => {
          ctx.store.takeLease = () => new Promise(() => {});
          void running.stop();
        },
      };
    };

    it('they run never twice in their time, and those of the process everywhere', async () => {
      const [a, b] = [await atWork(), await atWork()];
      await vi.advanceTimersByTimeAsync(HOUR);
      expect(shared.map((name) => [name, b.runs(name)])).toEqual(shared.map((name) => [name, 0]));
      expect([a.runs('purge_counts'), a.runs('sweep_abandoned'), a.runs('project')]).toEqual([1, 6, 3_600]);
      for (const one of [a, b])
        expect([one.runs('write_counts'), one.runs('write_denials')]).toEqual([60, 240]);
      for (const one of [a, b]) await one.stop();
    });

    it('a run that takes long keeps the lease, and is not begun a second time here or elsewhere', async () => {
      const [a, b] = [await atWork(({ lease }) => lease !== null), await atWork()];
      await vi.advanceTimersByTimeAsync(HOUR);
      expect(shared.map((name) => [name, a.runs(name)])).toEqual(shared.map((name) => [name, 1]));
      expect(shared.map((name) => [name, b.runs(name)])).toEqual(shared.map((name) => [name, 0]));
      a.release();
      for (const one of [a, b]) await one.stop();
    });

    it('another has it all within two seconds of a clean stop', async () => {
      const [a, b] = [await atWork(), await atWork()];
      await vi.advanceTimersByTimeAsync(10_000);
      await a.stop();
      await vi.advanceTimersByTimeAsync(2_000);
      expect(b.runs('project')).toBeGreaterThan(0);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(b.runs('send_reminders')).toBeGreaterThan(0);
      await b.stop();
    });

    it('one of the others takes over when the lease of a killed one has run out', async () => {
      const [a, b, c] = [await atWork(), await atWork(), await atWork()];
      await vi.advanceTimersByTimeAsync(10_000);
      expect(a.runs('project')).toBe(10);
      a.vanish();
      await vi.advanceTimersByTimeAsync(LEASE_MS * (2 / 3) - 2_000);
      expect([b.runs('project'), c.runs('project')]).toEqual([0, 0]);
      await vi.advanceTimersByTimeAsync(LEASE_MS);
      expect([b, c].filter((one) => one.runs('project') > 0)).toHaveLength(1);
      for (const one of [b, c]) await one.stop();
    });
  });
});

const NOW = new Date('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;
