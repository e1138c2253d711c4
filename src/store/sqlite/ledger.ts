import { eq } from 'drizzle-orm';
import type { LedgerFilter, LedgerRow, PledgeFilter, PledgeRow, SummaryRow } from '../../finance/rows.ts';
import type { LedgerEntry } from '../../ledger/entry.ts';
import { safeInteger } from '../../money.ts';
import type { Cursor, LedgerStore } from '../store.ts';
import { hashLedger } from './migrate.ts';
import type { Connections } from './open.ts';
import { pledgeOf } from './pledges.ts';
import { ledgerEntries, pledges } from './schema.ts';

type EntryRow = typeof ledgerEntries.$inferSelect;
type Value = string | number;

// The first payment is number 1. Counting at reading time keeps the number right whatever order Stripe's
// events came in.
const SEQUENCE = `(select count(*) from ledger_entries p where p.pledge_id = e.pledge_id and p.kind = 'payment' and p.created_at <=
  coalesce((select o.created_at from ledger_entries o where o.payment_id = e.payment_id and o.kind = 'payment'), e.created_at))`;

const COLUMNS = Object.entries({
  entryId: 'entry_id', kind: 'kind', pledgeId: 'pledge_id', paymentId: 'payment_id', frequency: 'frequency', campaign: 'campaign',
  createdAt: 'created_at', availableAt: 'available_at', bookDate: 'book_date', period: 'period', originalEntryId: 'original_entry_id',
  originalPeriod: 'original_period', chargedMinor: 'charged_minor', chargedCurrency: 'charged_currency', grossMinor: 'gross_minor',
  feeMinor: 'fee_minor', netMinor: 'net_minor', currency: 'currency', exchangeRate: 'exchange_rate',
  stripeBalanceTransactionId: 'stripe_balance_transaction_id', stripeSourceId: 'stripe_source_id', stripePayoutId: 'stripe_payout_id',
  recordedAt: 'recorded_at',
}).map(([name, column]) => `e.${column} as ${name}`).join(', '); // prettier-ignore

export function ledgerStore({ reader, write, writer }: Connections): LedgerStore {
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
      return Number(reader.prepare('select coalesce(max(seq), 0) from ledger_entries').pluck().get());
    },
    async ledgerPage(filter, bound, after, limit) {
      const { where, values } = ledgerWhere(filter, bound);
      const next = keyset(after, 'e.created_at', 'e.entry_id');
      const rows = reader
        .prepare(
          `select ${COLUMNS}, case when e.pledge_id is null then null else ${SEQUENCE} end as sequence from ledger_entries e where ${where} ${next.where} order by e.created_at, e.entry_id limit ?`,
        )
        .all(...values, ...next.values, limit) as RawEntry[];
      return rows.map(ledgerRowOf);
    },
    async pledgePage(filter, after, limit) {
      const { where, values } = pledgeWhere(filter);
      const next = keyset(after, 'p.created_at', 'p.pledge_id');
      const keys = reader
        .prepare(
          `select p.pledge_id from pledges p where ${where} ${next.where} order by p.created_at, p.pledge_id limit ?`,
        )
        .pluck()
        .all(...values, ...next.values, limit) as string[];
      return keys.map((pledgeId) => pledgeRow(pledgeId));
    },
    async ledgerSums(filter, bound) {
      const { where, values } = ledgerWhere(filter, bound);
      const rows = reader
        .prepare(
          `select e.currency, e.kind, e.frequency, count(*) as count, sum(e.gross_minor) as grossMinor, sum(e.fee_minor) as feeMinor,
             sum(e.net_minor) as netMinor from ledger_entries e where ${where} group by e.currency, e.kind, e.frequency order by 1, 2, 3`,
        )
        .all(...values) as SummaryRow[];
      for (const row of rows) [row.grossMinor, row.feeMinor, row.netMinor].forEach(safeInteger);
      return rows;
    },
    async balancesBefore(filter, bound) {
      const { where, values } = ledgerWhere(filter, bound);
      return reader
        .prepare(
          `select e.currency, sum(e.net_minor) as netMinor from ledger_entries e where ${where} group by e.currency order by 1`,
        )
        .all(...values) as { currency: string; netMinor: number }[];
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

  function pledgeRow(pledgeId: string): PledgeRow {
    const row = write.select().from(pledges).where(eq(pledges.pledgeId, pledgeId)).get();
    if (row === undefined) throw new Error('a pledge vanished between two reads');
    const sums = reader
      .prepare(
        `select count(*) filter (where kind = 'payment') as payments,
           coalesce(sum(charged_minor) filter (where kind = 'payment'), 0) as paidMinor,
           coalesce(-sum(charged_minor) filter (where kind in ('refund', 'refund_failed')), 0) as refundedMinor
         from ledger_entries where pledge_id = ?`,
      )
      .get(pledgeId) as { payments: number; paidMinor: number; refundedMinor: number };
    return { ...pledgeOf(row), ...sums };
  }
}

