import type { LedgerRow } from '../../finance/rows.ts';
import type { LedgerEntry } from '../../ledger/entry.ts';
import { PAID_OUT_AT } from './filter.ts';

/** A row of `ledger_entries`, with what was charged in two columns. */
export type EntryRow = Omit<LedgerEntry, 'charged'> & {
  seq: number;
  chargedMinor: number | null;
  chargedCurrency: string | null;
};

// The first payment is number 1. Counting at reading time keeps the number right whatever order Stripe's
// events came in; counting up to the bound keeps an export one instant's picture.
const SEQUENCE = `case when e.pledge_id is not null then nullif((
    select count(*) from ledger_entries p
    where p.pledge_id = e.pledge_id and p.kind = 'payment' and p.seq <= :bound and p.created_at <= case e.kind
      when 'payment' then e.created_at
      else coalesce((select min(o.created_at) from ledger_entries o where o.payment_id = e.payment_id and o.kind = 'payment'), e.created_at) end
  ), 0) end`;

// Which deposit holds a line is written when Stripe lists the deposit: a table of its own, for entries never change.
const PAYOUT = `coalesce(e.stripe_payout_id, (
    select i.payout_id from payout_items i
    where i.balance_transaction_id = e.stripe_balance_transaction_id and i.seq <= :payoutItems
  ))`;

/** What a line of the export is read from. */
export const PAGE_COLUMNS = `e.entry_id, e.kind, e.pledge_id, e.payment_id, e.frequency, ${SEQUENCE}, e.campaign, e.created_at, e.available_at,
  e.book_date, e.period, e.charged_minor, e.charged_currency, e.gross_minor, e.fee_minor, e.net_minor, e.currency, e.exchange_rate,
  e.stripe_balance_transaction_id, e.stripe_source_id, ${PAYOUT}, e.original_entry_id, e.original_period, e.recorded_at,
  ${PAID_OUT_AT}`;

/** The values of an export's line (PAGE_COLUMNS), in their order. Rows as lists cost an export less than rows as objects. */
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
