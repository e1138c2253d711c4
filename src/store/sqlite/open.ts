import Database from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../errors.ts';
import { keepingStatements } from './keeping-statements.ts';
import { together } from './together.ts';

export type Sqlite = Database.Database;

/** The writing connection, the reading one (exports and pages), and drizzle over each. */
export type Connections = {
  file: string;
  writer: Sqlite;
  /** For what comes often: all such writes of one moment share one flush, whoever asked for them. */
  inOneFlush: ReturnType<typeof together>;
  reader: Sqlite;
  write: BetterSQLite3Database;
  read: BetterSQLite3Database;
};

/** 3.7.0 to 3.51.2 could corrupt a database when the write-ahead log was reset (fixed in 3.51.3). */
const SQLITE_FLOOR = [3, 51, 3] as const;

/** Opens the database file, or makes it. Throws an AppError whose words say what to do. */
export function openWriter(file: string): Sqlite {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const isNew = !existsSync(file);
    const db = new Database(file, { timeout: 5_000 });
    if (isNew) chmodSync(file, 0o600);
    prepare(db);
    return db;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as { code?: unknown }).code === 'SQLITE_NOTADB') {
      throw new AppError(
        500,
        'not_a_database',
        `The file ${file} is not a database of this program. Move it away, or set DATABASE_URL to another file.`,
        { cause: error },
      );
    }
    throw new AppError(
      500,
      'database_unusable',
      `The database ${file} cannot be opened or written. Check that the folder exists, belongs to the user that runs the service, and is not full or read-only.`,
      { cause: error },
    );
  }
}

/** A second connection that can only read: an export on it never holds up a writer. */
export function openReader(file: string): Sqlite {
  const db = new Database(file, { readonly: true, timeout: 5_000 });
  db.pragma('query_only = ON');
  // 4 MB: an export of a million rows peaks lower than with 16, and is no slower: it reads each page once.
  db.pragma('cache_size = -4000');
  return db;
}

export function connect(writer: Sqlite, file: string): Connections {
  const reader = openReader(file);
  return {
    file,
    writer,
    inOneFlush: together(writer),
    reader,
    write: drizzle(keepingStatements(writer)),
    read: drizzle(keepingStatements(reader)),
  };
}

/**
 * Sets what durability and erasure depend on, and reads it back: better-sqlite3 opens an existing WAL
 * database with synchronous=NORMAL, which lost acknowledged rows in simulated power cuts.
 */
function prepare(db: Sqlite): void {
  const version = String(db.prepare('select sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  const rank = (numbers: readonly number[]) =>
    (numbers[0] ?? 0) * 1e6 + (numbers[1] ?? 0) * 1e3 + (numbers[2] ?? 0);
  if (rank(parts) < rank(SQLITE_FLOOR)) {
    throw new AppError(
      500,
      'sqlite_too_old',
      `SQLite ${version} is too old: ${SQLITE_FLOOR.join('.')} is needed. Run npm ci.`,
    );
  }
  const wanted: [string, string, string | number][] = [
    ['journal_mode', 'WAL', 'wal'],
    ['synchronous', 'FULL', 2],
    ['foreign_keys', 'ON', 1],
    // A deleted row's bytes are overwritten: an erased address must not be found in the file.
    ['secure_delete', 'ON', 1],
    // Nor in a file that SQLite sorts in and leaves to the disk.
    ['temp_store', 'MEMORY', 2],
    ['busy_timeout', '5000', 5000],
    ['wal_autocheckpoint', '1000', 1000],
  ];
  for (const [name, value, expected] of wanted) {
    db.pragma(`${name} = ${value}`);
    const found = db.pragma(name, { simple: true });
    if (found !== expected)
      throw new AppError(
        500,
        'sqlite_setting',
        `SQLite did not take ${name}=${value} (it answers ${String(found)}). The file system may not support it; use a local disk.`,
      );
  }
}
