import type { AppContext } from '../context.ts';
import { StorageFault } from '../errors.ts';
import { errorName } from '../log.ts';
import type { LeaseName } from './leases.ts';
import type { Job } from './schedule.ts';

/** A lease is asked for this often, also while a long run goes on: one that was let go is taken within a second. */
const BEAT_MS = 1_000;

/**
 * Starts every job on its period; a run that is still going is never joined by a second one. A job of the deployment runs
 * only while this process holds its lease. A stop makes itself known to the runs and waits for them; the leases go back
 * after it (`leases.letGo`).
 */
export function startJobs(ctx: AppContext, jobs: readonly Job[]): { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  const track = (work: Promise<void>): Promise<void> => {
    const run = work.finally(() => underWay.delete(run));
    underWay.add(run);
    return run;
  };
  const every = (ms: number, work: () => Promise<void>): NodeJS.Timeout => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      void track(work()).finally(() => (busy = false));
    }, ms);
  };
  const names = new Set(jobs.flatMap(({ lease }) => (lease === null ? [] : [lease])));
  // At once: the first delivery after a start waits for no lease.
  void track(beat(ctx, names));
  const timers = [
    every(BEAT_MS, () => beat(ctx, names)),
    ...jobs.map((job) => every(job.everyMs, () => runJob(ctx, job, stop.signal))),
  ];
  return {
    async stop() {
      stop.abort();
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

async function beat({ leases }: Pick<AppContext, 'leases'>, names: Iterable<LeaseName>): Promise<void> {
  for (const name of names) await leases.hold(name);
}

/** One run on its timer: none where the lease is another's. Never rejects. */
export async function runJob(ctx: AppContext, job: Job, stopping: AbortSignal): Promise<void> {
  try {
    if (job.lease !== null && !(await ctx.leases.hold(job.lease))) return;
    const counts = await job.run(ctx, stopping);
    inAnOutage(ctx).delete(job.name);
    const count = Object.values(counts).reduce((sum, one) => sum + one, 0);
    if (count > 0) ctx.log.info('job_done', { job: job.name, count });
  } catch (error) {
    const outage = inAnOutage(ctx);
    // A database that is away for an hour is told once, not once a second.
    if (error instanceof StorageFault && outage.has(job.name)) return;
    if (error instanceof StorageFault) outage.add(job.name);
    else outage.delete(job.name);
    ctx.log.error('job_failed', { job: job.name, error: errorName(error) });
  }
}

const outages = new WeakMap<AppContext, Set<string>>();

/** The jobs whose last run of this process failed because the database was away. */
function inAnOutage(ctx: AppContext): Set<string> {
  const known = outages.get(ctx) ?? new Set<string>();
  outages.set(ctx, known);
  return known;
}
