import type { EntryKind } from '../../ledger/entry.ts';
import type { AccountCodes } from '../../publisher/accounts.ts';
import type { LedgerRow } from '../rows.ts';
import { codeOf } from './account-codes.ts';
import type { Column } from './columns.ts';
import type { FileLang } from './format.ts';
import { creditOf, debitOf, decimalOf, documentOf, journalRows, type JournalRow } from './journal-columns.ts';

/** A line of the journal as bookkeeping programs take it in. */
export type AccountingRow = JournalRow & { code: string; text: string };

type Words = Record<Exclude<EntryKind, 'payout'> | 'payout_booking' | 'payout_arrival', string>;

const WORDS: Record<FileLang, Words> = {
  en: {
    payment: 'Payment by a supporter',
    refund: 'Refund to a supporter',
    refund_failed: 'Refund that came back',
    dispute: 'Payment taken back by a bank',
    dispute_reversed: 'Dispute that was won',
    fee: 'Fee of the Stripe account',
    adjustment: 'Correction by Stripe',
    payout_booking: 'Payout on its way to the bank',
    payout_arrival: 'Payout in the bank',
    payout_failed: 'Payout sent back by the bank',
  },
  ru: {
    payment: 'Взнос читателя',
    refund: 'Возврат читателю',
    refund_failed: 'Возврат не дошёл и вернулся',
    dispute: 'Взнос отозван банком',
    dispute_reversed: 'Спор выигран',
    fee: 'Комиссия счёта Stripe',
    adjustment: 'Поправка Stripe',
    payout_booking: 'Перевод ушёл в банк',
    payout_arrival: 'Перевод пришёл в банк',
    payout_failed: 'Банк вернул перевод',
  },
};

/**
 * The lines of an entry with the publisher's codes and a text in words. No id of a pledge is among them: this
 * file leaves for a bookkeeping program, which need not know which payments are one reader's.
 */
export function accountingRows(entry: LedgerRow, codes: AccountCodes, lang: FileLang): AccountingRow[] {
  return journalRows(entry).map((row) => ({
    ...row,
    code: codeOf(codes, row.account, entry),
    text: textOf(row, WORDS[lang]),
  }));
}

function textOf({ entry: { kind, campaign }, step }: JournalRow, words: Words): string {
  const what = words[kind === 'payout' ? (`payout_${step}` as const) : kind];
  return campaign === null ? what : `${what} (${campaign})`;
}

/** The accounting import, column by column. A document's debits and credits are equal. */
export const ACCOUNTING_COLUMNS: readonly Column<AccountingRow>[] = [
  { name: 'date', type: 'day', doc: 'The day to post it on; never one of a month that was closed before it was known.', value: (row) => row.postingDate },
  { name: 'document', type: 'text', doc: 'Number of the document; its debits and credits are equal, in one currency and on one day.', value: documentOf },
  { name: 'account', type: 'text', doc: "The publisher's own code of the account, from the publisher file.", value: (row) => row.code },
  { name: 'debit', type: 'decimal', nullable: true, money: 'currency', doc: 'Debit; empty on the credit side.', value: (row) => decimalOf(debitOf(row), row) },
  { name: 'credit', type: 'decimal', nullable: true, money: 'currency', doc: 'Credit; empty on the debit side.', value: (row) => decimalOf(creditOf(row), row) },
  { name: 'amount', type: 'decimal', money: 'currency', doc: 'The same, signed: debits are positive; over a document it sums to zero.', value: (row) => decimalOf(row.amountMinor, row) },
  { name: 'amount_minor', type: 'integer', money: 'currency', doc: 'amount in minor units of currency.', value: (row) => row.amountMinor },
  { name: 'currency', type: 'text', doc: 'What Stripe settles in.', value: (row) => row.entry.currency },
  { name: 'text', type: 'text', doc: 'What it is, in words of the language asked for, with the campaign.', value: (row) => row.text },
  { name: 'account_name', type: 'text', doc: "The journal's own name of the account: stripe_balance, supporters, fees, refunds, disputes, adjustments, in_transit or bank.", value: (row) => row.account },
  { name: 'period', type: 'text', doc: 'The month that the movement is booked to.', value: (row) => row.entry.period },
]; // prettier-ignore
