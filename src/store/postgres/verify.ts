import { asc, gt } from 'drizzle-orm';
import { auditEntryOf } from '../../finance/audit-entry.ts';
import { manifestOf } from '../../ledger/period.ts';
import { entryOf } from '../sql/entry-rows.ts';
import { MUST_BE_EMPTY } from '../sql/must-be-empty.ts';
import type { Finding, VerifyStore } from '../store.ts';
import { auditEntries } from './audit-schema.ts';
import { missingGuard } from './guards.ts';
import { ledgerEntries, periodChanges } from './ledger-schema.ts';
import type { Database, Sql } from './open.ts';

/** Entries of the audit that are looked at a time. */
const PAGE = 1_000;

export function verifyStore({ db, snapshot }: Database): VerifyStore {
  return {
    async checkIntegrity() {
      return snapshot(async (sql) => {
        const findings: Finding[] = [];
        for (const [what, text] of MUST_BE_EMPTY) {
          const [row] = await sql.lists<[string]>(`${text} limit 1`);
          if (row !== undefined) findings.push({ what, where: row[0] });
        }
        findings.push(...(await cutEnds(sql)), ...(await wrongLinks(sql)), ...(await wrongAuditEntries(sql)));
        const guard = await missingGuard(sql);
        if (guard !== undefined)
          findings.push({
            what: 'a table, index or trigger that is missing or is not as the migrations made it',
            where: guard,
          });
        return findings;
      });
    },
    async entriesWritten(afterSeq, limit) {
      const rows = await db
        .select()
        .from(ledgerEntries)
        .where(gt(ledgerEntries.seq, afterSeq))
        .orderBy(asc(ledgerEntries.seq))
        .limit(limit);
      return rows.map((row) => ({ ...entryOf(row), seq: row.seq }));
    },
  };
}

/** The locks of the chains remember the highest number that they ever gave: an end that was cut off shows. */
async function cutEnds({ rows }: Sql): Promise<Finding[]> {
  const ends = await rows<{ name: string; next: number }>(
    `select l.name, e.newest + 1 as next from write_locks l join (
       select 'audit' as name, coalesce(max(seq), 0) as newest from audit_entries
       union all select 'months', coalesce(max(seq), 0) from period_changes
     ) e on e.name = l.name where e.newest < l.highest order by l.name`,
  );
  return ends.map(({ name, next }) =>
    name === 'audit'
      ? { what: 'an audit whose end was cut off', where: `audit ${next}` }
      : { what: 'a chain of months whose end was cut off', where: `link ${next}` },
  );
}

/** The triggers and the month of a late entry go by the columns of a link: they have to be what its manifest says. */
async function wrongLinks({ db }: Sql): Promise<Finding[]> {
  const links = await db.select().from(periodChanges).orderBy(asc(periodChanges.seq));
  const wrong = links.find((link) => {
    const manifest = read(() => manifestOf(link));
    return (
      manifest === null ||
      link.action !== manifest.action ||
      link.period !== manifest.period ||
      link.closedThrough !== manifest.closedThrough ||
      link.entriesBound !== manifest.bound.entries ||
      link.payoutItemsBound !== manifest.bound.payoutItems
    );
  });
  const what = 'a link of the chain of months whose columns are not what its manifest says';
  return wrong === undefined ? [] : [{ what, where: `link ${wrong.seq}` }];
}

async function wrongAuditEntries({ db }: Sql): Promise<Finding[]> {
  for (let after = 0; ;) {
    const page = await db
      .select()
      .from(auditEntries)
      .where(gt(auditEntries.number, after))
      .orderBy(asc(auditEntries.number))
      .limit(PAGE);
    const wrong = page.find((row) => {
      const entry = read(() => auditEntryOf(row));
      return (
        entry === null ||
        row.number !== entry.number ||
        row.action !== entry.action ||
        row.by !== entry.by ||
        row.outcome !== entry.outcome
      );
    });
    const what = 'an entry of the audit whose columns are not what it says';
    if (wrong !== undefined) return [{ what, where: `audit ${wrong.number}` }];
    const last = page.at(-1);
    if (last === undefined) return [];
    after = last.number;
  }
}

/** What a text says, or null where it cannot be read. */
function read<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
