import { NO_FILTER, type ChargedRow, type MonthRow, type SummaryRow } from '../../finance/rows.ts';
import { previousPeriod } from '../../ledger/book-date.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { safeInteger } from '../../money.ts';
import type { LedgerStore } from '../store.ts';
import { linesOf, linesWhere, monthRows, spanRows, type Asked, type Rows } from './sum-rows.ts';

// Sums of the ledger are read from tables that are kept beside it, so that they cost the same after ten million lines:
// by booked month, and by spans of hours for a range of instants, of which lines are read only within the hours at its ends.
// Two things those tables do not know: filters that no row of theirs is parted by, and bounds. A bound that is only a
// little behind is answered by taking off what came after it; a closed month needs nothing, for nothing comes to it;
// all else adds up the lines themselves.

/** Lines behind a bound that are taken off one by one; beyond it the lines of the range are added up instead. */
const MOST_LATER = 5_000;

/** The highest line. */
export const NEWEST = 'select coalesce(max(seq), 0) as newest from ledger_entries';

/** Whether a month was closed by a close that no reopening undid, and whose months the bound holds whole. */
export const SETTLED = `select count(*) as settled from (select 1 from period_changes c
  where c.action = 'close' and c.period >= :period and c.entries_bound <= :bound
    and not exists (select 1 from period_changes r where r.action = 'reopen' and r.seq > c.seq and r.period <= c.period) limit 1) s`;

/** The last month that is asked for; null where it is left open. */
export function lastMonthOf({ period, beforePeriod, throughPeriod }: Asked): string | null {
  return period ?? throughPeriod ?? (beforePeriod === null ? null : previousPeriod(beforePeriod));
}

/** Tables of sums that know what is asked; null where only the lines do. `fine`: campaign and charged currency, too. */
export function keptRows(asked: Asked, fine: boolean): Rows | null {
  return asked.lines === true ? null : (spanRows(asked, fine) ?? monthRows(asked, fine));
}

/** Rows to add up, and what is bound in them. `later`: lines behind the bound that are in the sums. */
export function sourceOf(
  { asked, bound, fine }: { asked: Asked; bound: LedgerBound; fine: boolean },
  { kept, later, hint = '' }: { kept: Rows | null; later: number; hint?: string },
): Rows {
  if (kept === null || later > MOST_LATER) {
    const lines = linesWhere(asked, bound, 'up_to');
    return { rows: linesOf(lines.where, '', fine), values: lines.values };
  }
  if (later <= 0) return kept;
  const since = linesWhere(asked, bound, 'after');
  return {
    rows: `${kept.rows} union all ${linesOf(since.where, '-', fine, hint)}`,
    values: { ...kept.values, ...since.values },
  };
}

/** Adds up what is asked, of one picture of tables and bound, whatever is written meanwhile. */
export type AddUp = (
  asked: Asked,
  bound: LedgerBound,
  fine: boolean,
  query: (rows: string) => string,
) => Promise<unknown[]>;

type LedgerSumReads = Pick<
  LedgerStore,
  'ledgerSums' | 'balancesBefore' | 'paymentMonths' | 'paymentsByChargedCurrency' | 'postingCount'
>;

export function ledgerSumReads(addUp: AddUp): LedgerSumReads {
  return {
    async ledgerSums(filter, bound, from = 'sums') {
      const rows = (await addUp(
        { ...filter, lines: from === 'lines' },
        bound,
        false,
        QUERIES.ledgerSums,
      )) as SummaryRow[];
      for (const row of rows) [row.grossMinor, row.feeMinor, row.netMinor].forEach(safeInteger);
      return rows;
    },
    async balancesBefore(filter, bound, from = 'sums') {
      const rows = (await addUp({ ...filter, lines: from === 'lines' }, bound, false, QUERIES.balances)) as {
        currency: string;
        netMinor: number;
      }[];
      rows.forEach((row) => safeInteger(row.netMinor));
      return rows;
    },
    async postingCount(filter, bound) {
      const [row] = (await addUp(filter, bound, false, QUERIES.postings)) as { postings: number }[];
      return row?.postings ?? 0;
    },
    async paymentMonths({ first, last, currency }, bound) {
      const asked = {
        ...NO_FILTER,
        fromPeriod: first,
        throughPeriod: last,
        currency,
        kind: 'payment' as const,
      };
      return (await addUp(asked, bound, false, QUERIES.months)) as MonthRow[];
    },
    async paymentsByChargedCurrency(filter, bound) {
      return (await addUp({ ...filter, kind: 'payment' }, bound, true, QUERIES.charged)) as ChargedRow[];
    },
  };
}

/** What a page asks of such rows; names are quoted, for PostgreSQL writes others small. */
const QUERIES = {
  ledgerSums: (rows: string) =>
    `select currency, kind, frequency, ${total('entries')} as count, ${total('gross_minor')} as "grossMinor", ${total('fee_minor')} as "feeMinor",
       ${total('net_minor')} as "netMinor" from (${rows}) r group by currency, kind, frequency having sum(entries) > 0 order by 1, 2, 3 nulls first`,
  balances: (rows: string) =>
    `select currency, ${total('net_minor')} as "netMinor" from (${rows}) r group by currency having sum(entries) > 0 order by 1`,
  postings: (rows: string) => `select coalesce(${total('postings')}, 0) as postings from (${rows}) r`,
  months: (rows: string) =>
    `select period, frequency, ${total('entries')} as payments, ${total('gross_minor')} as "grossMinor" from (${rows}) r
     group by period, frequency having sum(entries) > 0 order by 1, 2 nulls first`,
  charged: (rows: string) =>
    `select charged_currency as "chargedCurrency", ${total('charged_minor')} as "chargedMinor", ${total('entries')} as payments,
       ${total('gross_minor')} as "grossMinor"
     from (${rows}) r where charged_currency is not null group by charged_currency having sum(entries) > 0 order by payments desc, 1`,
};

/** A sum of whole numbers as a whole number: PostgreSQL makes a decimal of it. */
function total(column: string): string {
  return `cast(sum(${column}) as bigint)`;
}
