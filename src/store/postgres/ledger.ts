import { eq, inArray, sql as text } from 'drizzle-orm';
import type { LedgerFilter, PlanRow } from '../../finance/rows.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { safeInteger } from '../../money.ts';
import { entryOf, ledgerRowOf, PAGE_COLUMNS, type RawEntry } from '../sql/entry-rows.ts';
import { behindPlace, ledgerWhere, pledgeSumWhere, pledgeWhere } from '../sql/filter.ts';
import { pledgeOf } from '../sql/pledge-rows.ts';
import { rareLinesOf, rarePledgesOf, type Way } from '../sql/rare-lines.ts';
import { ledgerSumReads } from '../sql/sum-reads.ts';
import { afterValues, type Value } from '../sql/where.ts';
import type { Cursor, LedgerStore } from '../store.ts';
import { ledgerEntries } from './ledger-schema.ts';
import { sumAdder } from './ledger-sums.ts';
import { hashLedger } from './migrate.ts';
import type { Database } from './open.ts';
import { pledgeSums } from './pledge-sums.ts';
import { pledges } from './schema.ts';

/**
 * The planner takes no hint, and its statistics know nothing of what goes together: it would walk the ledger rather than
 * join what it takes for many. A list that is made while the statement runs it takes for ten, and what is in a list is made
 * row by row.
 */
const WAY: Way = {
  among: (few, { table, as, key }) => `(select * from ${table} where ${key} = any(array(${few}))) ${as}`,
  bySums: (keys, ofCampaign) => {
    const lines = (frequency: string) =>
      `select l.seq from ledger_entries l where l.period = k.period and l.currency = k.currency and l.kind = k.kind and ${frequency}
         ${ofCampaign ? 'and l.campaign = :campaign' : ''}`;
    return `(select * from ledger_entries where seq = any(array(
      select unnest(array(${lines('l.frequency = k.frequency')} union all ${lines(`k.frequency = '' and l.frequency is null`)})) from (${keys}) k
    ))) e`;
  },
};

