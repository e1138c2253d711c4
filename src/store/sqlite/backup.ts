import Database from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../errors.ts';
import type { Backup } from '../store.ts';
import { hashLedger } from './migrate.ts';
import { openReader } from './open.ts';

/**
 * What a copy must not keep: what the service erases as soon as it has served would live on in every
 * backup. The price: after a restore reminders are gone, and staff who want closed months by mail ask again.
 */
const LEFT_OUT = [
  'delete from reminders',
  'delete from finance_sessions',
  'delete from sign_ins',
  'delete from month_deliveries',
  'update staff set sealed_delivery = null where sealed_delivery is not null',
  'delete from checkout_requests',
  'delete from leases',
  'update pledges set thanks_token = null where thanks_token is not null',
];

/** Writes a copy of the database as of one instant, while the service goes on. Throws where the target exists. */
export function backUp(file: string, target: string): Backup {
  if (existsSync(target))
    throw new AppError(409, 'file_exists', `${target} exists already. Name a file that does not.`);
  const part = `${target}.part`;
  rmSync(part, { force: true });
  // Made empty first, so that nobody else can read it from its first byte on.
  closeSync(openSync(part, 'wx', 0o600));
  try {
    copyInto(file, part);
    const backup = prepare(part);
    flush(part);
    renameSync(part, target);
    flush(dirname(target));
    return backup;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** A copy without the bytes of what was deleted; one read of one instant. */
function copyInto(file: string, part: string): void {
  const reader = openReader(file);
  try {
    reader.pragma('query_only = OFF');
    reader.prepare('vacuum into ?').run(part);
  } finally {
    reader.close();
  }
}

function prepare(part: string): Backup {
  const copy = new Database(part);
  try {
    // One file, without a log beside it.
    copy.pragma('journal_mode = DELETE');
    copy.pragma('secure_delete = ON');
    copy.pragma('foreign_keys = ON');
    for (const statement of LEFT_OUT) copy.exec(statement);
    // Nothing of what was left out stays between the rows that are kept.
    copy.exec('vacuum');
    const [sound] = copy.pragma('integrity_check(1)', { simple: false }) as { integrity_check: string }[];
    if (sound?.integrity_check !== 'ok')
      throw new AppError(500, 'database_damaged', 'The copy is damaged, so the database may be: run verify.');
    const count = (table: string) => Number(copy.prepare(`select count(*) from ${table}`).pluck().get());
    const head = copy.prepare('select number, hash from audit_entries order by number desc limit 1').get() as
      Backup['auditHead'] | undefined;
    return {
      entries: count('ledger_entries'),
      pledges: count('pledges'),
      ledgerSha256: hashLedger(copy),
      auditHead: head ?? null,
    };
  } finally {
    copy.close();
  }
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
