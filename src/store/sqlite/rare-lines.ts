import type { Statement } from 'better-sqlite3';
import { NO_FILTER, type LedgerFilter, type PledgeFilter } from '../../finance/rows.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { whereOf, type Value } from '../sql/where.ts';
import { sumWhere } from './ledger-sums.ts';

// A page of the ledger is read by walking it in the order of time and leaving out what the filter leaves out. Where the
// filter selects little, that walk would pass a whole month for a handful of lines: then the lines are found first, through
// the sums that say in which months, currencies and kinds they are, and only they are put in order.

/** Filters remembered; beyond it all are forgotten. */
const MOST_REMEMBERED = 200;
/** Pledges of a status that are looked up one by one rather than met on the way. */
const FEW_PLEDGES = 1_000;
/** What was written lately is sorted anew for each page; beyond this many rows it is met on the way. */
const FEW_LINES = 5_000;

/** The same for a page of pledges: those that changed lately, where they are few. */
export function rarePledgesOf(statement: (text: string) => Statement) {
  return ({ updatedSince }: PledgeFilter): string | null => {
    if (updatedSince === null) return null;
    const text = `select count(*) from (select 1 from pledges where updated_at >= ? limit ${FEW_LINES + 1})`;
    return Number(statement(text).pluck().get(updatedSince.getTime())) > FEW_LINES
      ? null
      : `(select pledge_id from pledges where updated_at >= :updatedSince) r cross join pledges p on p.pledge_id = r.pledge_id`;
  };
}

/**
 * Says where the lines of a filter are found: the text of a FROM clause whose `e` is the ledger, or null where walking
 * costs less. What it is told by the sums may be a little old: it decides on the way, never on the lines.
 */
export function rareLinesOf(statement: (text: string) => Statement) {
  const remembered = new Map<string, string | null>();
  const sum = (text: string, values: Record<string, Value>) => Number(statement(text).pluck().get(values));
  const entriesOf = (filter: LedgerFilter): number => {
    const { where, values } = sumWhere(filter) ?? whereOf([]);
    const table = filter.campaign === null ? 'ledger_sums' : 'campaign_sums';
    return sum(`select coalesce(sum(s.entries), 0) from ${table} s where ${where}`, values);
  };

  const decide = (filter: LedgerFilter, limit: number): string | null => {
    const { period, beforePeriod, currency, kind, frequency, campaign, status } = filter;
    if (filter.stripePayoutId !== null) return null;
    if (filter.updatedSince !== null) {
      const since = { since: filter.updatedSince.getTime() };
      const lines = sum(
        `select count(*) from (select 1 from ledger_entries where recorded_at >= :since limit ${FEW_LINES + 1})`,
        since,
      );
      if (lines <= FEW_LINES)
        return `(select seq from ledger_entries where recorded_at >= :updatedSince) r cross join ledger_entries e on e.seq = r.seq`;
    }
    if (currency !== null || kind !== null || frequency !== null || campaign !== null) {
      const asked = { ...NO_FILTER, period, beforePeriod, currency, kind, frequency, campaign };
      const matching = entriesOf(asked);
      // The walk meets a match every all / matching lines, the other way reads and sorts every match.
      if (matching * matching < limit * entriesOf({ ...NO_FILTER, period, beforePeriod }))
        return bySums(asked);
    }
    if (status === null) return null;
    const few = sum('select coalesce(sum(pledges), 0) from pledge_sums where status = :status', { status });
    return few > FEW_PLEDGES
      ? null
      : `(select pledge_id from pledges where status = :status) p
         cross join ledger_entries e indexed by ledger_entries_pledge on e.pledge_id = p.pledge_id`;
  };

  return (filter: LedgerFilter, bound: LedgerBound, limit: number): string | null => {
    const key = JSON.stringify([filter, bound.entries, limit]);
    let found = remembered.get(key);
    if (found === undefined) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      found = decide(filter, limit);
      remembered.set(key, found);
    }
    return found;
  };
}

/** The ledger through the rows of sums that the filter selects; the names bound are the filter's own. */
function bySums(filter: LedgerFilter): string {
  const { where } = sumWhere(filter) ?? whereOf([]);
  const [table, campaign, same] =
    filter.campaign === null
      ? ['ledger_sums', '', '']
      : ['campaign_sums', ', s.campaign', ` and e.campaign is nullif(k.campaign, '')`];
  return `(select distinct s.period, s.currency, s.kind, s.frequency ${campaign} from ${table} s where ${where}) k
    cross join ledger_entries e indexed by ledger_entries_period_sums
      on e.period = k.period and e.currency = k.currency and e.kind = k.kind and e.frequency is nullif(k.frequency, '')${same}`;
}
