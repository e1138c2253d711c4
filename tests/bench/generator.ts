import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { quantile } from './load.ts';

/** What the requests of a load look like. `once`: each has an Idempotency-Key of its own. */
export type Shape =
  | { kind: 'webhook' }
  | {
      kind: 'request';
      method: 'GET' | 'POST';
      path: string;
      headers?: Record<string, string>;
      body?: string;
      once?: boolean;
    };

/** What the sender is told: write so many requests, or send what is written. */
export type Order = { shape: Shape; count: number } | { port: number; sockets: number; count?: number };

/** What came of a load, as the sender says it. */
export type Fired = { seconds: number; ms: number[]; statuses: Record<string, number> };

/** The same with what is read from it. */
export type Rate = {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  sent: number;
  statuses: Record<string, number>;
};

/** A rate with the processor time of each request. */
export type TimedRate = Rate & { processorMsEach: number };

/** One of those that are measured side by side; `processorMs` is what it has used so far. */
export type Measured = { name: string; port: number; processorMs(): number };

/** Sends what is prepared to one side, and takes its processor time meanwhile. */
export async function fireAt(
  generator: Generator,
  side: Measured,
  options: { sockets: number; expected: number },
): Promise<TimedRate> {
  const before = side.processorMs();
  const rate = await generator.fire(side.port, options).catch((error: unknown) => {
    throw new Error(`${side.name} failed under load`, { cause: error });
  });
  return { ...rate, processorMsEach: (side.processorMs() - before) / rate.sent };
}

/** The sender of loads; the same requests can be sent to one server after another. */
export type Generator = {
  prepare(shape: Shape, count: number): Promise<void>;
  /** Sends what is prepared, or the first `count` of it. Throws where an answer has another status than `expected`. */
  fire(port: number, options: { sockets: number; count?: number; expected: number }): Promise<Rate>;
  close(): void;
};

const SENDER = fileURLToPath(new URL('generator-process.ts', import.meta.url));

export function openGenerator(): Generator {
  const child = fork(SENDER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const tell = async (order: Order): Promise<unknown> => {
    const ended = new AbortController();
    child.send(order);
    const answer = once(child, 'message', { signal: ended.signal });
    const end = once(child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('the sender of the load ended');
    });
    try {
      return ((await Promise.race([answer, end])) as [unknown])[0];
    } finally {
      answer.catch(() => {});
      end.catch(() => {});
      ended.abort();
    }
  };
  return {
    async prepare(shape, count) {
      await tell({ shape, count });
    },
    async fire(port, { sockets, count, expected }) {
      const order = { port, sockets, ...(count === undefined ? {} : { count }) };
      const { seconds, ms, statuses } = (await tell(order)) as Fired;
      const others = Object.keys(statuses).filter((status) => status !== String(expected));
      if (others.length > 0) throw new Error(`not every answer was ${expected}: ${JSON.stringify(statuses)}`);
      const sent = ms.length;
      return {
        perSecond: sent / seconds,
        p50Ms: quantile(ms, 0.5),
        p99Ms: quantile(ms, 0.99),
        sent,
        statuses,
      };
    },
    close() {
      child.kill('SIGKILL');
    },
  };
}
