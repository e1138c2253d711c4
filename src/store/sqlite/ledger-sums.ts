import type { Statement } from 'better-sqlite3';
import {
  NO_FILTER,
  type ChargedRow,
  type LedgerFilter,
  type MonthRow,
  type SummaryRow,
} from '../../finance/rows.ts';
import { previousPeriod } from '../../ledger/book-date.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { safeInteger } from '../../money.ts';
import { coverRange } from '../sql/spans.ts';
import type { LedgerStore } from '../store.ts';
import { whereOf, type Value, type Where } from '../sql/where.ts';
import { ledgerWhere } from '../sql/filter.ts';
import type { Connections } from './open.ts';
import { POSTINGS } from './sums.ts';

// Sums of the ledger are read from tables that are kept beside it, so that they cost the same after ten million lines:
// by booked month, and by spans of hours for a range of instants, of which lines are read only within the hours at its ends.
// Two things those tables do not know: filters that no row of theirs is parted by, and bounds. A bound that is only a
// little behind is answered by taking off what came after it; a closed month needs nothing, for nothing comes to it;
// all else adds up the lines themselves.

/** Lines behind a bound that are taken off one by one; beyond it the lines of the range are added up instead. */
const MOST_LATER = 5_000;

/** What a sum is about, with the months as a range where a filter has only one or an end; `lines`: from the lines alone. */
type Asked = LedgerFilter & { fromPeriod?: string; throughPeriod?: string; lines?: boolean };

type LedgerSumReads = Pick<
  LedgerStore,
  'ledgerSums' | 'balancesBefore' | 'paymentMonths' | 'paymentsByChargedCurrency' | 'postingCount'
>;

/** Conditions on a table of sums; null where the filter asks for more than its rows are parted by. */
export function sumWhere(filter: Asked): Where | null {
  const { from, to, status, stripePayoutId, updatedSince } = filter;
  if ([from, to, status, stripePayoutId, updatedSince].some((each) => each !== null)) return null;
  return whereOf([
    ['s.period = :period', 'period', filter.period],
    ['s.period < :beforePeriod', 'beforePeriod', filter.beforePeriod],
    ['s.period >= :fromPeriod', 'fromPeriod', filter.fromPeriod],
    ['s.period <= :throughPeriod', 'throughPeriod', filter.throughPeriod],
    ...parted(filter, 's'),
  ]);
}

/** What every row of a sum is parted by, and every line. */
function parted(
  { currency, kind, frequency, campaign }: LedgerFilter,
  of: 's' | 'e',
): Parameters<typeof whereOf>[0] {
  return [
    [`${of}.currency = :currency`, 'currency', currency],
    [`${of}.kind = :kind`, 'kind', kind],
    [`${of}.frequency = :frequency`, 'frequency', frequency],
    [`${of}.campaign = :campaign`, 'campaign', campaign],
  ];
}

const partedWhere = (filter: LedgerFilter, of: 's' | 'e'): Where => whereOf(parted(filter, of));

export function ledgerSumReads(
  { reader }: Connections,
  statement: (text: string) => Statement,
): LedgerSumReads {
  const newest = reader.prepare('select coalesce(max(seq), 0) from ledger_entries').pluck();
  // A close that was not undone by a reopening, and whose months the bound holds whole.
  const settled = reader
    .prepare(
      `select exists (select 1 from period_changes c where c.action = 'close' and c.period >= @period and c.entries_bound <= @bound
         and not exists (select 1 from period_changes r where r.action = 'reopen' and r.seq > c.seq and r.period <= c.period))`,
    )
    .pluck();

  /** Rows with count and sums to group as one likes, and what is bound in them. `fine`: campaign and charged currency, too. */
  const source = (
    asked: Asked,
    bound: LedgerBound,
    fine: boolean,
  ): { rows: string; values: Record<string, Value> } => {
    const kept = asked.lines === true ? null : (spanRows(asked, fine) ?? monthRows(asked, fine));
    const later = kept === null || isSettled(asked, bound) ? 0 : Number(newest.get()) - bound.entries;
    if (kept === null || later > MOST_LATER) {
      const lines = linesWhere(asked, bound, 'up_to');
      return { rows: linesOf(lines.where, '', fine), values: lines.values };
    }
    if (later <= 0) return kept;
    const since = linesWhere(asked, bound, 'after');
    return {
      rows: `${kept.rows} union all ${linesOf(since.where, '-', fine)}`,
      values: { ...kept.values, ...since.values },
    };
  };

  const isSettled = ({ period, beforePeriod, throughPeriod }: Asked, bound: LedgerBound): boolean => {
    const last = period ?? throughPeriod ?? (beforePeriod === null ? null : previousPeriod(beforePeriod));
    return last !== null && settled.get({ period: last, bound: bound.entries }) === 1;
  };

  /** One picture of tables and bound, whatever is written meanwhile. */
  const all = reader.transaction(
    (asked: Asked, bound: LedgerBound, fine: boolean, query: (rows: string) => string): unknown[] => {
      const { rows, values } = source(asked, bound, fine);
      return statement(query(rows)).all(values);
    },
  );

  return {
    async ledgerSums(filter, bound, from = 'sums') {
      const rows = all(
        { ...filter, lines: from === 'lines' },
        bound,
        false,
        (
          rowsOf,
        ) => `select currency, kind, frequency, sum(entries) as count, sum(gross_minor) as grossMinor, sum(fee_minor) as feeMinor,
            sum(net_minor) as netMinor from (${rowsOf}) group by currency, kind, frequency having sum(entries) > 0 order by 1, 2, 3`,
      ) as SummaryRow[];
      for (const row of rows) [row.grossMinor, row.feeMinor, row.netMinor].forEach(safeInteger);
      return rows;
    },
    async balancesBefore(filter, bound, from = 'sums') {
      const rows = all(
        { ...filter, lines: from === 'lines' },
        bound,
        false,
        (rowsOf) =>
          `select currency, sum(net_minor) as netMinor from (${rowsOf}) group by currency having sum(entries) > 0 order by 1`,
      ) as { currency: string; netMinor: number }[];
      rows.forEach((row) => safeInteger(row.netMinor));
      return rows;
    },
    async postingCount(filter, bound) {
      const [row] = all(
        filter,
        bound,
        false,
        (rowsOf) => `select coalesce(sum(postings), 0) as postings from (${rowsOf})`,
      ) as { postings: number }[];
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
      return all(
        asked,
        bound,
        false,
        (
          from,
        ) => `select period, frequency, sum(entries) as payments, sum(gross_minor) as grossMinor from (${from})
          group by period, frequency having sum(entries) > 0 order by 1, 2`,
      ) as MonthRow[];
    },
    async paymentsByChargedCurrency(filter, bound) {
      return all(
        { ...filter, kind: 'payment' },
        bound,
        true,
        (
          from,
        ) => `select charged_currency as chargedCurrency, sum(charged_minor) as chargedMinor, sum(entries) as payments,
            sum(gross_minor) as grossMinor
          from (${from}) where charged_currency is not null group by charged_currency having sum(entries) > 0 order by payments desc, 1`,
      ) as ChargedRow[];
    },
  };
}

