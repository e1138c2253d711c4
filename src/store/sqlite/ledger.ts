import type { Statement } from 'better-sqlite3';
import { eq, inArray, sql } from 'drizzle-orm';
import type { ChargedRow, MonthRow, PlanRow, PledgeRow, SummaryRow } from '../../finance/rows.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import { safeInteger } from '../../money.ts';
import type { LedgerStore } from '../store.ts';
import { entryOf, ledgerRowOf, PAGE_COLUMNS, type RawEntry } from './entry-rows.ts';
import { afterValues, ledgerWhere, pledgeWhere } from './filter.ts';
import { hashLedger } from './migrate.ts';
import type { Connections } from './open.ts';
import { pledgeOf } from './pledges.ts';
import { ledgerEntries } from './ledger-schema.ts';
import { pledges } from './schema.ts';

/** Statements kept prepared; beyond it all are dropped and prepared anew as they are needed. */
const MOST_PREPARED = 100;

// One grouped look at the ledger for a whole page of pledges, not one for each.
const PLEDGE_SUMS = `select pledge_id as pledgeId, count(*) filter (where kind = 'payment') as payments,
    coalesce(sum(charged_minor) filter (where kind = 'payment'), 0) as paidMinor,
    coalesce(-sum(charged_minor) filter (where kind in ('refund', 'refund_failed')), 0) as refundedMinor
  from ledger_entries where pledge_id in (select value from json_each(?)) group by pledge_id`;

export function ledgerStore({ reader, read, write, writer }: Connections): LedgerStore {
  const prepared = new Map<string, Statement>();
  /** Prepares each text once. There are as many texts as combinations of filters that are in use. */
  const statement = (text: string): Statement => {
    let found = prepared.get(text);
    if (found === undefined) {
      if (prepared.size >= MOST_PREPARED) prepared.clear();
      found = reader.prepare(text);
      prepared.set(text, found);
    }
    return found;
  };

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

  return {
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
      const next = after === null ? '' : 'and (created_at, entry_id) > (:afterMs, :afterId)';
      const rows = statement(
        `select stripe_balance_transaction_id as stripeBalanceTransactionId, entry_id as entryId, created_at as createdAt, currency,
           gross_minor as grossMinor, fee_minor as feeMinor, net_minor as netMinor
         from ledger_entries where created_at >= :from and created_at < :to ${next} order by created_at, entry_id limit :limit`,
      ).all({ from: from.getTime(), to: to.getTime(), ...afterValues(after), limit }) as CreatedRow[];
      return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
    },
    async ledgerBound(period) {
      const closed = period == null ? undefined : (closing.get({ period }) as LedgerBound | undefined);
      return closed ?? (newest.get() as LedgerBound);
    },
    async ledgerPage(filter, bound, after, limit, order = 'oldest_first') {
      const { where, values } = ledgerWhere(filter, bound);
      const [sign, way] = order === 'oldest_first' ? ['>', 'asc'] : ['<', 'desc'];
      const next = after === null ? '' : `and (e.created_at, e.entry_id) ${sign} (:afterMs, :afterId)`;
      const rows = statement(
        `select ${PAGE_COLUMNS} from ledger_entries e where ${where} ${next} order by e.created_at ${way}, e.entry_id ${way} limit :limit`,
      )
        .raw()
        .all({ ...values, ...afterValues(after), limit }) as RawEntry[];
      return rows.map(ledgerRowOf);
    },
    async pledgePage(filter, after, limit) {
      const { where, values } = pledgeWhere(filter);
      const next = after === null ? '' : 'and (p.created_at, p.pledge_id) > (:afterMs, :afterId)';
      const ids = statement(
        `select p.pledge_id from pledges p where ${where} ${next} order by p.created_at, p.pledge_id limit :limit`,
      )
        .pluck()
        .all({ ...values, ...afterValues(after), limit }) as string[];
      const sums = new Map(
        (statement(PLEDGE_SUMS).all(JSON.stringify(ids)) as ({ pledgeId: string } & PledgeSums)[]).map(
          ({ pledgeId, ...sum }) => [pledgeId, sum],
        ),
      );
      return read
        .select()
        .from(pledges)
        .where(inArray(pledges.pledgeId, ids))
        .orderBy(pledges.createdAt, pledges.pledgeId)
        .all()
        .map((row) => ({ ...pledgeOf(row), ...(sums.get(row.pledgeId) ?? NOTHING_PAID) }));
    },
    async pledgeCount(filter) {
      const { where, values } = pledgeWhere(filter);
      return Number(statement(`select count(*) from pledges p where ${where}`).pluck().get(values));
    },
    async ledgerSums(filter, bound) {
      const { where, values } = ledgerWhere(filter, bound);
      const rows = statement(
        `select e.currency, e.kind, e.frequency, count(*) as count, sum(e.gross_minor) as grossMinor, sum(e.fee_minor) as feeMinor,
             sum(e.net_minor) as netMinor from ledger_entries e where ${where} group by e.currency, e.kind, e.frequency order by 1, 2, 3`,
      ).all(values) as SummaryRow[];
      for (const row of rows) [row.grossMinor, row.feeMinor, row.netMinor].forEach(safeInteger);
      return rows;
    },
    async paymentMonths({ first, last, currency }, bound) {
      return statement(
        `select e.period, e.frequency, count(*) as payments, sum(e.gross_minor) as grossMinor from ledger_entries e
         where e.period between ? and ? and e.currency = ? and e.kind = 'payment' and e.seq <= ? group by e.period, e.frequency order by 1, 2`,
      ).all(first, last, currency, bound.entries) as MonthRow[];
    },
    async paymentsByChargedCurrency(filter, bound) {
      const { where, values } = ledgerWhere({ ...filter, kind: 'payment' }, bound);
      return statement(
        `select e.charged_currency as chargedCurrency, sum(e.charged_minor) as chargedMinor, count(*) as payments, sum(e.gross_minor) as grossMinor
         from ledger_entries e where ${where} and e.charged_currency is not null group by e.charged_currency order by payments desc, 1`,
      ).all(values) as ChargedRow[];
    },
    async runningPlans() {
      return statement(
        `select p.currency, p.frequency, p.status, count(*) as plans, sum(p.amount_minor) as amountMinor from pledges p
         where p.status in ('active', 'past_due') and p.frequency <> 'once' group by p.currency, p.frequency, p.status order by 1, 2, 3`,
      ).all() as PlanRow[];
    },
    async balancesBefore(filter, bound) {
      const { where, values } = ledgerWhere(filter, bound);
      const rows = statement(
        `select e.currency, sum(e.net_minor) as netMinor from ledger_entries e where ${where} group by e.currency order by 1`,
      ).all(values) as { currency: string; netMinor: number }[];
      rows.forEach((row) => safeInteger(row.netMinor));
      return rows;
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

type CreatedRow = Omit<Awaited<ReturnType<LedgerStore['entriesCreated']>>[number], 'createdAt'> & {
  createdAt: number;
};
type PledgeSums = Pick<PledgeRow, 'payments' | 'paidMinor' | 'refundedMinor'>;
const NOTHING_PAID: PledgeSums = { payments: 0, paidMinor: 0, refundedMinor: 0 };
