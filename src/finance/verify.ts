import type { AppContext } from '../context.ts';
import { derivedId, sha256 } from '../ids.ts';
import { entryIdOf, postingsOf, type LedgerEntry } from '../ledger/entry.ts';
import { manifestOf, type Manifest, type PeriodChange } from '../ledger/period.ts';
import type { Finding } from '../store/store.ts';
import { closedBefore, contentsOf } from './close-month.ts';

/** What was checked, and the first thing that does not hold. */
export type Verification = {
  entries: number;
  closedMonths: number;
  changes: number;
  events: number;
  finding: Finding | null;
};

const PAGE = 1_000;

/** Recomputes everything that can be recomputed, reading only. Stops at the first thing that does not hold. */
export async function verify(ctx: Pick<AppContext, 'store' | 'config'>): Promise<Verification> {
  const { store } = ctx;
  const done: Verification = { entries: 0, closedMonths: 0, changes: 0, events: 0, finding: null };
  const stop = (finding: Finding): Verification => ({ ...done, finding });

  const [damage] = await store.checkIntegrity();
  if (damage !== undefined) return stop(damage);

  const changes = await store.periodChanges();
  done.changes = changes.length;
  const broken = chainFault(changes);
  if (broken !== null) return stop(broken);

  for (let afterSeq = 0; ;) {
    const entries = await store.entriesWritten(afterSeq, PAGE);
    for (const entry of entries) {
      const fault = entryFault(entry);
      if (fault !== null) return stop({ what: fault, where: entry.entryId });
    }
    done.entries += entries.length;
    const last = entries.at(-1);
    if (last === undefined || entries.length < PAGE) break;
    afterSeq = last.seq;
  }

  for (const manifest of closedNow(changes)) {
    const fault = await monthFault(ctx, manifest);
    if (fault !== null) return stop({ what: fault, where: manifest.period });
    done.closedMonths += 1;
  }

  const { received, applied, ignored, parked, pending } = await store.inboxCounts();
  done.events = received;
  if (received !== applied + ignored + parked + pending)
    return stop({ what: 'events that are in no state, or in two', where: 'webhook_events' });
  return done;
}

/** What is wrong with an entry by our own rules; null where nothing is. Pure. */
export function entryFault(entry: LedgerEntry): string | null {
  if (entry.grossMinor - entry.feeMinor !== entry.netMinor) return 'an entry whose net is not gross less fee';
  const sum = postingsOf(entry).reduce((total, posting) => total + posting.amountMinor, 0);
  if (sum !== 0) return 'an entry whose postings do not sum to zero';
  if (entry.entryId !== entryIdOf(entry.stripeBalanceTransactionId))
    return 'an entry whose id does not follow from its balance transaction';
  // A payment's source is its charge, from which its own id follows.
  if (entry.kind === 'payment' && entry.paymentId !== derivedId('pay', entry.stripeSourceId))
    return 'a payment whose id does not follow from its charge';
  const own = entry.bookDate.slice(0, 7);
  const isOwn = entry.originalPeriod === null && entry.period === own;
  const isLate = entry.originalPeriod === own && entry.period > own;
  return isOwn || isLate
    ? null
    : 'an entry that is booked to a month that is not its own and not a later one';
}

/** The first fault of the chain: an edited, dropped, swapped or forged link. Pure. */
export function chainFault(changes: readonly PeriodChange[]): Finding | null {
  let previousHash = '';
  for (const [i, change] of changes.entries()) {
    const where = `link ${change.seq}`;
    if (sha256(change.manifest) !== change.hash)
      return { what: 'a manifest that is not what was hashed', where };
    const manifest = manifestOf(change);
    if (manifest.previousHash !== previousHash)
      return { what: 'a manifest that does not follow on the one before', where };
    const before = changes.slice(0, i);
    const last = before.at(-1);
    const closed = last === undefined ? null : manifestOf(last).closedThrough;
    const follows =
      manifest.action === 'close'
        ? manifest.closedThrough === manifest.period && (closed === null || manifest.period > closed)
        : manifest.period === closed && manifest.closedThrough === closedBefore(before, manifest.period);
    if (!follows) return { what: 'months that were not closed in order', where };
    previousHash = change.hash;
  }
  return null;
}

/** The manifests of the months that are closed now, in order. */
export function closedNow(changes: readonly PeriodChange[]): Manifest[] {
  const closed: Manifest[] = [];
  for (const manifest of changes.map(manifestOf)) {
    if (manifest.action === 'close') closed.push(manifest);
    else closed.splice(closed.findIndex((each) => each.period === manifest.period));
  }
  return closed;
}

async function monthFault(ctx: Pick<AppContext, 'store'>, manifest: Manifest): Promise<string | null> {
  const now = await contentsOf(ctx, manifest.period, manifest.bound);
  if (now.rows !== manifest.rows) return 'a closed month with more or fewer rows than at its closing';
  if (JSON.stringify(now.totals) !== JSON.stringify(manifest.totals))
    return 'a closed month with other totals than at its closing';
  if (now.ledgerCsvSha256 !== manifest.ledgerCsvSha256)
    return 'a closed month whose file is not the one that was closed';
  const uneven = manifest.totals.find(
    (each) => each.openingMinor + each.netMinor + each.payoutsMinor !== each.closingMinor,
  );
  return uneven === undefined
    ? null
    : `a closed month in which opening and movements are not closing (${uneven.currency})`;
}