export function ledgerStore(database: Database): LedgerStore {
  const { db, rows, lists, snapshot } = database;
  const ask = async (statement: string, values: Record<string, Value>) =>
    (await lists<[number]>(statement, values))[0]?.[0] ?? 0;
  const rareLines = rareLinesOf(ask, WAY);
  const rarePledges = rarePledgesOf(ask, WAY, { byStatus: true });

  return {
    ...ledgerSumReads(sumAdder(database)),
    async pledgeOfPayment(paymentId) {
      const [row] = await db
        .select({ id: ledgerEntries.pledgeId })
        .from(ledgerEntries)
        .where(eq(ledgerEntries.paymentId, paymentId))
        .limit(1);
      return row?.id ?? null;
    },
    async knownMovements(ids) {
      const found = await rows<{ id: string; fate: 'booked' | 'other' }>(
        `select stripe_balance_transaction_id as id, 'booked' as fate from ledger_entries where stripe_balance_transaction_id = any(:ids)
         union all
         select balance_transaction_id, 'other' from other_movements where balance_transaction_id = any(:ids)`,
        { ids },
      );
      return new Map(found.map(({ id, fate }) => [id, fate]));
    },
    async entriesCreated({ from, to }, after, limit) {
      const behind = after === null ? '' : 'and (created_at, entry_id) > (:afterMs, :afterId)';
      const found = await rows<CreatedRow>(
        `select stripe_balance_transaction_id as "stripeBalanceTransactionId", entry_id as "entryId", created_at as "createdAt", currency,
           gross_minor as "grossMinor", fee_minor as "feeMinor", net_minor as "netMinor"
         from ledger_entries where created_at >= :from and created_at < :to ${behind} order by created_at, entry_id limit :limit`,
        { from: from.getTime(), to: to.getTime(), ...afterValues(after), limit },
      );
      return found.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
    },
    async ledgerBound(period) {
      if (period != null) {
        // The last closing of a month counts, as long as the month is closed.
        const [closed] = await rows<LedgerBound>(
          `select entries_bound as entries, payout_items_bound as "payoutItems" from period_changes
           where action = 'close' and period = :period
             and period <= (select closed_through from period_changes order by seq desc limit 1)
           order by seq desc limit 1`,
          { period },
        );
        if (closed !== undefined) return closed;
      }
      const [newest] = await rows<LedgerBound>(
        `select (select coalesce(max(seq), 0) from ledger_entries) as entries, (select coalesce(max(seq), 0) from payout_items) as "payoutItems"`,
      );
      return newest ?? { entries: 0, payoutItems: 0 };
    },
    async ledgerPage(filter, bound, after, limit, order = 'oldest_first') {
      const { where: within, values } = ledgerWhere(withoutImpliedEnd(filter, after, order), bound);
      const where = after === null ? within : behindPlace(within, order);
      const [sign, way] = order === 'oldest_first' ? ['>', 'asc'] : ['<', 'desc'];
      const next = after === null ? '' : `and (e.created_at, e.entry_id) ${sign} (:afterMs, :afterId)`;
      // The limit as a number in the text: there are few, and a plan for any would take a page for a tenth of the table, so that
      // the server would plan every page anew.
      const ordered = `${next} order by e.created_at ${way}, e.entry_id ${way} limit ${safeInteger(limit)}`;
      const found = await rareLines(filter, bound, limit);
      const of =
        found === null
          ? `${where} ${ordered}`
          : `e.seq in (select e.seq from ${found} where ${where} ${ordered}) ${ordered}`;
      const lines = await lists<RawEntry>(`select ${PAGE_COLUMNS} from ledger_entries e where ${of}`, {
        ...values,
        ...afterValues(after),
      });
      return lines.map(ledgerRowOf);
    },
    async pledgePage(filter, after, limit) {
      const { where, values } = pledgeWhere(filter);
      const behind = after === null ? '' : 'and (p.created_at, p.pledge_id) > (:afterMs, :afterId)';
      const of = (await rarePledges(filter)) ?? 'pledges p';
      // A pledge that moves on between the two looks shows as one or the other, never as both.
      return snapshot(async (sql) => {
        const ids = await sql.lists<[string]>(
          `select p.pledge_id from ${of} where ${where} ${behind} order by p.created_at, p.pledge_id limit ${safeInteger(limit)}`,
          { ...values, ...afterValues(after) },
        );
        if (ids.length === 0) return [];
        const sumsOf = await pledgeSums(sql, ids.flat());
        const found = await sql.db
          .select()
          .from(pledges)
          .where(inArray(pledges.pledgeId, ids.flat()))
          .orderBy(pledges.createdAt, pledges.pledgeId);
        return found.map((row) => ({ ...pledgeOf(row), ...sumsOf(row.pledgeId) }));
      });
    },
    async pledgeCount(filter) {
      const kept = pledgeSumWhere(filter);
      const from = filter.from?.getTime() ?? Number.MIN_SAFE_INTEGER;
      const to = filter.to?.getTime() ?? Number.MAX_SAFE_INTEGER;
      // The months of the book zone that the range holds whole.
      const [months] = await rows<WholeMonths>(
        `select first.period as first, first.starts_at as "firstAt", next.period as next, next.starts_at as "nextAt"
         from (select period, starts_at from book_months where starts_at >= :from order by starts_at limit 1) first
         join (select period, starts_at from book_months where starts_at <= :to order by starts_at desc limit 1) next
           on first.starts_at <= next.starts_at`,
        { from, to },
      );
      if (kept === null || months === undefined) {
        const { where, values } = pledgeWhere(filter);
        const since = filter.updatedSince === null ? '' : 'and p.updated_at >= :updatedSince';
        return ask(`select count(*) from pledges p where ${where} ${since}`, values);
      }
      const { where } = pledgeWhere({ ...filter, from: null, to: null });
      const between = (first: string, behind: string) =>
        `(select count(*) from pledges p where p.created_at >= ${first} and p.created_at < ${behind} and ${where})`;
      return ask(
        `select (select coalesce(sum(s.pledges), 0) from pledge_sums s where ${kept.where} and s.made_in >= :first and s.made_in < :next)::bigint
           + ${between(':from', ':firstAt')} + ${between(':nextAt', ':to')}`,
        { ...kept.values, ...months, from, to },
      );
    },
    async runningPlans() {
      return rows<PlanRow>(
        `select currency, frequency, status, sum(plans)::bigint as plans, sum(amount_minor)::bigint as "amountMinor" from plan_spans
         where ended_in = '' and status in ('active', 'past_due') group by currency, frequency, status having sum(plans) > 0 order by 1, 2, 3`,
      );
    },
    async ledgerHash() {
      return snapshot(hashLedger);
    },
    async entriesOfPledge(pledgeId) {
      const found = await db
        .select()
        .from(ledgerEntries)
        .where(eq(ledgerEntries.pledgeId, pledgeId))
        // Stripe's times are whole seconds: a payment comes before what went back of it in the same one.
        .orderBy(ledgerEntries.createdAt, text`${ledgerEntries.kind} <> 'payment'`, ledgerEntries.entryId);
      return found.map(entryOf);
    },
  };
}

/**
 * The filter without the end of its range that the place of a page implies already: two ends that say the same the planner
 * takes for two, expects hardly any lines, and reads and sorts all of them.
 */
function withoutImpliedEnd(
  filter: LedgerFilter,
  after: Cursor | null,
  order: 'oldest_first' | 'newest_first',
): LedgerFilter {
  const { from, to } = filter;
  if (after === null || filter.date !== 'created') return filter;
  const at = after.createdAtMs;
  if (order === 'oldest_first')
    return from !== null && from.getTime() <= at ? { ...filter, from: null } : filter;
  return to !== null && at < to.getTime() ? { ...filter, to: null } : filter;
}

/** The first whole month of a range, and the one behind the last, each with when it begins. */
type WholeMonths = { first: string; firstAt: number; next: string; nextAt: number };

type CreatedRow = Omit<Awaited<ReturnType<LedgerStore['entriesCreated']>>[number], 'createdAt'> & {
  createdAt: number;
};
