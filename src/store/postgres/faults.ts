import { DrizzleQueryError } from 'drizzle-orm';
import { StorageFault } from '../../errors.ts';
import type { Store } from '../store.ts';

/**
 * The server or the way to it failed, not the statement: connection exceptions (08), resources (53), an operator's hand or a
 * restart (57), the system (58), a lock that was not had in time (55P03), and what the network and the driver say
 * themselves. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const AWAY = /^(08...|53...|57...|58...|55P03|25006|40001|40P01|25P03)$/;
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET)/;
/** The driver's own, which have no code. */
const DRIVER =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end/;

/** The code where an error means that the database is away; null for any other error. */
export function awayCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (AWAY.test(code) || NETWORK.test(code))) return code;
  if (DRIVER.test(error.message)) return 'connection';
  if (error instanceof AggregateError)
    return error.errors.map(awayCode).find((each) => each !== null) ?? null;
  return awayCode(error.cause);
}

/**
 * The same methods; where the database is away, they fail with `StorageFault`, else with the server's own error: drizzle's
 * wrapping has every value of the statement in its words.
 */
export function overFaults<T extends Partial<Store>>(methods: T): T {
  const watched =
    (method: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        const own =
          error instanceof DrizzleQueryError ? (error.cause ?? new Error('the query failed')) : error;
        throw awayCode(own) === null || own instanceof StorageFault ? own : new StorageFault(own);
      }
    };
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      typeof method === 'function' ? watched(method as (...args: unknown[]) => unknown) : method,
    ]),
  ) as T;
}
