import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dueQuery } from '../../src/store/sqlite/reminders.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { NOON, temporaryFolder } from '../_support/make.ts';
import { reminderContract } from './store-contract.ts';

reminderContract(async () => {
  const folder = temporaryFolder();
  const store = openSqliteStore(join(folder.path, 'data', 'test.db'));
  return {
    store,
    close: async () => {
      await store.close();
      folder.remove();
    },
  };
});

it('finds the next mail in the order of its index, and never sorts all that are due', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'data', 'test.db');
  await openSqliteStore(file).close();
  const db = new Database(file);
  const { sql, params } = dueQuery(drizzle(db), NOON, 1).toSQL();
  const plan = db.prepare(`explain query plan ${sql}`).all(...params) as { detail: string }[];
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH reminders USING INDEX reminders_next_attempt (next_attempt_at<?)',
  ]);
  db.close();
  folder.remove();
});
