import { errorName, type Log } from './log.ts';

/**
 * Work that a request starts and does not wait for. A stop waits for it, for a while; work that could go on for
 * long hears of the stop and ends at its next good place.
 */
export type Background = {
  start(job: string, work: (stopping: AbortSignal) => Promise<unknown>): void;
  settle(): Promise<void>;
};

const PATIENCE_MS = 10_000;

export function createBackground(log: Log): Background {
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  return {
    start(job, work) {
      const run = attempt(
        () => work(stop.signal),
        (error) => log.error('job_failed', { job, error: errorName(error) }),
      ).finally(() => underWay.delete(run));
      underWay.add(run);
    },
    async settle() {
      stop.abort();
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, PATIENCE_MS);
      });
      await Promise.race([Promise.all(underWay), patience]);
      clearTimeout(timer);
    },
  };
}

async function attempt(work: () => Promise<unknown>, failed: (error: unknown) => void): Promise<void> {
  try {
    await work();
  } catch (error) {
    failed(error);
  }
}
