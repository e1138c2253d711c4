import type { AppContext } from '../context.ts';
import { manifestOf, type PeriodChange } from '../ledger/period.ts';
import type { Finding } from '../store/store.ts';
import { auditEntryOf, type AuditHead } from './audit-entry.ts';
import { auditFault, crossFault, manifestHashOf } from './audit-rules.ts';

const PAGE = 1_000;

/** How many entries of the audit hold, its end, and the first thing that does not hold. */
export type AuditVerification = { entries: number; head: AuditHead | null; finding: Finding | null };

/**
 * Recomputes the chain of the audit up to the end it has now, and holds it against the chain of months.
 *
 * @param anchor a hash that was written down elsewhere (a page, a backup): it must be in the chain
 */
export async function verifyAudit(
  { store }: Pick<AppContext, 'store'>,
  changes: readonly PeriodChange[],
  anchor: string | null = null,
): Promise<AuditVerification> {
  const named = new Set<string>();
  let head: AuditHead | null = null;
  let since: string | null = null;
  let entries = 0;
  let isAnchored = anchor === null;
  for (;;) {
    const page = await store.auditPage(EVERYTHING, head?.number ?? null, PAGE, 'oldest_first');
    const finding = auditFault(page, head);
    if (finding !== null) return { entries, head, finding };
    for (const link of page) {
      const entry = auditEntryOf(link);
      since ??= entry.at;
      isAnchored ||= link.hash === anchor;
      const manifest = manifestHashOf(entry);
      if (manifest !== null) named.add(manifest);
    }
    entries += page.length;
    head = page.at(-1) ?? head;
    if (page.length < PAGE) break;
  }
  if (!isAnchored)
    return {
      entries,
      head,
      finding: { what: 'an audit that lacks the end it once had', where: String(anchor) },
    };
  // A month may close while this reads: what came after the first look counts only where the audit names it.
  const newest = await store.periodChanges();
  const chain = newest.map((change) => ({ ...manifestOf(change), hash: change.hash }));
  const later = new Set(newest.slice(changes.length).map((change) => change.hash));
  const cut = crossFault(
    named,
    chain.filter(({ hash }) => named.has(hash) || !later.has(hash)),
    since,
  );
  return { entries, head, finding: cut };
}

const EVERYTHING = { action: null, by: null, outcome: null };
