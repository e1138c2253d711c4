import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepingStatements } from '../../src/store/sqlite/keeping-statements.ts';

const things = sqliteTable('things', { id: integer('id').primaryKey(), name: text('name').notNull() });
const TEXT = 'select "id", "name" from "things" order by "things"."id"';

let file: Database.Database;
let db: ReturnType<typeof drizzle>;
beforeEach(() => {
  file = new Database(':memory:');
  file.exec(
    "create table things (id integer primary key, name text not null); insert into things values (1, 'a')",
  );
  db = drizzle(keepingStatements(file));
});
afterEach(() => file.close());

const select = () => db.select().from(things).orderBy(things.id);

it('prepares a text once, in a transaction too, and again for a changed table', () => {
  const prepare = vi.spyOn(file, 'prepare');
  for (const name of ['b', 'c']) db.transaction((tx) => tx.insert(things).values({ name }).run());
  expect(select().all().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(select().where(sql`true`).all()).toHaveLength(3);
  file.exec('alter table things add column more text');
  expect(select().all()).toHaveLength(3);
  expect(prepare.mock.calls.map(([said]) => said.split(' ')[0])).toEqual(['insert', 'select', 'select']);
}); // prettier-ignore

it('gives rows as objects where lists of the same text were asked for before', () => {
  expect(select().toSQL().sql).toBe(TEXT);
  expect(select().all()).toEqual([{ id: 1, name: 'a' }]);
  expect(db.all(sql.raw(TEXT))).toEqual([{ id: 1, name: 'a' }]);
  expect(db.values(sql.raw(TEXT))).toEqual([[1, 'a']]);
});

it('goes on after a statement that failed', () => {
  const again = () => db.insert(things).values({ id: 1, name: 'b' }).run();
  expect(again).toThrow(/UNIQUE/);
  expect(again).toThrow(/UNIQUE/);
  expect(db.transaction((tx) => tx.select().from(things).all())).toHaveLength(1);
});
