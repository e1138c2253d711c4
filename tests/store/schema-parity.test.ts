import Database from 'better-sqlite3';
import type { Table } from 'drizzle-orm';
import { index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ROOT } from '../../src/root.ts';
import * as columns from '../../src/store/postgres/columns.ts';
import * as postgresAccess from '../../src/store/postgres/access-schema.ts';
import * as postgresAppeal from '../../src/store/postgres/appeal-schema.ts';
import * as postgresAudit from '../../src/store/postgres/audit-schema.ts';
import * as postgresDelivery from '../../src/store/postgres/delivery-schema.ts';
import * as postgresLedger from '../../src/store/postgres/ledger-schema.ts';
import * as postgresLocks from '../../src/store/postgres/locks-schema.ts';
import * as postgresMain from '../../src/store/postgres/schema.ts';
import * as postgresSums from '../../src/store/postgres/sums-schema.ts';
import * as sqliteAccess from '../../src/store/sqlite/access-schema.ts';
import * as sqliteAppeal from '../../src/store/sqlite/appeal-schema.ts';
import * as sqliteAudit from '../../src/store/sqlite/audit-schema.ts';
import * as sqliteDelivery from '../../src/store/sqlite/delivery-schema.ts';
import * as sqliteLease from '../../src/store/sqlite/lease-schema.ts';
import * as sqliteLedger from '../../src/store/sqlite/ledger-schema.ts';
import * as sqliteMain from '../../src/store/sqlite/schema.ts';
import * as sqliteSums from '../../src/store/sqlite/sums-schema.ts';
import { freshDatabase } from '../_support/fresh-database.ts';
import { temporaryFolder } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { differences, shapeOf } from './schema-shape.ts';
import { postgresMachinery, sqliteMachinery } from './schema-machinery.ts';

const SQLITE = {
  'access-schema.ts': sqliteAccess,
  'appeal-schema.ts': sqliteAppeal,
  'audit-schema.ts': sqliteAudit,
  'delivery-schema.ts': sqliteDelivery,
  'lease-schema.ts': sqliteLease,
  'ledger-schema.ts': sqliteLedger,
  'schema.ts': sqliteMain,
  'sums-schema.ts': sqliteSums,
};
const POSTGRES = {
  'access-schema.ts': postgresAccess,
  'appeal-schema.ts': postgresAppeal,
  'audit-schema.ts': postgresAudit,
  'delivery-schema.ts': postgresDelivery,
  'ledger-schema.ts': postgresLedger,
  'locks-schema.ts': postgresLocks,
  'schema.ts': postgresMain,
  'sums-schema.ts': postgresSums,
};

type Merged<M> = (
  M[keyof M] extends infer U ? (U extends unknown ? (of: U) => void : never) : never
) extends (of: infer I) => void
  ? I
  : never;
type TablesOf<M> = { [K in keyof M as M[K] extends Table ? K : never]: M[K] };
type Same<A, B> = [A, keyof A] extends [B, keyof B]
  ? [B, keyof B] extends [A, keyof A]
    ? true
    : false
  : false;
type SameRows<A, B> = A extends Table
  ? B extends Table
    ? [Same<A['$inferSelect'], B['$inferSelect']>, Same<A['$inferInsert'], B['$inferInsert']>] extends [
        true,
        true,
      ]
      ? true
      : false
    : false
  : false;
/** Tables that only one of two sets has, or whose rows are of other types there. */
type Unlike<A, B> = {
  [K in keyof A | keyof B]: K extends keyof A & keyof B ? (SameRows<A[K], B[K]> extends true ? never : K) : K;
}[keyof A | keyof B]; // prettier-ignore

