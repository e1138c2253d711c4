import Database from 'better-sqlite3';
import { asc, gt } from 'drizzle-orm';
import type { Finding, VerifyStore } from '../store.ts';
import { entryOf } from '../sql/entry-rows.ts';
import { MUST_BE_EMPTY } from '../sql/must-be-empty.ts';
import { migrateThroughGate, readMigrations } from './migrate.ts';
import type { Connections, Sqlite } from './open.ts';
import { ledgerEntries } from './ledger-schema.ts';

/** The same, where the engine has words of its own. */
const CHAINS: readonly [what: string, sql: string][] = [
  // The triggers and the month of a late entry go by the columns.
  [
    'a link of the chain of months whose columns are not what its manifest says',
    `select 'link ' || seq from period_changes where case when json_valid(manifest) then
       action is not manifest ->> '$.action' or period is not manifest ->> '$.period'
       or closed_through is not manifest ->> '$.closedThrough' or entries_bound is not manifest ->> '$.bound.entries'
       or payout_items_bound is not manifest ->> '$.bound.payoutItems' else true end`,
  ],
  // SQLite keeps the highest number that it ever gave: an end that was cut off shows.
  [
    'an audit whose end was cut off',
    `select 'audit ' || (coalesce(max(seq), 0) + 1) from audit_entries
     having coalesce(max(seq), 0) < coalesce((select seq from sqlite_sequence where name = 'audit_entries'), 0)`,
  ],
  [
    'a chain of months whose end was cut off',
    `select 'link ' || (coalesce(max(seq), 0) + 1) from period_changes
     having coalesce(max(seq), 0) < coalesce((select seq from sqlite_sequence where name = 'period_changes'), 0)`,
  ],
  [
    'an entry of the audit whose columns are not what it says',
    `select 'audit ' || number from audit_entries where case when json_valid(entry) then
       number is not entry ->> '$.number' or action is not entry ->> '$.action' or by is not entry ->> '$.by'
       or outcome is not entry ->> '$.outcome' else true end`,
  ],
];

/** The tables, indexes and triggers that the migrations make. */
function schemaOf(db: Sqlite): Map<string, string> {
  const rows = db
    .prepare(`select name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%'`)
    .all();
  return new Map((rows as { name: string; sql: string }[]).map(({ name, sql }) => [name, sql]));
}

/** What the migrations of this version make; made once, for it takes longer than the rest of a small verification. */
let model: Map<string, string> | null = null;

function modelSchema(): Map<string, string> {
  if (model !== null) return model;
  const db = new Database(':memory:');
  try {
    migrateThroughGate(db, readMigrations());
    return (model = schemaOf(db));
  } finally {
    db.close();
  }
}

/** The first of them that a database lacks or has otherwise: whoever edits the ledger drops its guards first. */
function missingGuard(db: Sqlite): string | undefined {
  const found = schemaOf(db);
  return [...modelSchema()].find(([name, sql]) => found.get(name) !== sql)?.[0];
}

export function verifyStore({ reader, read }: Connections): VerifyStore {
  return {
    async checkIntegrity() {
      const findings: Finding[] = [];
      const pages = reader.pragma('integrity_check', { simple: true });
      if (pages !== 'ok') findings.push({ what: 'a damaged page of the database', where: String(pages) });
      if ((reader.pragma('foreign_key_check') as unknown[]).length > 0)
        findings.push({ what: 'a reference that points nowhere', where: 'foreign_key_check' });
      for (const [what, sql] of [...MUST_BE_EMPTY, ...CHAINS]) {
        const where = reader.prepare(`${sql} limit 1`).pluck().get() as string | undefined;
        if (where !== undefined) findings.push({ what, where });
      }
      const guard = missingGuard(reader);
      if (guard !== undefined)
        findings.push({
          what: 'a table, index or trigger that is missing or is not as the migrations made it',
          where: guard,
        });
      return findings;
    },
    async entriesWritten(afterSeq, limit) {
      const rows = read
        .select()
        .from(ledgerEntries)
        .where(gt(ledgerEntries.seq, afterSeq))
        .orderBy(asc(ledgerEntries.seq))
        .limit(limit)
        .all();
      return rows.map((row) => ({ ...entryOf(row), seq: row.seq }));
    },
  };
}
