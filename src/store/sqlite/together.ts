import { toError } from '../../errors.ts';
import type { Sqlite } from './open.ts';

/**
 * Writes that come together share one transaction, and so one flush of the disk: four senders that finish within
 * one flush wait for the next one and not for four. Each keeps its own result; one that throws is undone alone.
 * Resolves once everything is durable.
 */
export function together(writer: Sqlite): <T>(work: () => T) => Promise<T> {
  type Write = { attempt: () => Error | null; settle: () => void; fail: (error: unknown) => void };
  let waiting: Write[] = [];

  const all = writer.transaction((writes: Write[]) => {
    for (const { attempt } of writes) {
      const error = attempt();
      // Some failures of the disk end the whole transaction; what came after would stand alone, and unflushed.
      if (!writer.inTransaction) throw error ?? new Error('the transaction was ended');
    }
  });
  const flush = () => {
    const writes = waiting;
    waiting = [];
    try {
      all.immediate(writes);
    } catch (error) {
      for (const { fail } of writes) fail(error);
      return;
    }
    for (const { settle } of writes) settle();
  };

  return (work) =>
    new Promise((resolve, reject) => {
      const alone = writer.transaction(work);
      let settle = () => {};
      const attempt = () => {
        try {
          const result = alone.immediate();
          settle = () => resolve(result);
          return null;
        } catch (error) {
          settle = () => reject(toError(error));
          return toError(error);
        }
      };
      if (waiting.push({ attempt, settle: () => settle(), fail: reject }) === 1) setImmediate(flush);
    });
}
