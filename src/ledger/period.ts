import { sha256 } from '../ids.ts';
import { nextPeriod } from './book-date.ts';

/**
 * The month an entry is booked to: its own, or, where that is closed, the first open one, with its own
 * beside it. Months close in order, so everything up to `closedThrough` is closed.
 */
export function bookedTo(
  bookDate: string,
  closedThrough: string | null,
): { period: string; originalPeriod: string | null } {
  const own = bookDate.slice(0, 7);
  if (closedThrough === null || own > closedThrough) return { period: own, originalPeriod: null };
  return { period: nextPeriod(closedThrough), originalPeriod: own };
}

/** Where the picture of an export ends: the highest entry and the highest payout item that belong to it. */
export type LedgerBound = { entries: number; payoutItems: number };

/** Totals of one settlement currency, in minor units, signed as the ledger signs them but for the fees. */
export type MonthTotals = {
  currency: string;
  /** Payments before fees. */
  grossMinor: number;
  /** Refunds, with those that came back. */
  refundsMinor: number;
  /** Disputes, with those that were won; the bank's fee is among the fees. */
  disputesMinor: number;
  /** Every fee: those on payments, disputes and refunds, and those of the account itself. */
  feesMinor: number;
  adjustmentsMinor: number;
  /** All movements but payouts. */
  netMinor: number;
  /** The balance before the range. */
  openingMinor: number;
  /** Transfers to the bank, with those that came back. */
  payoutsMinor: number;
  closingMinor: number;
};

/** What was closed or reopened, and what it held at that moment. Each manifest names the one before. */
export type Manifest = {
  format: 1;
  action: 'close' | 'reopen';
  /** YYYY-MM in `zone`. */
  period: string;
  zone: string;
  /** Every month up to this one is closed after the change; null where none is. */
  closedThrough: string | null;
  /** ISO 8601, UTC. */
  at: string;
  /** `command`, or the id of the finance key that asked. */
  by: string;
  /** Why a month was reopened; null for a close. */
  reason: string | null;
  bound: LedgerBound;
  /** Lines of the month's ledger.csv, without its header. */
  rows: number;
  /** SHA-256 of the month's ledger.csv, byte for byte; null for a reopening. */
  ledgerCsvSha256: string | null;
  totals: MonthTotals[];
  /** Hash of the manifest before; empty for the first. */
  previousHash: string;
};

/** A link of the chain: the manifest as text, byte for byte what was hashed. */
export type PeriodChange = { seq: number; manifest: string; hash: string };

/** The link that a manifest makes. */
export function linkOf(manifest: Manifest): Omit<PeriodChange, 'seq'> {
  const text = JSON.stringify(manifest);
  return { manifest: text, hash: sha256(text) };
}

/** The manifest inside a link. */
export function manifestOf(change: Pick<PeriodChange, 'manifest'>): Manifest {
  return JSON.parse(change.manifest) as Manifest;
}

/** Every month up to this one is closed after the last change of the chain; null where none is. */
export function closedThroughOf(changes: readonly PeriodChange[]): string | null {
  const last = changes.at(-1);
  return last === undefined ? null : manifestOf(last).closedThrough;
}

/** The months that are closed after all changes, in order, each with the link that closed it last. */
export function closedNow(changes: readonly PeriodChange[]): (Manifest & { hash: string })[] {
  const closed: (Manifest & { hash: string })[] = [];
  for (const change of changes) {
    const manifest = manifestOf(change);
    if (manifest.action === 'close') closed.push({ ...manifest, hash: change.hash });
    else closed.pop();
  }
  return closed;
}

/** What stays closed when the last closed month is opened again: the chain knows, without what was reopened meanwhile. */
export function closedBefore(changes: readonly PeriodChange[]): string | null {
  return closedNow(changes).at(-2)?.period ?? null;
}
