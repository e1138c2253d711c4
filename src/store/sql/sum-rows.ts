import type { LedgerFilter } from '../../finance/rows.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { ledgerWhere } from './filter.ts';
import { coverRange } from './spans.ts';
import { POSTINGS } from './sums.ts';
import { whereOf, type Value, type Where } from './where.ts';

// The rows that sums of the ledger are added up from, in words that both engines understand: of tables of sums, or the lines.

/** What a sum is about, with the months as a range where a filter has only one or an end; `lines`: from the lines alone. */
export type Asked = LedgerFilter & { fromPeriod?: string; throughPeriod?: string; lines?: boolean };

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

export const partedWhere = (filter: LedgerFilter, of: 's' | 'e'): Where => whereOf(parted(filter, of));

/** Conditions on the lines themselves, up to a bound or behind it. */
export function linesWhere(asked: Asked, bound: LedgerBound, side: 'up_to' | 'after'): Where {
  const { where, values } = ledgerWhere(asked, bound, side);
  const months = whereOf([
    ['e.period >= :fromPeriod', 'fromPeriod', asked.fromPeriod],
    ['e.period <= :throughPeriod', 'throughPeriod', asked.throughPeriod],
    ['e.recorded_at >= :updatedSince', 'updatedSince', asked.updatedSince?.getTime()],
  ]);
  return { where: `${where} and ${months.where}`, values: { ...values, ...months.values } };
}

export type Rows = { rows: string; values: Record<string, Value> };

/** The sums by booked month; null where the filter asks for more than they know. */
export function monthRows(asked: Asked, fine: boolean): Rows | null {
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
export function spanRows(asked: Asked, fine: boolean): Rows | null {
  const { from, to, date, period, beforePeriod, fromPeriod, throughPeriod } = asked;
  const isRange = date === 'created' && (from !== null || to !== null);
  const byMonth = [period, beforePeriod, fromPeriod, throughPeriod].some((each) => each != null);
  if (!isRange || byMonth || sumWhere({ ...asked, from: null, to: null }) === null) return null;
  const { spans, edges } = coverRange(from?.getTime() ?? null, to?.getTime() ?? null);
  const kept = partedWhere(asked, 's');
  const values: Record<string, Value> = { ...kept.values };
  const sums = spans.map(([hours, slot, behind], i) => {
    Object.assign(values, { [`hours${i}`]: hours, [`slot${i}`]: slot, [`behind${i}`]: behind });
    return `select cast(null as text) as period, ${sumColumns(fine)} from span_sums s
      where s.hours = :hours${i} and s.slot >= :slot${i} and s.slot < :behind${i} and ${kept.where}`;
  });
  const ends = edges.map(([first, behind], i) => {
    values[`from${i}`] = first;
    values[`to${i}`] = behind;
    const { where } = partedWhere(asked, 'e');
    return linesOf(`${where} and e.created_at >= :from${i} and e.created_at < :to${i}`, '', fine);
  });
  // An empty range has neither.
  const none = `select cast(null as text) as period, ${sumColumns(fine)} from span_sums s where 1 = 0`;
  return { rows: [...sums, ...ends].join(' union all ') || none, values };
}

const sumColumns = (fine: boolean) =>
  `s.currency, s.kind, nullif(s.frequency, '') as frequency, s.entries, s.postings, s.gross_minor, s.fee_minor, s.net_minor
    ${fine ? `, nullif(s.charged_currency, '') as charged_currency, s.charged_minor` : ''}`;

/** The lines as rows of a sum, each counted once, or taken off once. `hint`: what an engine is told about its way to them. */
export function linesOf(where: string, sign: '' | '-', fine: boolean, hint = ''): string {
  const charged = `, e.charged_currency, ${sign}e.charged_minor as charged_minor`;
  return `select e.period, e.currency, e.kind, e.frequency, ${sign}1 as entries, ${sign}(${POSTINGS}) as postings, ${sign}e.gross_minor as gross_minor,
      ${sign}e.fee_minor as fee_minor, ${sign}e.net_minor as net_minor ${fine ? charged : ''}
    from ledger_entries e ${hint} where ${where}`;
}
