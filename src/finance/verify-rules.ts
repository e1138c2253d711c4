import { derivedId, sha256 } from '../ids.ts';
import { bookDate, nextPeriod } from '../ledger/book-date.ts';
import { entryIdOf, postingsOf, type LedgerEntry } from '../ledger/entry.ts';
import {
  closedBefore,
  closedThroughOf,
  manifestOf,
  type Manifest,
  type PeriodChange,
} from '../ledger/period.ts';
import type { Finding } from '../store/store.ts';

// What must hold, as pure functions: each answers with the first thing that does not, or with null.

/** What is wrong with an entry in itself. `zones` are those that the books were ever kept in. */
export function entryFault(entry: LedgerEntry, zones: readonly string[]): string | null {
  if (entry.grossMinor - entry.feeMinor !== entry.netMinor) return 'an entry whose net is not gross less fee';
  const sum = postingsOf(entry).reduce((total, posting) => total + posting.amountMinor, 0);
  if (sum !== 0) return 'an entry whose postings do not sum to zero';
  if (entry.entryId !== entryIdOf(entry.stripeBalanceTransactionId))
    return 'an entry whose id does not follow from its balance transaction';
  // A payment's source is its charge, from which its own id follows.
  if (entry.kind === 'payment' && entry.paymentId !== derivedId('pay', entry.stripeSourceId))
    return 'a payment whose id does not follow from its charge';
  if (!zones.some((zone) => bookDate(entry.createdAt, zone) === entry.bookDate))
    return `an entry whose day is not that of its movement in ${zones.join(' or ')}`;
  const own = entry.bookDate.slice(0, 7);
  const isOwn = entry.originalPeriod === null && entry.period === own;
  const isLate = entry.originalPeriod === own && entry.period > own;
  return isOwn || isLate
    ? null
    : 'an entry that is booked to a month that is not its own and not a later one';
}

/** What is wrong with when an entry was written: it may lie in no month that was closed, nor be late without one. */
export function lateFault(
  { seq, period, originalPeriod }: Pick<LedgerEntry, 'period' | 'originalPeriod'> & { seq: number },
  chain: readonly Manifest[],
): string | null {
  // A link counts for what lies behind its bound: what was written while it was made is in no month that it closes.
  const before = chain.filter((link) => link.bound.entries < seq);
  const closedThrough = before.at(-1)?.closedThrough ?? null;
  if (closedThrough !== null && period <= closedThrough)
    return 'an entry that was written into a month that was closed';
  if (originalPeriod === null) return null;
  const wasClosed = before.some(
    (link) =>
      link.closedThrough !== null &&
      link.closedThrough >= originalPeriod &&
      nextPeriod(link.closedThrough) === period,
  );
  return wasClosed ? null : 'an entry that is booked late though its own month was open';
}

/** The first fault of the chain: an edited, dropped, swapped or forged link. */
export function chainFault(changes: readonly PeriodChange[]): Finding | null {
  let last: { hash: string; manifest: Manifest } | null = null;
  for (const [i, change] of changes.entries()) {
    const where = `link ${change.seq}`;
    if (sha256(change.manifest) !== change.hash)
      return { what: 'a manifest that is not what was hashed', where };
    const manifest = readable(change);
    if (manifest === null) return { what: 'a manifest that cannot be read', where };
    if (manifest.previousHash !== (last?.hash ?? ''))
      return { what: 'a manifest that does not follow on the one before', where };
    if (!follows(manifest, changes.slice(0, i)))
      return { what: 'months that were not closed in order', where };
    const { bound } = manifest;
    const lastBound = last?.manifest.bound ?? { entries: 0, payoutItems: 0 };
    if (!(bound.entries >= lastBound.entries && bound.payoutItems >= lastBound.payoutItems))
      return { what: 'a manifest that ends before the one it follows on', where };
    last = { hash: change.hash, manifest };
  }
  return null;
}

function follows(manifest: Manifest, before: readonly PeriodChange[]): boolean {
  const closed = closedThroughOf(before);
  const { action, period, closedThrough } = manifest;
  if (action === 'close') return closedThrough === period && (closed === null || period > closed);
  return action === 'reopen' && period === closed && closedThrough === closedBefore(before);
}

/** Whoever forges a link can also hash what is no manifest. */
function readable(change: PeriodChange): Manifest | null {
  try {
    const manifest = manifestOf(change);
    return typeof manifest.bound.entries === 'number' && Array.isArray(manifest.totals) ? manifest : null;
  } catch {
    return null;
  }
}

/** From month to month: opening and movements are closing, and that is where the next month opens. */
export function carryFault(closed: readonly Pick<Manifest, 'period' | 'totals'>[]): Finding | null {
  let carried = new Map<string, number>();
  for (const { period, totals } of closed) {
    const uneven = totals.find(
      (each) => each.openingMinor + each.netMinor + each.payoutsMinor !== each.closingMinor,
    );
    if (uneven !== undefined)
      return {
        what: 'a closed month in which opening and movements are not closing',
        where: `${period} ${uneven.currency}`,
      };
    const openings = new Map(totals.map((each) => [each.currency, each.openingMinor]));
    for (const currency of new Set([...carried.keys(), ...openings.keys()]))
      if ((carried.get(currency) ?? 0) !== (openings.get(currency) ?? 0))
        return {
          what: 'a closed month that does not open with what the one before closed with',
          where: `${period} ${currency}`,
        };
    carried = new Map(totals.map((each) => [each.currency, each.closingMinor]));
  }
  return null;
}
