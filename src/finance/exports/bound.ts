import type { AppContext } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { closedNow, type LedgerBound, type Manifest } from '../../ledger/period.ts';

/** The one instant that a file is a picture of: the last entries that belong to it, and when that was so. */
export type FileBound = LedgerBound & { asOf: Date };

/** A month that is closed, with the link of the chain that closed it. */
export type ClosedMonth = Manifest & { hash: string };

const WORDS = 'Use the bound of a manifest as it stands there, or leave it out.';

/** `1042.388.1795701600000`: highest entry, highest payout item, milliseconds of the instant. */
export function boundText({ entries, payoutItems, asOf }: FileBound): string {
  return `${entries}.${payoutItems}.${asOf.getTime()}`;
}

/** Reads what boundText wrote; null for anything else. */
export function readBound(text: string): FileBound | null {
  const parts = /^(\d{1,15})\.(\d{1,15})\.(\d{13})$/.exec(text);
  return parts === null
    ? null
    : { entries: Number(parts[1]), payoutItems: Number(parts[2]), asOf: new Date(Number(parts[3])) };
}

/**
 * Where a file ends that is begun now: at the bound given, at the closing of its month, or at what is there.
 * 400 for a bound that lies ahead of us, 409 for another one than that of a closed month.
 */
export async function boundFor(
  { store, now }: Pick<AppContext, 'store' | 'now'>,
  period: string | null,
  given: FileBound | null,
): Promise<{ bound: FileBound; closed: ClosedMonth | null }> {
  const asOf = now();
  const closed =
    period === null
      ? null
      : (closedNow(await store.periodChanges()).find((each) => each.period === period) ?? null);
  const bound: FileBound =
    closed === null
      ? { ...(await store.ledgerBound()), asOf }
      : { ...closed.bound, asOf: new Date(closed.at) };
  if (given === null) return { bound, closed };
  if (closed !== null && boundText(given) !== boundText(bound))
    throw new AppError(
      409,
      'month_closed',
      `${period} is closed: its files have one bound. Leave yours out.`,
      {
        field: 'bound',
      },
    );
  if (given.entries > bound.entries || given.payoutItems > bound.payoutItems || given.asOf > asOf)
    throw new AppError(400, 'invalid_field', WORDS, { field: 'bound' });
  return { bound: given, closed };
}
