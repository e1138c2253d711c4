import * as z from 'zod';
import { frequencySchema } from '../../checkout/request.ts';
import type { TableName } from '../../finance/exports/table.ts';
import { TABLES } from '../../finance/exports/tables.ts';
import { AUDIT_ACTIONS } from '../../finance/audit-entry.ts';
import { ENTRY_KINDS } from '../../ledger/entry.ts';
import type { Account } from '../../ledger/entry.ts';
import { PLEDGE_STATUSES } from '../../pledges/pledge.ts';
import { hash, instant } from './parts.ts';

// One line of each export in JSON lines. The columns own the order and the words; what a column may hold is said
// here, and tests/api holds every key and every value against real files.

/** Accounts of the journal. A new one does not compile until it stands here. */
const ACCOUNTS = Object.keys({
  stripe_balance: 1, supporters: 1, fees: 1, refunds: 1, disputes: 1, adjustments: 1, in_transit: 1, bank: 1,
} satisfies Record<Account, 1>) as Account[]; // prettier-ignore

const text = z.string();
const id = z.string().min(1);
const int = z.int();
const decimal = z.number();
const at = z.iso.datetime();
const day = z.iso.date();

export const ledgerRow = described('LedgerRow', 'One movement of the Stripe balance.', 'ledger', {
  entry_id: id,
  kind: z.enum(ENTRY_KINDS),
  pledge_id: id.nullable(),
  payment_id: id.nullable(),
  frequency: z.enum(frequencySchema.options).nullable(),
  sequence: int.nullable(),
  campaign: text.nullable(),
  created_utc: at,
  book_date: day,
  period: text,
  available_utc: at,
  paid_out_utc: at.nullable(),
  charged_minor: int.nullable(),
  charged_amount: decimal.nullable(),
  charged_currency: text.nullable(),
  gross_minor: int,
  fee_minor: int,
  net_minor: int,
  gross: decimal,
  fee: decimal,
  net: decimal,
  currency: text,
  exchange_rate: decimal.nullable(),
  stripe_balance_transaction: id,
  stripe_source: text,
  stripe_payout: id.nullable(),
  original_entry_id: id.nullable(),
  original_period: text.nullable(),
  recorded_utc: at,
});

export const journalRow = described('JournalRow', 'One side of a movement.', 'journal', {
  document_id: id,
  line: int,
  entry_id: id,
  kind: z.enum(ENTRY_KINDS),
  step: z.enum(['booking', 'arrival']),
  posting_date: day,
  book_date: day,
  period: text,
  account: z.enum(ACCOUNTS),
  debit_minor: int.nullable(),
  credit_minor: int.nullable(),
  amount_minor: int,
  debit: decimal.nullable(),
  credit: decimal.nullable(),
  amount: decimal,
  currency: text,
  frequency: z.enum(frequencySchema.options).nullable(),
  campaign: text.nullable(),
  stripe_balance_transaction: id,
  original_period: text.nullable(),
});

export const accountingRow = described('AccountingRow', 'One line for a bookkeeping program.', 'accounting', {
  date: day,
  document: id,
  account: text,
  debit: decimal.nullable(),
  credit: decimal.nullable(),
  amount: decimal,
  amount_minor: int,
  currency: text,
  text,
  account_name: z.enum(ACCOUNTS),
  period: text,
});

export const pledgeRow = described('PledgeRow', 'One promise of a reader. It holds no identity.', 'pledges', {
  pledge_id: id,
  status: z.enum(PLEDGE_STATUSES),
  frequency: z.enum(frequencySchema.options),
  amount_minor: int,
  amount: decimal,
  currency: text,
  campaign: text.nullable(),
  lang: text,
  created_utc: at,
  first_paid_utc: at.nullable(),
  last_paid_utc: at.nullable(),
  next_payment_utc: at.nullable(),
  ended_utc: at.nullable(),
  ended_reason: text.nullable(),
  payments: int,
  paid_minor: int,
  refunded_minor: int,
  stripe_checkout_session: id.nullable(),
  stripe_customer: id.nullable(),
  stripe_subscription: id.nullable(),
});

export const payoutRow = described('PayoutRow', 'One bank deposit, and what is in it.', 'payouts', {
  payout_id: id,
  status: z.enum(['pending', 'in_transit', 'paid', 'failed', 'canceled', 'unknown']),
  automatic: z.boolean(),
  created_utc: at,
  arrival_date: day,
  currency: text,
  amount_minor: int,
  amount: decimal,
  gifts_minor: int.nullable(),
  refunds_minor: int.nullable(),
  disputes_minor: int.nullable(),
  fees_minor: int.nullable(),
  adjustments_minor: int.nullable(),
  returned_minor: int.nullable(),
  other_products_minor: int.nullable(),
  unexplained_minor: int.nullable(),
  items: int.nullable(),
  explained_by: z.enum(['items', 'running_balance', 'pending']),
  balance_before_minor: int,
  balance_after_minor: int,
  failure_code: text.nullable(),
});

export const auditLine = z
  .strictObject({
    hash: hash('Of the text of `entry`, byte for byte as it stands in the line.'),
    entry: z.strictObject({
      format: z.literal(1),
      number: z.int().meta({ description: '1 for the first; no number is left out.' }),
      at: instant('When it happened.'),
      by: text.meta({ description: 'The id of a key, a person or a link, `command` or `nobody`.' }),
      action: z.enum(AUDIT_ACTIONS),
      object: text
        .nullable()
        .meta({ description: 'A file name, a month, an id of ours or the path of an address.' }),
      outcome: z.enum(['done', 'denied']),
      detail: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
        .meta({ description: 'Numbers and short words of ours.' }),
      previousHash: text.meta({ description: 'Hash of the entry before; empty for the first.' }),
    }),
  })
  .meta({ id: 'AuditLine', description: 'One entry of the audit with its hash.' });

/** A row of each table, as JSON lines carry it. */
export const ROWS = {
  ledger: ledgerRow,
  journal: journalRow,
  accounting: accountingRow,
  pledges: pledgeRow,
  payouts: payoutRow,
};

/** The schema of a row, each field with its column's own words. */
function described<Shape extends z.ZodRawShape>(
  name: string,
  description: string,
  table: TableName,
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const columns = TABLES.find((each) => each.name === table)?.columns ?? [];
  const words = new Map(columns.map((column) => [column.name, column.doc]));
  const fields = Object.entries(shape).map(([key, schema]) => [
    key,
    (schema as z.ZodType).meta({ description: words.get(key) }),
  ]);
  return z.strictObject(Object.fromEntries(fields) as Shape).meta({ id: name, description });
}
