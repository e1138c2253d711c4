import type { AppContext } from '../context.ts';
import { errorName } from '../log.ts';
import type { Job } from './schedule.ts';

/**
 * Starts every job on its period; a run that is still going is never joined by a second one. A stop makes
 * itself known to the runs and waits for them.
 */
export function startJobs(ctx: AppContext, jobs: readonly Job[]): { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  const timers = jobs.map((job) => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const run = runJob(ctx, job, stop.signal).finally(() => {
        busy = false;
        underWay.delete(run);
      });
      underWay.add(run);
    }, job.everyMs);
  });
  return {
    async stop() {
      stop.abort();
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

async function runJob(ctx: AppContext, job: Job, stopping: AbortSignal): Promise<void> {
  try {
    const counts = await job.run(ctx, stopping);
    const count = Object.values(counts).reduce((sum, one) => sum + one, 0);
    if (count > 0) ctx.log.info('job_done', { job: job.name, count });
  } catch (error) {
    ctx.log.error('job_failed', { job: job.name, error: errorName(error) });
  }
}
