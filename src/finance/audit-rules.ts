import { sha256 } from '../ids.ts';
import type { Manifest } from '../ledger/period.ts';
import type { Finding } from '../store/store.ts';
import { auditEntryOf, type AuditEntry, type AuditHead, type AuditLink } from './audit-entry.ts';

/** The first fault in a run of the chain that follows on `head`: an edited, dropped, swapped or forged entry. */
export function auditFault(links: readonly AuditLink[], head: AuditHead | null): Finding | null {
  let last = head;
  for (const link of links) {
    const where = `audit ${link.number}`;
    if (sha256(link.entry) !== link.hash)
      return { what: 'an entry of the audit that is not what was hashed', where };
    const entry = readable(link);
    if (entry === null) return { what: 'an entry of the audit that cannot be read', where };
    const wanted = (last?.number ?? 0) + 1;
    if (entry.number !== link.number || entry.number !== wanted)
      return { what: 'an audit in which an entry is missing', where: `audit ${wanted}` };
    if (entry.previousHash !== (last?.hash ?? ''))
      return { what: 'an entry of the audit that does not follow on the one before', where };
    last = link;
  }
  return null;
}

/** The hash of the manifest that an entry about a month names. */
export function manifestHashOf({ action, detail }: AuditEntry): string | null {
  const named = action === 'month_close' || action === 'month_reopen' ? detail['manifest'] : null;
  return typeof named === 'string' ? named : null;
}

/** The audit and the chain of months name each other: what one of them lacks was cut out of it. */
export function crossFault(
  named: ReadonlySet<string>,
  chain: readonly (Manifest & { hash: string })[],
  auditSince: string | null,
): Finding | null {
  const known = new Set(chain.map((link) => link.hash));
  const lost = [...named].find((hash) => !known.has(hash));
  if (lost !== undefined)
    return { what: 'a change of a month that the audit knows and the chain of months lacks', where: lost };
  // Months that were closed before there was an audit are in no entry of it.
  const unseen = chain.find(({ at, hash }) => auditSince !== null && at >= auditSince && !named.has(hash));
  return unseen === undefined
    ? null
    : { what: 'a change of a month that the audit lacks', where: `${unseen.period} ${unseen.action}` };
}

/** Whoever forges an entry can also hash what is none. */
function readable(link: AuditLink): AuditEntry | null {
  try {
    const entry = auditEntryOf(link);
    return typeof entry.number === 'number' && typeof entry.at === 'string' ? entry : null;
  } catch {
    return null;
  }
}
