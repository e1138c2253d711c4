import type { Statement } from 'better-sqlite3';
import { eq, inArray, sql } from 'drizzle-orm';
import type { PlanRow } from '../../finance/rows.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { remember } from '../../remember.ts';
import type { LedgerStore } from '../store.ts';
import { entryOf, ledgerRowOf, PAGE_COLUMNS, type RawEntry } from '../sql/entry-rows.ts';
import { pledgeOf } from '../sql/pledge-rows.ts';
import { behindPlace, ledgerWhere, pledgeSumWhere, pledgeWhere } from '../sql/filter.ts';
import { rareLinesOf, rarePledgesOf, type Way } from '../sql/rare-lines.ts';
import { ledgerSumReads } from '../sql/sum-reads.ts';
import { afterValues, type Value } from '../sql/where.ts';
import { sumAdder } from './ledger-sums.ts';
import { hashLedger } from './migrate.ts';
import type { Connections } from './open.ts';
import { pledgeSums } from './pledge-sums.ts';
import { ledgerEntries } from './ledger-schema.ts';
import { pledges } from './schema.ts';

/** A cross join keeps its order. */
const WAY: Way = {
  among: (few, { table, as, key, by }) =>
    `(${few}) r cross join ${table} ${as} ${by === undefined ? '' : `indexed by ${by}`} on ${as}.${key} = r.${key}`,
  bySums: (keys, ofCampaign) =>
    `(${keys}) k cross join ledger_entries e indexed by ledger_entries_period_sums
       on e.period = k.period and e.currency = k.currency and e.kind = k.kind and e.frequency is nullif(k.frequency, '')
         ${ofCampaign ? 'and e.campaign = :campaign' : ''}`,
};

