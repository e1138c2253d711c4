import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { together } from '../../src/store/sqlite/together.ts';

let db: Database.Database;
let inOneFlush: ReturnType<typeof together>;
/** What the engine was told, transactions only. */
let told: string[];
beforeEach(() => {
  told = [];
  db = new Database(':memory:', {
    verbose: (statement) => {
      if (/^(BEGIN|COMMIT|ROLLBACK$)/i.test(String(statement))) told.push(String(statement).toUpperCase());
    },
  });
  db.exec('create table things (name text primary key)');
  inOneFlush = together(db);
});
afterEach(() => db.close());

const add = (name: string) => inOneFlush(() => db.prepare('insert into things values (?)').run(name).changes);
const names = () => db.prepare('select name from things order by name').pluck().all();

describe('writes that come together', () => {
  it('share one transaction, in their order, and keep their own results', async () => {
    const counted = inOneFlush(() => db.prepare('select count(*) from things').pluck().get());
    const [, , before, after] = await Promise.all([
      add('a'),
      add('b'),
      counted,
      inOneFlush(() => db.prepare('select count(*) from things').pluck().get()),
    ]);
    // Asked for first, answered first.
    expect([before, after]).toEqual([0, 2]);
    expect(told).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
  });

  it('are undone alone where one of them fails', async () => {
    const first = add('a');
    const half = inOneFlush(() => {
      db.prepare('insert into things values (?)').run('half');
      db.prepare('insert into things values (?)').run('a');
    });
    const done = await Promise.allSettled([first, half, add('b'), add('a')]);
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(names()).toEqual(['a', 'b']);
  });

  it('all fail, and nothing is written, where the transaction cannot be ended', async () => {
    const spoil = inOneFlush(() => db.exec('rollback'));
    const done = await Promise.allSettled([add('a'), spoil, add('b')]);
    expect(done.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(names()).toEqual([]);
    expect(db.inTransaction).toBe(false);
    await add('c');
    expect(names()).toEqual(['c']);
  });

  it('of the next moment have a transaction of their own', async () => {
    await add('a');
    await add('b');
    expect(told.filter((statement) => statement === 'COMMIT')).toHaveLength(2);
  });
});
