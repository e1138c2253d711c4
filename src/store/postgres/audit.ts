import { and, asc, desc, eq, gt, lt } from 'drizzle-orm';
import { auditEntryOf, type AuditHead, type AuditLink } from '../../finance/audit-entry.ts';
import type { AuditStore } from '../audit-store.ts';
import { auditEntries } from './audit-schema.ts';
import type { Database, Sql } from './open.ts';
import { nextInChain } from './write-lock.ts';

type Next = (head: AuditHead | null) => AuditLink;

/** Appends to the chain inside a transaction that the caller has open; the chain's end waits for it until it commits. */
export async function appendAudit(sql: Sql, next: Next): Promise<AuditLink> {
  // First of all: only who holds the end may ask what the end is.
  const seq = await nextInChain(sql, 'audit');
  const link = next(await headOf(sql));
  const { action, by, outcome } = auditEntryOf(link);
  await sql.db.insert(auditEntries).values({ seq, ...link, action, by, outcome });
  return link;
}

async function headOf({ rows }: Sql): Promise<AuditHead | null> {
  const [head] = await rows<AuditHead>('select number, hash from audit_entries order by number desc limit 1');
  return head ?? null;
}

export function auditStore(database: Database): AuditStore {
  const { number, hash, entry, action, by, outcome } = auditEntries;
  return {
    async auditHead() {
      return headOf(database);
    },
    async appendAudit(next) {
      return database.transaction((sql) => appendAudit(sql, next));
    },
    async auditPage(filter, from, limit, order) {
      const behind = order === 'oldest_first' ? gt : lt;
      return database.db
        .select({ number, entry, hash })
        .from(auditEntries)
        .where(
          and(
            from === null ? undefined : behind(number, from),
            filter.action === null ? undefined : eq(action, filter.action),
            filter.by === null ? undefined : eq(by, filter.by),
            filter.outcome === null ? undefined : eq(outcome, filter.outcome),
          ),
        )
        .orderBy(order === 'oldest_first' ? asc(number) : desc(number))
        .limit(limit);
    },
  };
}