export function ledgerStore(connections: Connections): LedgerStore {
  const { reader, read, write, writer } = connections;
  const prepared = remember<Statement>(100);
  /** Prepares each text once. There are as many texts as combinations of filters that are in use. */
  const statement = (text: string): Statement => prepared(text, () => reader.prepare(text));

  const known = writer.prepare(
    `select stripe_balance_transaction_id as id, 'booked' as fate from ledger_entries
     where stripe_balance_transaction_id in (select value from json_each(@ids))
     union all
     select balance_transaction_id, 'other' from other_movements where balance_transaction_id in (select value from json_each(@ids))`,
  );
  const newest = reader.prepare(
    `select (select coalesce(max(seq), 0) from ledger_entries) as entries, (select coalesce(max(seq), 0) from payout_items) as payoutItems`,
  );
  // The last closing of a month counts, as long as the month is closed.
  const closing = reader.prepare(
    `select entries_bound as entries, payout_items_bound as payoutItems from period_changes
     where action = 'close' and period = @period
       and period <= (select closed_through from period_changes order by seq desc limit 1)
     order by seq desc limit 1`,
  );

  // The months of the book zone that a range of instants holds whole.
  const wholeMonths = reader.prepare(
    `select first.period as first, first.starts_at as firstAt, next.period as next, next.starts_at as nextAt
     from (select period, starts_at from book_months where starts_at >= @from order by starts_at limit 1) first
     join (select period, starts_at from book_months where starts_at <= @to order by starts_at desc limit 1) next
       on first.starts_at <= next.starts_at`,
  );
  const ask = async (text: string, values: Record<string, Value>) =>
    Number(statement(text).pluck().get(values));
  const rareLines = rareLinesOf(ask, WAY);
  const rarePledges = rarePledgesOf(ask, WAY);
  const sums = pledgeSums(reader);

  return {
    ...ledgerSumReads(sumAdder(connections, statement)),
    async pledgeOfPayment(paymentId) {
      return (
        write
          .select({ id: ledgerEntries.pledgeId })
          .from(ledgerEntries)
          .where(eq(ledgerEntries.paymentId, paymentId))
          .limit(1)
          .get()?.id ?? null
      );
    },
    async knownMovements(ids) {
      const rows = known.all({ ids: JSON.stringify(ids) }) as { id: string; fate: 'booked' | 'other' }[];
      return new Map(rows.map(({ id, fate }) => [id, fate]));
    },
    async entriesCreated({ from, to }, after, limit) {
      const within = 'created_at >= :from and created_at < :to';
      const where =
        after === null ? within : `${behindPlace(within)} and (created_at, entry_id) > (:afterMs, :afterId)`;
      const rows = statement(
        `select stripe_balance_transaction_id as stripeBalanceTransactionId, entry_id as entryId, created_at as createdAt, currency,
           gross_minor as grossMinor, fee_minor as feeMinor, net_minor as netMinor
         from ledger_entries where ${where} order by created_at, entry_id limit :limit`,
      ).all({ from: from.getTime(), to: to.getTime(), ...afterValues(after), limit }) as CreatedRow[];
      return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
    },
    async ledgerBound(period) {
      const closed = period == null ? undefined : (closing.get({ period }) as LedgerBound | undefined);
      return closed ?? (newest.get() as LedgerBound);
    },
    async ledgerPage(filter, bound, after, limit, order = 'oldest_first') {
      const { where: within, values } = ledgerWhere(filter, bound);
      const where = after === null ? within : behindPlace(within, order);
      const [sign, way] = order === 'oldest_first' ? ['>', 'asc'] : ['<', 'desc'];
      const next = after === null ? '' : `and (e.created_at, e.entry_id) ${sign} (:afterMs, :afterId)`;
      const ordered = `${next} order by e.created_at ${way}, e.entry_id ${way} limit :limit`;
      const found = await rareLines(filter, bound, limit);
      const of =
        found === null
          ? `${where} ${ordered}`
          : `e.seq in (select e.seq from ${found} where ${where} ${ordered}) ${ordered}`;
      const rows = statement(`select ${PAGE_COLUMNS} from ledger_entries e where ${of}`)
        .raw()
        .all({ ...values, ...afterValues(after), limit }) as RawEntry[];
      return rows.map(ledgerRowOf);
    },
    async pledgePage(filter, after, limit) {
      const { where: within, values } = pledgeWhere(filter);
      const where =
        after === null
          ? within
          : `${behindPlace(within)} and p.created_at >= :afterMs and (p.created_at, p.pledge_id) > (:afterMs, :afterId)`;
      const ids = statement(
        `select p.pledge_id from ${(await rarePledges(filter)) ?? 'pledges p'} where ${where} order by p.created_at, p.pledge_id limit :limit`,
      )
        .pluck()
        .all({ ...values, ...afterValues(after), limit }) as string[];
      if (ids.length === 0) return [];
      const sumsOf = sums(ids);
      return read
        .select()
        .from(pledges)
        .where(inArray(pledges.pledgeId, ids))
        .orderBy(pledges.createdAt, pledges.pledgeId)
        .all()
        .map((row) => ({ ...pledgeOf(row), ...sumsOf(row.pledgeId) }));
    },
    async pledgeCount(filter) {
      const kept = pledgeSumWhere(filter);
      const from = filter.from?.getTime() ?? Number.MIN_SAFE_INTEGER;
      const to = filter.to?.getTime() ?? Number.MAX_SAFE_INTEGER;
      const months = kept === null ? undefined : (wholeMonths.get({ from, to }) as WholeMonths | undefined);
      if (kept === null || months === undefined) {
        const { where, values } = pledgeWhere(filter);
        const since = filter.updatedSince === null ? '' : 'and p.updated_at >= :updatedSince';
        return Number(
          statement(`select count(*) from pledges p where ${where} ${since}`).pluck().get(values),
        );
      }
      const { where } = pledgeWhere({ ...filter, from: null, to: null });
      const between = (first: string, behind: string) =>
        `(select count(*) from pledges p where p.created_at >= ${first} and p.created_at < ${behind} and ${where})`;
      const text = `select (select coalesce(sum(s.pledges), 0) from pledge_sums s where ${kept.where} and s.made_in >= :first and s.made_in < :next)
          + ${between(':from', ':firstAt')} + ${between(':nextAt', ':to')}`;
      return Number(
        statement(text)
          .pluck()
          .get({ ...kept.values, ...months, from, to }),
      );
    },
    async runningPlans() {
      return statement(
        `select currency, frequency, status, sum(plans) as plans, sum(amount_minor) as amountMinor from plan_spans
         where ended_in = '' and status in ('active', 'past_due') group by currency, frequency, status having sum(plans) > 0 order by 1, 2, 3`,
      ).all() as PlanRow[];
    },
    async ledgerHash() {
      return hashLedger(writer);
    },
    async entriesOfPledge(pledgeId) {
      const rows = write
        .select()
        .from(ledgerEntries)
        .where(eq(ledgerEntries.pledgeId, pledgeId))
        // Stripe's times are whole seconds: a payment comes before what went back of it in the same one.
        .orderBy(ledgerEntries.createdAt, sql`${ledgerEntries.kind} <> 'payment'`, ledgerEntries.entryId)
        .all();
      return rows.map(entryOf);
    },
  };
}

/** The first whole month of a range, and the one behind the last, each with when it begins. */
type WholeMonths = { first: string; firstAt: number; next: string; nextAt: number };

type CreatedRow = Omit<Awaited<ReturnType<LedgerStore['entriesCreated']>>[number], 'createdAt'> & {
  createdAt: number;
};