describe('the schemas of both engines', () => {
  it('have rows of the same types', () => {
    type All = Unlike<TablesOf<Merged<typeof SQLITE>>, TablesOf<Merged<typeof POSTGRES>>>;
    expectTypeOf<Exclude<All, 'writeLocks' | 'inboxSums'>>().toBeNever();
    // PostgreSQL sums only the events that are done: each of its rows could stand in SQLite's table.
    expectTypeOf(postgresSums.inboxSums.$inferSelect).toExtend<typeof sqliteSums.inboxSums.$inferSelect>();
    const mine = sqlite.sqliteTable('t', { a: sqlite.text('a').notNull(), b: sqlite.integer('b') });
    expectTypeOf<Unlike<{ mine: typeof mine }, { mine: typeof mine }>>().toBeNever();
    const nullable = pgTable('t', { a: columns.text('a'), b: columns.integer('b') });
    // @ts-expect-error a column that may be null in one of them
    expectTypeOf<Unlike<{ mine: typeof mine }, { mine: typeof nullable }>>().toBeNever();
    const more = pgTable('t', {
      a: columns.text('a').notNull(),
      b: columns.integer('b'),
      c: columns.text('c'),
    });
    // @ts-expect-error a column more
    expectTypeOf<Unlike<{ mine: typeof mine }, { mine: typeof more }>>().toBeNever();
    const instant = pgTable('t', { a: columns.text('a').notNull(), b: columns.time('b') });
    // @ts-expect-error an instant where the other has a number
    expectTypeOf<Unlike<{ mine: typeof mine }, { mine: typeof instant }>>().toBeNever();
    type Two = { mine: typeof mine; nullable: typeof nullable };
    // @ts-expect-error a table more
    expectTypeOf<Unlike<{ mine: typeof mine }, Two>>().toBeNever();
    const same = pgTable('t', { a: columns.text('a').notNull(), b: columns.integer('b') });
    expectTypeOf<Unlike<{ mine: typeof mine }, { mine: typeof same }>>().toBeNever();
  });

  it('are all looked at', () => {
    const files = (engine: string) =>
      readdirSync(join(ROOT, 'src', 'store', engine)).filter((file) => file.endsWith('schema.ts'));
    expect(files('sqlite').sort()).toEqual(Object.keys(SQLITE));
    expect(files('postgres').sort()).toEqual(Object.keys(POSTGRES));
  });

  it('declare the same tables, columns, keys, indexes and checks', () => {
    const [mine, theirs] = [shapeOf(...Object.values(SQLITE)), shapeOf(...Object.values(POSTGRES))];
    expect(differences(mine, theirs)).toEqual(['write_locks: only in the second']);
    const lines = [...theirs].flatMap(([table, all]) => [...all].map((line) => `${table}: ${line}`));
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.filter((line) => line.includes('unknown'))).toEqual([]);
    const keys = lines.filter((line) => line.includes('foreign key'));
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((line) => !line.includes('on delete no action, on update no action'))).toEqual([]);
  });

  it('would show what one of them lacks', () => {
    const { text, integer, sqliteTable } = sqlite;
    const mine = sqliteTable(
      't',
      { a: text('a').primaryKey(), b: integer('b').notNull().default(0), c: text('c') },
      (t) => [sqlite.uniqueIndex('t_c').on(t.c), sqlite.index('t_b').on(t.b)],
    );
    const unlike = (other: object) => differences(shapeOf({ mine }), shapeOf({ other }));
    const a = () => columns.text('a').primaryKey();
    const b = () => columns.integer('b').notNull().default(0);
    const c = () => columns.text('c');
    expect(
      unlike(
        pgTable('t', { a: a(), b: b(), c: c() }, (t) => [uniqueIndex('t_c').on(t.c), index('t_b').on(t.b)]),
      ),
    ).toEqual([]);
    expect(
      unlike(
        pgTable('t', { a: a(), b: columns.integer('b'), c: c().notNull(), d: columns.time('d') }, (t) => [
          index('t_c').on(t.c),
          index('t_b').on(t.b, t.a),
        ]),
      ),
    ).toEqual([
      't: only in the first: column b: a whole number, never null, default 0',
      't: only in the first: column c: text, may be null, default none',
      't: only in the first: unique index t_c on c where anything',
      't: only in the first: index t_b on b where anything',
      't: only in the second: column b: a whole number, may be null, default none',
      't: only in the second: column c: text, never null, default none',
      't: only in the second: column d: an instant in milliseconds, may be null, default none',
      't: only in the second: index t_c on c where anything',
      't: only in the second: index t_b on b, a where anything',
    ]);
  });
});

describe('what the migrations of both engines make beside tables', () => {
  it('keeps the same sums, refuses the same changes, and shows the same views', async () => {
    const folder = temporaryFolder();
    const database = await freshPostgres();
    const client = new Client({ connectionString: database.url });
    try {
      const file = join(folder.path, 'empty.db');
      freshDatabase(file);
      const db = new Database(file, { readonly: true });
      await client.connect();
      const [mine, theirs] = [sqliteMachinery(db), await postgresMachinery(client)];
      db.close();
      expect(theirs).toEqual(mine);
      const summed = new Set(mine.sums.map((line) => line.split(' adds to ')[1]));
      const tables = [...shapeOf(sqliteSums).keys()].filter((table) => !table.startsWith('book_'));
      expect(summed).toEqual(new Set(tables));
      expect(mine.refusals).toContain('update of ledger_entries: ledger entries are never changed');
      expect(mine.views.length).toBe(3);
      await client.query('drop trigger other_movements_sums on other_movements');
      expect((await postgresMachinery(client)).sums).not.toEqual(mine.sums);
      await client.query('drop trigger payout_items_no_truncate on payout_items');
      await expect(postgresMachinery(client)).rejects.toThrow('may be cut off');
    } finally {
      await client.end();
      await database.drop();
      folder.remove();
    }
  });
});
