import type { Statement } from 'better-sqlite3';
import { eq, inArray } from 'drizzle-orm';
import type {
  ChargedRow,
  LedgerFilter,
  LedgerRow,
  MonthRow,
  PlanRow,
  PledgeFilter,
  PledgeRow,
  SummaryRow,
} from '../../finance/rows.ts';
import type { LedgerEntry } from '../../ledger/entry.ts';
import { safeInteger } from '../../money.ts';
import type { Cursor, LedgerStore } from '../store.ts';
import { hashLedger } from './migrate.ts';
import type { Connections } from './open.ts';
import { pledgeOf } from './pledges.ts';
import { ledgerEntries, pledges } from './schema.ts';

type EntryRow = typeof ledgerEntries.$inferSelect;
type Value = string | number;

/** Statements kept prepared; beyond it all are dropped and prepared anew as they are needed. */
const MOST_PREPARED = 100;

// The first payment is number 1. Counting at reading time keeps the number right whatever order Stripe's
// events came in; counting up to the bound keeps an export one instant's picture.
const SEQUENCE = `case when e.pledge_id is not null then nullif((
    select count(*) from ledger_entries p
    where p.pledge_id = e.pledge_id and p.kind = 'payment' and p.seq <= :bound and p.created_at <= case e.kind
      when 'payment' then e.created_at
      else coalesce((select o.created_at from ledger_entries o where o.payment_id = e.payment_id and o.kind = 'payment'), e.created_at) end
  ), 0) end`;

const PAGE_COLUMNS = `e.entry_id, e.kind, e.pledge_id, e.payment_id, e.frequency, ${SEQUENCE}, e.campaign, e.created_at, e.available_at,
  e.book_date, e.period, e.charged_minor, e.charged_currency, e.gross_minor, e.fee_minor, e.net_minor, e.currency, e.exchange_rate,
  e.stripe_balance_transaction_id, e.stripe_source_id, e.stripe_payout_id, e.original_entry_id, e.original_period, e.recorded_at`;

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
    async ledgerBound() {
      return Number(statement('select coalesce(max(seq), 0) as bound from ledger_entries').pluck().get());
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
      ).all(first, last, currency, bound) as MonthRow[];
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
        .orderBy(ledgerEntries.createdAt, ledgerEntries.entryId)
        .all();
      return rows.map(entryOf);
    },
  };
}

/** Conditions of a filter. Every value is bound; only names of our own stand in the text. */
function ledgerWhere(filter: LedgerFilter, bound: number): Where {
  // The plus keeps the planner from walking the table in order of writing and sorting every page.
  const date = filter.date === 'available' ? 'e.available_at' : 'e.created_at';
  return whereOf([
    ['+e.seq <= :bound', 'bound', bound],
    ['e.period = :period', 'period', filter.period],
    ['e.period < :beforePeriod', 'beforePeriod', filter.beforePeriod],
    [`${date} >= :from`, 'from', filter.from?.getTime()],
    [`${date} < :to`, 'to', filter.to?.getTime()],
    ['e.currency = :currency', 'currency', filter.currency],
    ['e.kind = :kind', 'kind', filter.kind],
    ['e.frequency = :frequency', 'frequency', filter.frequency],
    ['e.campaign = :campaign', 'campaign', filter.campaign],
    ['e.stripe_payout_id = :payout', 'payout', filter.stripePayoutId],
    ['e.recorded_at >= :updatedSince', 'updatedSince', filter.updatedSince?.getTime()],
    ['(select s.status from pledges s where s.pledge_id = e.pledge_id) = :status', 'status', filter.status],
  ]);
}

function pledgeWhere(filter: PledgeFilter): Where {
  return whereOf([
    ['p.created_at >= :from', 'from', filter.from?.getTime()],
    ['p.created_at < :to', 'to', filter.to?.getTime()],
    ['p.currency = :currency', 'currency', filter.currency],
    ['p.frequency = :frequency', 'frequency', filter.frequency],
    ['p.campaign = :campaign', 'campaign', filter.campaign],
    ['p.status = :status', 'status', filter.status],
    ['p.updated_at >= :updatedSince', 'updatedSince', filter.updatedSince?.getTime()],
  ]);
}

type Where = { where: string; values: Record<string, Value> };

function whereOf(conditions: [text: string, name: string, value: Value | null | undefined][]): Where {
  const parts: string[] = [];
  const values: Record<string, Value> = {};
  for (const [text, name, value] of conditions) {
    if (value === null || value === undefined) continue;
    parts.push(text);
    values[name] = value;
  }
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), values };
}

function afterValues(after: Cursor | null): Record<string, Value> {
  return after === null ? {} : { afterMs: after.createdAtMs, afterId: after.id };
}

type PledgeSums = Pick<PledgeRow, 'payments' | 'paidMinor' | 'refundedMinor'>;
const NOTHING_PAID: PledgeSums = { payments: 0, paidMinor: 0, refundedMinor: 0 };

/** The values of PAGE_COLUMNS, in their order. Rows as lists cost an export less than rows as objects. */
type RawEntry = [
  entryId: string, kind: EntryRow['kind'], pledgeId: string | null, paymentId: string | null, frequency: EntryRow['frequency'],
  sequence: number | null, campaign: string | null, createdAt: number, availableAt: number, bookDate: string, period: string,
  chargedMinor: number | null, chargedCurrency: string | null, grossMinor: number, feeMinor: number, netMinor: number, currency: string,
  exchangeRate: string | null, stripeBalanceTransactionId: string, stripeSourceId: string, stripePayoutId: string | null,
  originalEntryId: string | null, originalPeriod: string | null, recordedAt: number,
]; // prettier-ignore

function ledgerRowOf(raw: RawEntry): LedgerRow {
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
    paidOutAt: null,
  };
}

function entryOf(row: EntryRow): LedgerEntry {
  const { seq: _, chargedMinor, chargedCurrency, ...rest } = row;
  return {
    ...rest,
    charged:
      chargedMinor === null || chargedCurrency === null
        ? null
        : { amountMinor: chargedMinor, currency: chargedCurrency },
  };
}
