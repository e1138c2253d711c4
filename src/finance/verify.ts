import type { AppContext } from '../context.ts';
import { closedNow, manifestOf, type Manifest } from '../ledger/period.ts';
import type { Finding } from '../store/store.ts';
import { contentsOf } from './close-month.ts';
import type { AuditHead } from './audit-entry.ts';
import { verifyAudit } from './verify-audit.ts';
import { carryFault, chainFault, entryFault, lateFault } from './verify-rules.ts';

/** How much was found right, and the first thing that does not hold. */
export type Verification = {
  entries: number;
  closedMonths: number;
  changes: number;
  events: number;
  auditEntries: number;
  /** The end of the audit: written down elsewhere, it shows later whether an end was cut off. */
  auditHead: AuditHead | null;
  finding: Finding | null;
};

const PAGE = 1_000;

/** Recomputes everything that can be recomputed, reading only. Stops at the first thing that does not hold. */
export async function verify(
  ctx: Pick<AppContext, 'store' | 'config'>,
  anchor: string | null = null,
): Promise<Verification> {
  const { store } = ctx;
  const done: Verification = {
    entries: 0,
    closedMonths: 0,
    changes: 0,
    events: 0,
    auditEntries: 0,
    auditHead: null,
    finding: null,
  };
  const stop = (finding: Finding): Verification => ({ ...done, finding });

  const [damage] = await store.checkIntegrity();
  if (damage !== undefined) return stop(damage);

  const { received, applied, ignored, parked, pending } = await store.inboxCounts('lines');
  if (received !== applied + ignored + parked + pending)
    return stop({ what: 'events that are in no state, or in two', where: 'webhook_events' });
  done.events = received;

  // The end of the ledger before the chain: a month that is reopened meanwhile may take entries that this chain forbids.
  const { entries: newest } = await store.ledgerBound();
  const changes = await store.periodChanges();
  const broken = chainFault(changes);
  if (broken !== null) return stop(broken);
  done.changes = changes.length;

  const chain = changes.map(manifestOf);
  // A publisher that moved keeps the days of its old zone.
  const zones = [...new Set([ctx.config.publisher.bookZone, ...chain.map((link) => link.zone)])];
  // From below the first number on: an entry that was put before it counts in every sum.
  for (let afterSeq = Number.MIN_SAFE_INTEGER; afterSeq < newest;) {
    const entries = await store.entriesWritten(afterSeq, PAGE);
    for (const entry of entries.filter(({ seq }) => seq <= newest)) {
      const fault = entryFault(entry, zones) ?? lateFault(entry, chain);
      if (fault !== null) return stop({ what: fault, where: entry.entryId });
      done.entries += 1;
    }
    const last = entries.at(-1);
    if (last === undefined) break;
    afterSeq = last.seq;
  }

  const closed = closedNow(changes);
  for (const manifest of closed) {
    const fault = await monthFault(ctx, manifest);
    if (fault !== null) return stop({ what: fault, where: manifest.period });
    done.closedMonths += 1;
  }
  const uneven = carryFault(closed);
  if (uneven !== null) return stop(uneven);

  const audit = await verifyAudit(ctx, changes, anchor);
  if (audit.finding !== null) return stop(audit.finding);
  [done.auditEntries, done.auditHead] = [audit.entries, audit.head];

  // Last: a wrong sum hides nothing and is made right by a rebuild; what is wrong below it says more.
  const [wrong] = await store.wrongSums();
  return wrong === undefined ? done : stop(wrong);
}

async function monthFault(ctx: Pick<AppContext, 'store'>, manifest: Manifest): Promise<string | null> {
  const now = await contentsOf(ctx, manifest.period, manifest.bound);
  if (now.rows !== manifest.rows) return 'a closed month with more or fewer rows than at its closing';
  if (JSON.stringify(now.totals) !== JSON.stringify(manifest.totals))
    return 'a closed month with other totals than at its closing';
  return now.ledgerCsvSha256 === manifest.ledgerCsvSha256
    ? null
    : 'a closed month whose file is not the one that was closed';
}
