import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leaseStore } from '../../src/store/postgres/leases.ts';
import { openDatabase, type Database } from '../../src/store/postgres/open.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { after, NOON } from '../_support/make.ts';

// What the contract cannot ask of every adapter: several machines at one server, at the same time.

const SPAN_MS = 15_000;
const MACHINES = 5;

let server: Awaited<ReturnType<typeof freshPostgres>>;
let machines: Database[];
beforeAll(async () => {
  server = await freshPostgres();
});
afterAll(async () => server.drop());
beforeEach(async () => {
  machines = Array.from({ length: MACHINES }, () => openDatabase(server.url));
  await machines[0]?.exec('delete from leases');
});
afterEach(async () => {
  for (const machine of machines) await machine.close();
});

const takeAll = (atMs: number) =>
  Promise.all(
    machines.map((machine, i) =>
      leaseStore(machine).takeLease('project', `inst_${i}`, after(NOON, atMs), after(NOON, atMs + SPAN_MS)),
    ),
  );

describe('a lease on PostgreSQL', () => {
  it('goes to one of the machines that ask at the same time, free or run out, a hundred times', async () => {
    for (let round = 0; round < 100; round++) {
      const got = await takeAll(round * SPAN_MS);
      expect(got.filter(Boolean), `round ${round}`).toHaveLength(1);
    }
  });

  it('is not taken behind one that was taken first and has not committed yet', async () => {
    const [first, second] = machines as [Database, Database];
    await leaseStore(first).takeLease('project', 'inst_gone', NOON, after(NOON, 1));
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = first.transaction(async (sql) => {
      await sql.rows(`update leases set holder = 'inst_first', until = :until where name = 'project'`, {
        until: NOON.getTime() + SPAN_MS,
      });
      reached.resolve();
      await goOn.promise;
    });
    await reached.promise;
    const waiting = leaseStore(second).takeLease('project', 'inst_second', after(NOON, 2), after(NOON, SPAN_MS));
    // Its look found the old lease over; it waits for the row now.
    await until(first, `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`);
    goOn.resolve();
    await slow;
    expect(await waiting).toBe(false);
  }); // prettier-ignore

  it('outlasts the start of another machine: whoever holds it may be alive there', async () => {
    const [first, second] = machines as [Database, Database];
    await leaseStore(first).takeLease('project', 'inst_a', NOON, after(NOON, SPAN_MS));
    await leaseStore(second).clearLeases();
    expect(
      await leaseStore(second).takeLease('project', 'inst_b', after(NOON, 1), after(NOON, SPAN_MS)),
    ).toBe(false);
  });
});

/** Until a statement finds a row. */
async function until({ rows }: Database, statement: string): Promise<void> {
  while ((await rows(statement)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
