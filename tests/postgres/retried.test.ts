import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLink, type AuditHead } from '../../src/finance/audit-entry.ts';
import { writeLocks } from '../../src/store/postgres/locks-schema.ts';
import { openDatabase, type Database } from '../../src/store/postgres/open.ts';
import { NOON } from '../_support/make.ts';
import { closing, openInstances, type Instances } from './instances.ts';

let here: Instances;
let database: Database;
let other: Client;
beforeEach(async () => {
  here = await openInstances();
  database = openDatabase(here.url);
  other = await here.connect();
  // Whoever looks for a deadlock first is the one that is undone. Not everybody may say when they look.
  await other.query(`set deadlock_timeout = '30s'`).catch(() => {});
});
afterEach(async () => {
  await database.close();
  await here.close();
});

const touch = (name: string) =>
  other.query(`update write_locks set highest = highest where name = $1`, [name]);

/** Holds `held`, lets work wait for it, and then asks for what the work holds: the work waited first, and loses. */
async function lose<T>(held: string, wanted: string, work: () => Promise<T>): Promise<T> {
  await other.query('begin');
  await touch(held);
  const done = work();
  for (let waiting = 0; waiting === 0; await sleep(10))
    waiting = (await here.ask(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length; // prettier-ignore
  await touch(wanted);
  await other.query('commit');
  return done;
}

describe('what the server undoes for the sake of another', () => {
  it('is done again: a closing of a month', async () => {
    const [first, second] = here.stores;
    const audit = (head: AuditHead | null) =>
      auditLink({ by: 'command', action: 'month_close', object: null, outcome: 'done' }, NOON, head);
    const link = closing('2026-11', { entries: 0, payoutItems: 0 }, '');
    expect(await lose('audit', 'ledger', () => first.changePeriod(link, { audit, deliveries: [] }))).toBe(
      true,
    );
    expect(await second.periodChanges()).toEqual([{ seq: 1, ...link }]);
    expect(await here.deadlocks()).toBe(1);
  });

  it('is done again: a statement of its own, as text and as drizzle says it', async () => {
    // Both rows, `audit` before `months`.
    const lock = `with both_rows as materialized (select name from write_locks where name in ('months', 'audit') order by name for update)
                  select count(*) as held from both_rows`;
    expect(await lose('months', 'audit', () => database.rows(lock))).toEqual([{ held: 2 }]);
    expect(await lose('months', 'audit', () => database.lists(lock))).toEqual([[2]]);
    const inOrder = database.db
      .select({ name: writeLocks.name })
      .from(writeLocks)
      .orderBy(writeLocks.name)
      .for('update');
    expect(await lose('months', 'audit', async () => inOrder)).toEqual([
      { name: 'audit' },
      { name: 'ledger' },
      { name: 'months' },
    ]);
  });
});
