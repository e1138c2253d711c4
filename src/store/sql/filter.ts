import type { LedgerFilter, PledgeFilter } from '../../finance/rows.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { whereOf, type Where } from './where.ts';

/**
 * The day a bank had the money: for what a payout holds, the payout's; for the payout, its own. None where the
 * bank sent the payout back.
 */
export const PAID_OUT_AT = `(select case when exists (
      select 1 from ledger_entries f where f.stripe_payout_id = d.payout_id and f.kind = 'payout_failed' and f.seq <= :bound
    ) then null else d.at end
  from (
    select e.stripe_payout_id as payout_id, e.available_at as at where e.kind = 'payout'
    union all
    select i.payout_id, i.paid_out_at from payout_items i
    where i.balance_transaction_id = e.stripe_balance_transaction_id and i.seq <= :payoutItems
  ) d limit 1)`;

/** Everything of one deposit: what it holds, the transfer itself, and its return. */
const OF_PAYOUT = `e.seq in (
    select seq from ledger_entries where stripe_payout_id = :payout
    union
    select l.seq from payout_items i join ledger_entries l on l.stripe_balance_transaction_id = i.balance_transaction_id
    where i.payout_id = :payout and i.seq <= :payoutItems)`;

/**
 * Conditions of a filter on lines up to a bound, or on those that came after it. Every value is bound; only names of
 * our own stand in the text.
 */
export function ledgerWhere(
  filter: LedgerFilter,
  bound: LedgerBound,
  side: 'up_to' | 'after' = 'up_to',
): Where {
  const date = { created: 'e.created_at', available: 'e.available_at', paid_out: PAID_OUT_AT }[filter.date];
  const found = whereOf([
    // The plus keeps the planner from walking the table in order of writing and sorting every page.
    [side === 'up_to' ? '+e.seq <= :bound' : 'e.seq > :bound', 'bound', bound.entries],
    ['e.period = :period', 'period', filter.period],
    ['e.period < :beforePeriod', 'beforePeriod', filter.beforePeriod],
    [`${date} >= :from`, 'from', filter.from?.getTime()],
    [`${date} < :to`, 'to', filter.to?.getTime()],
    ['e.currency = :currency', 'currency', filter.currency],
    ['e.kind = :kind', 'kind', filter.kind],
    ['e.frequency = :frequency', 'frequency', filter.frequency],
    ['e.campaign = :campaign', 'campaign', filter.campaign],
    [OF_PAYOUT, 'payout', filter.stripePayoutId],
    // The plus, here and for pledges: a page that is long in coming to its end must not sort everything since for each.
    ['+e.recorded_at >= :updatedSince', 'updatedSince', filter.updatedSince?.getTime()],
    // As a truth, not a comparison with the status: of that PostgreSQL expects so few lines that it would read and sort all.
    ['(select s.status = :status from pledges s where s.pledge_id = e.pledge_id)', 'status', filter.status],
  ]);
  return { where: found.where, values: { ...found.values, payoutItems: bound.payoutItems } };
}

/** The same for pledges. */
export function pledgeWhere(filter: PledgeFilter): Where {
  return whereOf([
    ['p.created_at >= :from', 'from', filter.from?.getTime()],
    ['p.created_at < :to', 'to', filter.to?.getTime()],
    ['p.currency = :currency', 'currency', filter.currency],
    ['p.frequency = :frequency', 'frequency', filter.frequency],
    ['p.campaign = :campaign', 'campaign', filter.campaign],
    ['p.status = :status', 'status', filter.status],
    ['+p.updated_at >= :updatedSince', 'updatedSince', filter.updatedSince?.getTime()],
  ]);
}

/** Conditions on `pledge_sums`, but for the range; null where the filter asks for more than its rows are parted by. */
export function pledgeSumWhere(filter: PledgeFilter): Where | null {
  if (filter.updatedSince !== null) return null;
  return whereOf([
    ['s.currency = :currency', 'currency', filter.currency],
    ['s.frequency = :frequency', 'frequency', filter.frequency],
    ['s.campaign = :campaign', 'campaign', filter.campaign],
    ['s.status = :status', 'status', filter.status],
  ]);
}

/**
 * A condition on times behind a place. SQLite enters an index at one end only: at the end of the whole range it would walk
 * over all pages before, for each page anew. The plus leaves it the place.
 */
export function behindPlace(where: string, order: 'oldest_first' | 'newest_first' = 'oldest_first'): string {
  return order === 'oldest_first'
    ? where.replace(/(?<!\+)\b((?:[ep]\.)?created_at) >= :from/, '+$1 >= :from')
    : where.replace(/(?<!\+)\b((?:[ep]\.)?created_at) < :to/, '+$1 < :to');
}
