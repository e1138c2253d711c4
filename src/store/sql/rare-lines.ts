import { NO_FILTER, type LedgerFilter, type PledgeFilter } from '../../finance/rows.ts';
import type { PledgeStatus } from '../../pledges/pledge.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { whereOf, type Value } from './where.ts';
import { sumWhere } from './sum-rows.ts';

// A page of the ledger is read by walking it in the order of time and leaving out what the filter leaves out. Where the
// filter selects little, that walk would pass a whole month for a handful of lines: then the lines are found first, through
// the sums that say in which months, currencies and kinds they are, and only they are put in order.

/** Filters remembered; beyond it all are forgotten. */
const MOST_REMEMBERED = 200;
/** Pledges of a status that are looked up one by one rather than met on the way. */
const FEW_PLEDGES = 1_000;
/** What was written lately is sorted anew for each page; beyond this many rows it is met on the way. */
const FEW_LINES = 5_000;

const LINES = { table: 'ledger_entries', as: 'e' };

/** Asks the database for one number. */
type Ask = (text: string, values: Record<string, Value>) => Promise<number>;

/** How an engine is told to go from the few to their lines, and not the other way round. Each is the text of a FROM clause. */
export type Way = {
  /** Rows of a table, under a name, whose key is among those that a select finds; by an index of the table, or by its key. */
  among: (few: string, of: { table: string; as: string; key: string; by?: string }) => string;
  /** Lines, as `e`, under the keys that a select of sums finds as `period`, `currency`, `kind`, `frequency`; of one campaign (`:campaign`), or of all. */
  bySums: (keys: string, ofCampaign: boolean) => string;
};

/**
 * The same for a page of pledges: those that changed lately, where they are few. `byStatus`: also those of a status, for an
 * engine that plans once for all of them and then walks for a rare one as for any.
 */
export function rarePledgesOf(ask: Ask, { among }: Way, { byStatus = false } = {}) {
  const PLEDGES = { table: 'pledges', as: 'p', key: 'pledge_id' };
  return async ({ updatedSince, status }: PledgeFilter): Promise<string | null> => {
    if (updatedSince !== null) {
      const text = `select count(*) from (select 1 from pledges where updated_at >= :since limit ${FEW_LINES + 1}) f`;
      if ((await ask(text, { since: updatedSince.getTime() })) <= FEW_LINES)
        return among('select pledge_id from pledges where updated_at >= :updatedSince', PLEDGES);
    }
    return byStatus && status !== null && (await pledgesOf(ask, status)) <= FEW_PLEDGES
      ? among('select pledge_id from pledges where status = :status', PLEDGES)
      : null;
  };
}

/** How many pledges are in a status. */
const pledgesOf = (ask: Ask, status: PledgeStatus): Promise<number> =>
  ask('select cast(coalesce(sum(pledges), 0) as bigint) from pledge_sums where status = :status', { status });

/**
 * Says where the lines of a filter are found: the text of a FROM clause whose `e` is the ledger, or null where walking
 * costs less. What it is told by the sums may be a little old: it decides on the way, never on the lines.
 */
export function rareLinesOf(ask: Ask, way: Way) {
  const remembered = new Map<string, string | null>();
  const entriesOf = (filter: LedgerFilter): Promise<number> => {
    const { where, values } = sumWhere(filter) ?? whereOf([]);
    const table = filter.campaign === null ? 'ledger_sums' : 'campaign_sums';
    return ask(`select cast(coalesce(sum(s.entries), 0) as bigint) from ${table} s where ${where}`, values);
  };

  const decide = async (filter: LedgerFilter, limit: number): Promise<string | null> => {
    const { period, beforePeriod, currency, kind, frequency, campaign, status } = filter;
    if (filter.stripePayoutId !== null) return null;
    if (filter.updatedSince !== null) {
      const since = { since: filter.updatedSince.getTime() };
      const lines = await ask(
        `select count(*) from (select 1 from ledger_entries where recorded_at >= :since limit ${FEW_LINES + 1}) f`,
        since,
      );
      if (lines <= FEW_LINES)
        return way.among('select seq from ledger_entries where recorded_at >= :updatedSince', {
          ...LINES,
          key: 'seq',
        });
    }
    if (currency !== null || kind !== null || frequency !== null || campaign !== null) {
      const asked = { ...NO_FILTER, period, beforePeriod, currency, kind, frequency, campaign };
      const matching = await entriesOf(asked);
      // The walk meets a match every all / matching lines, the other way reads and sorts every match.
      if (matching * matching < limit * (await entriesOf({ ...NO_FILTER, period, beforePeriod })))
        return bySums(asked, way);
    }
    if (status === null) return null;
    return (await pledgesOf(ask, status)) > FEW_PLEDGES
      ? null
      : way.among('select pledge_id from pledges where status = :status', {
          ...LINES,
          key: 'pledge_id',
          by: 'ledger_entries_pledge',
        });
  };

  return async (filter: LedgerFilter, bound: LedgerBound, limit: number): Promise<string | null> => {
    const key = JSON.stringify([filter, bound.entries, limit]);
    let found = remembered.get(key);
    if (found === undefined) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      found = await decide(filter, limit);
      remembered.set(key, found);
    }
    return found;
  };
}

/** The ledger through the rows of sums that the filter selects; the names bound are the filter's own. */
function bySums(filter: LedgerFilter, way: Way): string {
  const { where } = sumWhere(filter) ?? whereOf([]);
  const table = filter.campaign === null ? 'ledger_sums' : 'campaign_sums';
  return way.bySums(
    `select distinct s.period, s.currency, s.kind, s.frequency from ${table} s where ${where}`,
    filter.campaign !== null,
  );
}
