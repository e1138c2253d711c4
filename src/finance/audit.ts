import type { AppContext } from '../context.ts';
import { auditLink, type AuditFact, type AuditHead, type AuditLink } from './audit-entry.ts';

/**
 * Writes down what is about to be done, durably. Call it before the act: a record without its act is a
 * question that staff can answer, an act without its record is a hole that nobody sees. Denied tries go through
 * `ctx.denials.note` instead, which gathers what comes too often.
 */
export async function recordAudit(
  { store, now }: Pick<AppContext, 'store' | 'now'>,
  fact: AuditFact,
): Promise<void> {
  await store.appendAudit(nextLink(fact, now()));
}

/** The entry of a fact behind whatever the chain ends with when it is written: for acts that write it in their own transaction. */
export function nextLink(fact: AuditFact, at: Date): (head: AuditHead | null) => AuditLink {
  return (head) => auditLink(fact, at, head);
}
