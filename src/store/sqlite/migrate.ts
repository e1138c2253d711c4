import { createHash } from 'node:crypto';
import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { ROOT } from '../../root.ts';
import type { Sqlite } from './open.ts';

const FOLDER = join(ROOT, 'migrations', 'sqlite');
const DONE = '__drizzle_migrations';

/** The migrations of this version, oldest first. */
export function readMigrations(folder = FOLDER): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: folder });
}

/**
 * Runs the pending migrations through a gate: all of them and the checks in one transaction, and if a
 * count, a sum or the ledger's hash differs afterwards, or a foreign key points nowhere, nothing has
 * happened. (drizzle's own migrator has emptied a child table and reported success.)
 *
 * @returns how many were run
 */
export function migrateThroughGate(db: Sqlite, known: readonly MigrationMeta[]): number {
  // Inside a transaction this pragma does nothing, and with it on a table rebuild would drop child rows.
  db.pragma('foreign_keys = OFF');
  try {
    return db
      .transaction(() => {
        db.exec(
          `create table if not exists ${DONE} (id integer primary key, hash text not null, created_at numeric)`,
        );
        const done = appliedMigrations(db);
        const newest = known.at(-1)?.folderMillis ?? 0;
        if (done.some((at) => at > newest)) {
          throw new AppError(
            500,
            'database_newer',
            'The database was written by a newer version of this program. Start that version, or restore a backup from before the upgrade.',
          );
        }
        const pending = known.filter((migration) => !done.includes(migration.folderMillis));
        if (pending.length === 0) return 0;
        const before = fingerprint(db);
        for (const migration of pending) {
          for (const statement of migration.sql) db.exec(statement);
          db.prepare(`insert into ${DONE} (hash, created_at) values (?, ?)`).run(
            migration.hash,
            migration.folderMillis,
          );
        }
        checkGate(db, before);
        return pending.length;
      })
      .immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/** How many of these migrations the database lacks. */
export function pendingMigrations(db: Sqlite, known: readonly MigrationMeta[]): number {
  const done = appliedMigrations(db);
  return known.filter((migration) => !done.includes(migration.folderMillis)).length;
}

/** Times of the migrations that have run, in drizzle's own table, so that its tools agree. */
function appliedMigrations(db: Sqlite): number[] {
  return db.prepare(`select created_at from ${DONE}`).pluck().all().map(Number);
}

function checkGate(db: Sqlite, before: Map<string, string>): void {
  const after = fingerprint(db);
  for (const [what, value] of before) {
    if (after.get(what) !== value)
      throw new AppError(
        500,
        'migration_changed_data',
        `A migration changed ${what}: it was rolled back and nothing has happened. Report this; your data is as it was.`,
      );
  }
  const broken = db.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0)
    throw new AppError(
      500,
      'migration_broke_references',
      'A migration left references that point nowhere: it was rolled back and nothing has happened. Report this; your data is as it was.',
    );
}

/** Rows of every table, and what the money says. */
function fingerprint(db: Sqlite): Map<string, string> {
  const tables = db
    .prepare(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> '${DONE}'`,
    )
    .pluck()
    .all() as string[];
  const marks = new Map<string, string>();
  for (const table of tables) {
    marks.set(
      `the number of rows in ${table}`,
      String(db.prepare(`select count(*) from "${table}"`).pluck().get()),
    );
  }
  if (tables.includes('ledger_entries')) marks.set('the ledger', hashLedger(db));
  if (tables.includes('pledges'))
    marks.set(
      'the sum of pledges',
      String(db.prepare('select coalesce(sum(amount_minor), 0) from pledges').pluck().get()),
    );
  return marks;
}

/** SHA-256 over what makes the ledger itself: no arrival time, no order of arrival. */
export function hashLedger(db: Sqlite): string {
  const hash = createHash('sha256');
  const rows = db
    .prepare(
      `select stripe_balance_transaction_id || '|' || kind || '|' || period || '|' || currency || '|' || gross_minor || '|' || fee_minor || '|' || net_minor
         || '|' || coalesce(pledge_id, '') || char(10)
       from ledger_entries order by stripe_balance_transaction_id`,
    )
    .pluck()
    .iterate() as IterableIterator<string>;
  for (const row of rows) hash.update(row);
  return hash.digest('hex');
}
