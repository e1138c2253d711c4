import Database from 'better-sqlite3';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readMigrations } from './migrate.ts';
import type { Sqlite } from './open.ts';

/** What a look at a database file found, without changing a byte in its folder. */
export type Inspection =
  | { kind: 'missing' }
  /** `code` is SQLite's, or the system's. */
  | { kind: 'unreadable'; code: string }
  | {
      kind: 'read';
      /** How many of this version's migrations it has, of how many. */
      migrations: { applied: number; known: number; newer: boolean };
      /** How many addresses wait, by the id of the key that sealed them. */
      sealedBy: Map<string, number>;
      /** The same of the secrets under which addresses are hashed. */
      secretsBy: Map<string, number>;
    };

/** A database at rest is read from memory up to this size; a larger one is opened in place. */
const MEMORY_BYTES = 1024 ** 3;

/** Reads what the file says of itself: for the doctor, who must not migrate and must not write. */
export function inspectDatabase(file: string): Inspection {
  if (!existsSync(file)) return { kind: 'missing' };
  try {
    return reading(file, (db) => ({
      kind: 'read',
      migrations: migrationsOf(db),
      sealedBy: sealedBy(db, 'reminders', 'sealed_address'),
      secretsBy: sealedBy(db, 'address_secrets', 'sealed'),
    }));
  } catch (error) {
    const { code } = error as { code?: unknown };
    return { kind: 'unreadable', code: typeof code === 'string' ? code : 'unknown' };
  }
}

/** A row with every column, as whoever holds the file reads it. */
export type RawRow = Record<string, string | number | null>;

/** Every row of every table that has to do with addresses, as a thief of the file reads them; for the demo. */
export function rowsAboutAddresses(file: string): {
  reminders: RawRow[];
  suppressions: RawRow[];
  secrets: RawRow[];
} {
  const all = (db: Sqlite, table: string, order: string) =>
    db.prepare(`select * from ${table} order by ${order}`).all() as RawRow[];
  return reading(file, (db) => ({
    reminders: all(db, 'reminders', 'created_at desc, reminder_id'),
    suppressions: all(db, 'suppressions', 'until_day desc, address_hash'),
    secrets: all(db, 'address_secrets', 'created_at desc, secret_id'),
  }));
}

/** Opens the file to read. One that no process has open is read into memory: opening it would leave two files beside it. */
function reading<T>(file: string, read: (db: Sqlite) => T): T {
  const isAtRest = !existsSync(`${file}-wal`) && statSync(file).size <= MEMORY_BYTES;
  const db = isAtRest ? new Database(withoutLog(readFileSync(file))) : new Database(file, { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** The header says that a write-ahead log may lie beside the file (bytes 18 and 19); in memory there is none. */
function withoutLog(bytes: Buffer): Buffer {
  if (bytes.length > 20) bytes.fill(1, 18, 20);
  return bytes;
}

function migrationsOf(db: Sqlite): { applied: number; known: number; newer: boolean } {
  const known = readMigrations().map(({ folderMillis }) => folderMillis);
  const done = hasTable(db, '__drizzle_migrations')
    ? db.prepare('select created_at from __drizzle_migrations').pluck().all().map(Number)
    : [];
  const newest = known.at(-1) ?? 0;
  return {
    applied: known.filter((at) => done.includes(at)).length,
    known: known.length,
    newer: done.some((at) => at > newest),
  };
}

function sealedBy(db: Sqlite, table: string, column: string): Map<string, number> {
  const counts = new Map<string, number>();
  if (!hasTable(db, table)) return counts;
  const heads = db
    .prepare(`select substr(${column}, 1, 20) from ${table} where ${column} is not null`)
    .pluck()
    .all() as string[];
  for (const head of heads) {
    const id = /^\d+\.([a-z0-9]{1,12})\./.exec(head)?.[1] ?? 'unknown';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function hasTable(db: Sqlite, name: string): boolean {
  return db.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(name) !== undefined;
}
