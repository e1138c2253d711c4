import Database from 'better-sqlite3';
import { Client } from 'pg';
import type { DatabasePlace } from '../../src/config/database-address.ts';
import { openStore } from '../../src/store/open-store.ts';

// Millions of lines are written by the engine itself, past triggers and indexes, which are put back after it. The
// statements are the same for both, but for how each counts up, pads a number and writes a day.

/** What an engine says in words of its own. */
export type Dialect = {
  /** `with n as (…)`, whose rows are `i`: 0 and up, so many. */
  upTo: (count: number) => string;
  /** A whole number with zeros before it, so many digits. */
  padded: (value: string, digits: number) => string;
  /** The day in UTC of an instant in milliseconds, YYYY-MM-DD. */
  day: (ms: string) => string;
};

/** Statements to run at a place. */
export type Filling = {
  dialect: Dialect;
  run: (statement: string) => Promise<void>;
  rows: <Row>(statement: string) => Promise<Row[]>;
};

/** `tables` are filled without their indexes. `summed`: the triggers of a file stay, and sum up what is written. */
type Filled = { bookZone: string; tables: readonly string[]; summed?: boolean };

/** Makes the empty database of a place, and lets it be filled without triggers, references and the indexes of some tables. */
export async function fillPlace(
  place: DatabasePlace,
  filled: Filled,
  fill: (filling: Filling) => Promise<void>,
): Promise<void> {
  await (await openStore({ database: place, publisher: filled })).close();
  await (place.kind === 'sqlite'
    ? fillSqlite(place.file, filled, fill)
    : fillPostgres(place.url, filled, fill));
}

async function fillSqlite(
  file: string,
  { tables, summed = false }: Filled,
  fill: (filling: Filling) => Promise<void>,
): Promise<void> {
  const db = new Database(file);
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -400000');
  const taken = db
    .prepare(`select name, type, tbl_name as "table", sql from sqlite_schema where sql is not null and type in ('trigger', 'index')`)
    .all() as { name: string; type: string; table: string; sql: string }[]; // prettier-ignore
  const without = taken.filter(
    ({ type, table }) => tables.includes(table) || (type === 'trigger' && !summed),
  );
  for (const { name, type } of without) db.exec(`drop ${type} "${name}"`);
  await fill({
    dialect: {
      upTo: (count) =>
        `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${count})`,
      padded: (value, digits) => `printf('%0${digits}d', ${value})`,
      day: (ms) => `strftime('%Y-%m-%d', ${ms} / 1000, 'unixepoch')`,
    },
    run: async (statement) => void db.exec(statement),
    rows: async <Row>(statement: string) => db.prepare(statement).all() as Row[],
  });
  for (const { sql } of without) db.exec(sql);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

async function fillPostgres(
  url: string,
  { tables }: Filled,
  fill: (filling: Filling) => Promise<void>,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const run = async (statement: string) => void (await client.query(statement));
  const rows = async <Row>(statement: string) => (await client.query(statement)).rows as Row[];
  try {
    await run(
      `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'`,
    );
    const indexes = await rows<{ name: string; sql: string }>(
      `select indexname as name, indexdef as sql from pg_indexes where schemaname = 'public' and tablename = any('{${tables.join(',')}}')
         and indexname not in (select conname from pg_constraint)`,
    );
    for (const { name } of indexes) await run(`drop index "${name}"`);
    await fill({
      dialect: {
        upTo: (count) => `with n as (select generate_series(cast(0 as bigint), ${count - 1}) as i)`,
        padded: (value, digits) => `lpad(cast(${value} as text), ${digits}, '0')`,
        day: (ms) => `to_char(to_timestamp(${ms} / 1000) at time zone 'UTC', 'YYYY-MM-DD')`,
      },
      run,
      rows,
    });
    for (const { sql } of indexes) await run(sql);
    // What the server does by itself within minutes of such a change.
    await run('vacuum analyze');
  } finally {
    await client.end();
  }
}
