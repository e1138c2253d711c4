import type { LedgerRow } from '../../finance/rows.ts';
import type { LedgerEntry } from '../../ledger/entry.ts';

/** A row of `ledger_entries`, with what was charged in two columns. */
export type EntryRow = Omit<LedgerEntry, 'charged'> & {
  seq: number;
  chargedMinor: number | null;
  chargedCurrency: string | null;
};

/** The values of an export's line (PAGE_COLUMNS of each adapter), in their order. Rows as lists cost an export less than rows as objects. */
export type RawEntry = [
  entryId: string, kind: EntryRow['kind'], pledgeId: string | null, paymentId: string | null, frequency: EntryRow['frequency'],
  sequence: number | null, campaign: string | null, createdAt: number, availableAt: number, bookDate: string, period: string,
  chargedMinor: number | null, chargedCurrency: string | null, grossMinor: number, feeMinor: number, netMinor: number, currency: string,
  exchangeRate: string | null, stripeBalanceTransactionId: string, stripeSourceId: string, stripePayoutId: string | null,
  originalEntryId: string | null, originalPeriod: string | null, recordedAt: number, paidOutAt: number | null,
]; // prettier-ignore

/** A line of the export from its raw values. */
export function ledgerRowOf(raw: RawEntry): LedgerRow {
  return {
    entryId: raw[0],
    kind: raw[1],
    pledgeId: raw[2],
    paymentId: raw[3],
    frequency: raw[4],
    sequence: raw[5],
    campaign: raw[6],
    createdAt: new Date(raw[7]),
    availableAt: new Date(raw[8]),
    bookDate: raw[9],
    period: raw[10],
    charged: raw[11] === null || raw[12] === null ? null : { amountMinor: raw[11], currency: raw[12] },
    grossMinor: raw[13],
    feeMinor: raw[14],
    netMinor: raw[15],
    currency: raw[16],
    exchangeRate: raw[17],
    stripeBalanceTransactionId: raw[18],
    stripeSourceId: raw[19],
    stripePayoutId: raw[20],
    originalEntryId: raw[21],
    originalPeriod: raw[22],
    recordedAt: new Date(raw[23]),
    paidOutAt: raw[24] === null ? null : new Date(raw[24]),
  };
}

/** A row as the noun. */
export function entryOf(row: EntryRow): LedgerEntry {
  const { seq: _, chargedMinor, chargedCurrency, ...rest } = row;
  return {
    ...rest,
    charged:
      chargedMinor === null || chargedCurrency === null
        ? null
        : { amountMinor: chargedMinor, currency: chargedCurrency },
  };
}