/** Conditions on the lines themselves, up to a bound or behind it. */
function linesWhere(asked: Asked, bound: LedgerBound, side: 'up_to' | 'after'): Where {
  const { where, values } = ledgerWhere(asked, bound, side);
  const months = whereOf([
    ['e.period >= :fromPeriod', 'fromPeriod', asked.fromPeriod],
    ['e.period <= :throughPeriod', 'throughPeriod', asked.throughPeriod],
    ['e.recorded_at >= :updatedSince', 'updatedSince', asked.updatedSince?.getTime()],
  ]);
  return { where: `${where} and ${months.where}`, values: { ...values, ...months.values } };
}

type Rows = { rows: string; values: Record<string, Value> };

/** The sums by booked month; null where the filter asks for more than they know. */
function monthRows(asked: Asked, fine: boolean): Rows | null {
  const byStatus = asked.status !== null && !fine;
  const kept = sumWhere(byStatus ? { ...asked, status: null } : asked);
  if (kept === null) return null;
  if (byStatus)
    return {
      rows: `select s.period, ${sumColumns(false)} from status_sums s where s.status = :status and ${kept.where}`,
      values: { ...kept.values, status: asked.status ?? '' },
    };
  const table = fine || asked.campaign !== null ? 'campaign_sums' : 'ledger_sums';
  return {
    rows: `select s.period, ${sumColumns(fine)} from ${table} s where ${kept.where}`,
    values: kept.values,
  };
}

/** The sums by spans of hours, with the lines of what is no whole hour; null where no range of the movements' own time is asked. */
function spanRows(asked: Asked, fine: boolean): Rows | null {
  const { from, to, date, period, beforePeriod, fromPeriod, throughPeriod } = asked;
  const isRange = date === 'created' && (from !== null || to !== null);
  const byMonth = [period, beforePeriod, fromPeriod, throughPeriod].some((each) => each != null);
  if (!isRange || byMonth || sumWhere({ ...asked, from: null, to: null }) === null) return null;
  const { spans, edges } = coverRange(from?.getTime() ?? null, to?.getTime() ?? null);
  const kept = partedWhere(asked, 's');
  const values: Record<string, Value> = { ...kept.values, spans: JSON.stringify(spans) };
  const sums = `select null as period, ${sumColumns(fine)} from json_each(:spans) k
      cross join span_sums s on s.hours = k.value ->> 0 and s.slot >= k.value ->> 1 and s.slot < k.value ->> 2 where ${kept.where}`;
  const ends = edges.map(([first, behind], i) => {
    values[`from${i}`] = first;
    values[`to${i}`] = behind;
    const { where } = partedWhere(asked, 'e');
    return linesOf(`${where} and e.created_at >= :from${i} and e.created_at < :to${i}`, '', fine);
  });
  return { rows: [sums, ...ends].join(' union all '), values };
}

const sumColumns = (fine: boolean) =>
  `s.currency, s.kind, nullif(s.frequency, '') as frequency, s.entries, s.postings, s.gross_minor, s.fee_minor, s.net_minor
    ${fine ? `, nullif(s.charged_currency, '') as charged_currency, s.charged_minor` : ''}`;

/** The lines as rows of a sum, each counted once, or taken off once. */
function linesOf(where: string, sign: '' | '-', fine: boolean): string {
  const charged = `, e.charged_currency, ${sign}e.charged_minor as charged_minor`;
  // What is behind a bound lies together at the end of the table: no index finds it sooner.
  return `select e.period, e.currency, e.kind, e.frequency, ${sign}1 as entries, ${sign}(${POSTINGS}) as postings, ${sign}e.gross_minor as gross_minor,
      ${sign}e.fee_minor as fee_minor, ${sign}e.net_minor as net_minor ${fine ? charged : ''}
    from ledger_entries e ${sign === '-' ? 'not indexed' : ''} where ${where}`;
}
