import { and, asc, desc, eq, gt, lt } from 'drizzle-orm';
import { auditEntryOf, type AuditHead, type AuditLink } from '../../finance/audit-entry.ts';
import type { AuditStore } from '../audit-store.ts';
import { auditEntries } from './audit-schema.ts';
import type { Connections } from './open.ts';

type Next = (head: AuditHead | null) => AuditLink;

/** Appends to the chain inside a transaction that the caller has open. */
export function auditAppender({ write }: Pick<Connections, 'write'>): (next: Next) => AuditLink {
  const { number, hash } = auditEntries;
  const end = write.select({ number, hash }).from(auditEntries).orderBy(desc(number)).limit(1).prepare();
  return (next) => {
    const link = next(end.get() ?? null);
    const { action, by, outcome } = auditEntryOf(link);
    write
      .insert(auditEntries)
      .values({ ...link, action, by, outcome })
      .run();
    return link;
  };
}

export function auditStore(connections: Connections): AuditStore {
  const { writer, write } = connections;
  const { number, hash, entry, action, by, outcome } = auditEntries;
  const append = auditAppender(connections);
  const appendAlone = writer.transaction((next: Next) => append(next));
  return {
    async auditHead() {
      return write.select({ number, hash }).from(auditEntries).orderBy(desc(number)).limit(1).get() ?? null;
    },
    async appendAudit(next) {
      return appendAlone.immediate(next);
    },
    async auditPage(filter, from, limit, order) {
      const behind = order === 'oldest_first' ? gt : lt;
      return write
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
        .limit(limit)
        .all();
    },
  };
}
