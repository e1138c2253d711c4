import type { AuditFilter, AuditHead, AuditLink } from '../finance/audit-entry.ts';

/** The part of the port that keeps the audit. Nothing in it can be changed or deleted. */
export interface AuditStore {
  /** The end of the chain; null while it is empty. */
  auditHead(): Promise<AuditHead | null>;
  /** Adds the entry that follows on the end of the chain, whatever the end is by then. `next` may be called more than once. */
  appendAudit(next: (head: AuditHead | null) => AuditLink): Promise<AuditLink>;
  /** Entries with a number behind (oldest first) or before (newest first) `from`; from the chain's start or end where it is null. */
  auditPage(
    filter: AuditFilter,
    from: number | null,
    limit: number,
    order: 'oldest_first' | 'newest_first',
  ): Promise<AuditLink[]>;
}
