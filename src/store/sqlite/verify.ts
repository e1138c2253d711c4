import Database from 'better-sqlite3';
import { asc, gt } from 'drizzle-orm';
import type { EntryKind } from '../../ledger/entry.ts';
import type { Finding, VerifyStore } from '../store.ts';
import { entryOf } from '../sql/entry-rows.ts';
import { migrateThroughGate, readMigrations } from './migrate.ts';
import type { Connections, Sqlite } from './open.ts';
import { ledgerEntries } from './ledger-schema.ts';

/** Payments of which more went back than came, or more came back than went. */
function givenBack(out: EntryKind, back: EntryKind): string {
  return `select payment_id from ledger_entries where payment_id is not null group by payment_id
    having sum(kind = 'payment') > 0
      and -sum(case when kind in ('${out}', '${back}') then charged_minor else 0 end)
        not between 0 and sum(case when kind = 'payment' then charged_minor else 0 end)`;
}

/** What must find nothing, with the column that says where it was found. */
const MUST_BE_EMPTY: readonly [what: string, sql: string][] = [
  [
    'an entry whose net is not gross less fee',
    'select entry_id from ledger_entries where net_minor <> gross_minor - fee_minor',
  ],
  [
    'a refund or dispute that is of another payment than the entry it goes back to',
    `select e.entry_id from ledger_entries e join ledger_entries o on o.entry_id = e.original_entry_id
     where e.payment_id is not o.payment_id`,
  ],
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
  // In the supporter's own currency, for a later rate may settle the same money otherwise. Refunds and disputes
  // apart: a bank may dispute the whole of a payment of which a part was refunded.
  ['a payment with more refunded than was paid, or less than nothing', givenBack('refund', 'refund_failed')],
  [
    'a payment with more disputed than was paid, or less than nothing',
    givenBack('dispute', 'dispute_reversed'),
  ],
  [
    'an event that is not in exactly one state',
    `select stripe_event_id from webhook_events
     where (next_attempt_at is not null) + (applied_at is not null) + (ignored_at is not null) + (parked_at is not null) <> 1`,
  ],
  [
    'a movement that is booked and also counted as another product’s',
    'select balance_transaction_id from other_movements join ledger_entries on stripe_balance_transaction_id = balance_transaction_id',
  ],
  [
    'a line of a deposit that is neither booked nor another product’s',
    `select i.balance_transaction_id from payout_items i
     where not exists (select 1 from ledger_entries where stripe_balance_transaction_id = i.balance_transaction_id)
       and not exists (select 1 from other_movements where balance_transaction_id = i.balance_transaction_id)`,
  ],
  [
    'a deposit whose contents do not add up to it',
    `select p.payout_id from payouts p where p.itemised_at is not null and p.amount_minor <> (
       select coalesce(sum(coalesce(e.net_minor, o.net_minor, 0)), 0) from payout_items i
       left join ledger_entries e on e.stripe_balance_transaction_id = i.balance_transaction_id
       left join other_movements o on o.balance_transaction_id = i.balance_transaction_id
       where i.payout_id = p.payout_id)`,
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
      for (const [what, sql] of MUST_BE_EMPTY) {
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
