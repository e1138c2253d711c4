import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { ROOT } from '../../root.ts';
import type { Database, Sql } from './open.ts';

const FOLDER = join(ROOT, 'migrations', 'postgres');
const DONE = '__drizzle_migrations';

/** The migrations of this version, oldest first. */
export function readMigrations(folder = FOLDER): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: folder });
}

/**
 * Runs the pending migrations through a gate: all of them and the checks in one transaction, and if a count, a sum or the
 * ledger's hash differs afterwards, nothing has happened. Processes that start together wait for each other.
 *
 * @returns how many were run
 */
export async function migrateThroughGate(
  { rows, transaction }: Database,
  known: readonly MigrationMeta[],
): Promise<number> {
  // Two that make a table at once: one of them fails, whatever "if not exists" says, and is tried again.
  await rows(`create table if not exists ${DONE} (id bigint primary key, hash text not null, created_at bigint not null)`)
    .catch((error: unknown) => {
      if (!['23505', '42P07'].includes(String((error as { code?: unknown }).code))) throw error;
    }); // prettier-ignore
  return transaction(async (sql) => {
    // Held by whoever migrates; the row is there before the first migration makes a table.
    await sql.rows(`insert into ${DONE} (id, hash, created_at) values (0, 'lock', 0) on conflict do nothing`);
    await sql.rows(`select id from ${DONE} where id = 0 for update`);
    const done = await appliedMigrations(sql);
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
    const before = await fingerprint(sql);
    for (const [i, migration] of pending.entries()) {
      for (const statement of migration.sql) await sql.exec(statement);
      await sql.rows(`insert into ${DONE} (id, hash, created_at) values (:id, :hash, :at)`, {
        id: done.length + i + 1,
        hash: migration.hash,
        at: migration.folderMillis,
      });
    }
    await checkGate(sql, before);
    return pending.length;
  });
}

/** How many of these migrations the database lacks. */
export async function pendingMigrations(sql: Sql, known: readonly MigrationMeta[]): Promise<number> {
  const done = await appliedMigrations(sql);
  return known.filter((migration) => !done.includes(migration.folderMillis)).length;
}

/** Times of the migrations that have run. */
async function appliedMigrations({ rows }: Sql): Promise<number[]> {
  const found = await rows<{ created_at: number }>(`select created_at from ${DONE} where id > 0 order by id`);
  return found.map((row) => row.created_at);
}

async function checkGate(sql: Sql, before: Map<string, string>): Promise<void> {
  const after = await fingerprint(sql);
  for (const [what, value] of before) {
    if (after.get(what) !== value)
      throw new AppError(
        500,
        'migration_changed_data',
        `A migration changed ${what}: it was rolled back and nothing has happened. Report this; your data is as it was.`,
      );
  }
}

/** Rows of every table, and what the money says. */
async function fingerprint(sql: Sql): Promise<Map<string, string>> {
  const found = await sql.rows<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> '${DONE}' order by 1`,
  );
  const marks = new Map<string, string>();
  const tables = found.map(({ name }) => name);
  for (const table of tables) {
    const [count] = await sql.rows<{ n: number }>(`select count(*) as n from "${table}"`);
    marks.set(`the number of rows in ${table}`, String(count?.n));
  }
  if (tables.includes('ledger_entries')) marks.set('the ledger', await hashLedger(sql));
  if (tables.includes('pledges')) {
    const [sum] = await sql.rows<{ n: number }>('select coalesce(sum(amount_minor), 0)::bigint as n from pledges');
    marks.set('the sum of pledges', String(sum?.n));
  } // prettier-ignore
  return marks;
}

/** Lines of the ledger that are hashed at a time. */
const HASHED_AT_ONCE = 5_000;

/** SHA-256 over what makes the ledger itself: no arrival time, no order of arrival. The same as SQLite's for the same ledger. */
export async function hashLedger({ lists }: Sql): Promise<string> {
  const hash = createHash('sha256');
  for (let after = ''; ;) {
    const found = await lists<[id: string, line: string]>(
      `select stripe_balance_transaction_id, stripe_balance_transaction_id || '|' || kind || '|' || period || '|' || currency || '|' || gross_minor || '|'
         || fee_minor || '|' || net_minor || '|' || coalesce(pledge_id, '') || chr(10)
       from ledger_entries where stripe_balance_transaction_id > :after order by stripe_balance_transaction_id limit ${HASHED_AT_ONCE}`,
      { after },
    );
    for (const [, line] of found) hash.update(line);
    const last = found.at(-1)?.[0];
    if (last === undefined) return hash.digest('hex');
    after = last;
  }
}