/** Conditions of a filter. Every value is bound; only names of our own stand in the text. */
function ledgerWhere(filter: LedgerFilter, bound: number): { where: string; values: Value[] } {
  const parts: string[] = ['e.seq <= ?'];
  const values: Value[] = [bound];
  const add = (condition: string, value: Value | null | undefined) => {
    if (value === null || value === undefined) return;
    parts.push(condition);
    values.push(value);
  };
  const date = filter.date === 'available' ? 'e.available_at' : 'e.created_at';
  add('e.period = ?', filter.period);
  add(`${date} >= ?`, filter.from?.getTime());
  add(`${date} < ?`, filter.to?.getTime());
  add('e.currency = ?', filter.currency);
  add('e.kind = ?', filter.kind);
  add('e.frequency = ?', filter.frequency);
  add('e.campaign = ?', filter.campaign);
  add('e.stripe_payout_id = ?', filter.stripePayoutId);
  add('e.recorded_at >= ?', filter.updatedSince?.getTime());
  add('e.pledge_id in (select pledge_id from pledges where status = ?)', filter.status);
  return { where: parts.join(' and '), values };
}

function pledgeWhere(filter: PledgeFilter): { where: string; values: Value[] } {
  const parts: string[] = ['true'];
  const values: Value[] = [];
  const add = (condition: string, value: Value | null | undefined) => {
    if (value === null || value === undefined) return;
    parts.push(condition);
    values.push(value);
  };
  add('p.created_at >= ?', filter.from?.getTime());
  add('p.created_at < ?', filter.to?.getTime());
  add('p.currency = ?', filter.currency);
  add('p.frequency = ?', filter.frequency);
  add('p.campaign = ?', filter.campaign);
  add('p.status = ?', filter.status);
  add('p.updated_at >= ?', filter.updatedSince?.getTime());
  return { where: parts.join(' and '), values };
}

function keyset(after: Cursor | null, time: string, id: string): { where: string; values: Value[] } {
  return after === null
    ? { where: '', values: [] }
    : { where: `and (${time}, ${id}) > (?, ?)`, values: [after.createdAtMs, after.id] };
}

type RawEntry = Omit<EntryRow, 'createdAt' | 'availableAt' | 'recordedAt' | 'seq'> & {
  createdAt: number;
  availableAt: number;
  recordedAt: number;
  sequence: number | null;
};

function ledgerRowOf(raw: RawEntry): LedgerRow {
  const { chargedMinor, chargedCurrency, createdAt, availableAt, recordedAt, ...rest } = raw;
  return {
    ...rest,
    createdAt: new Date(createdAt),
    availableAt: new Date(availableAt),
    recordedAt: new Date(recordedAt),
    charged:
      chargedMinor === null || chargedCurrency === null
        ? null
        : { amountMinor: safeInteger(chargedMinor), currency: chargedCurrency },
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
