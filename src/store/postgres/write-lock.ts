import type { Sql } from './open.ts';

/**
 * Waits for the row of a lock and holds it to the end of the transaction. Who books entries, writes what deposits hold or
 * closes a month holds `ledger`: then numbers are in the order of commits, and what is up to a number stays what it was.
 * Always before the lock of a chain.
 */
export async function lockLedger({ rows }: Sql): Promise<void> {
  const [found] = await rows(`select name from write_locks where name = 'ledger' for update`);
  if (found === undefined) throw new Error('the row of the ledger in write_locks is missing');
}

/** Waits for the end of a chain, and gives the next number in it. */
export async function nextInChain({ rows }: Sql, chain: 'months' | 'audit'): Promise<number> {
  const [found] = await rows<{ highest: number }>(
    `update write_locks set highest = highest + 1 where name = :chain returning highest`,
    { chain },
  );
  if (found === undefined) throw new Error(`the row of ${chain} in write_locks is missing`);
  return found.highest;
}
