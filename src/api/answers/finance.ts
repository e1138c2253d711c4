import * as z from 'zod';
import { count, currency, hash, instant, minor, month } from './parts.ts';

// What the finance addresses answer as JSON. The types are those of src/finance; tests/api holds them equal.

const totals = {
  currency,
  grossMinor: minor('Payments before fees.'),
  refundsMinor: minor('Refunds, negative, with those that came back.'),
  disputesMinor: minor('Disputes, negative, with those that were won; the bank’s fee is among the fees.'),
  feesMinor: minor(
    'What was paid in fees, positive: on payments, disputes and refunds, and the account’s own.',
  ),
  adjustmentsMinor: minor('Corrections by Stripe.'),
  netMinor: minor('Every movement but payouts: gross + refunds + disputes + adjustments - fees.'),
  openingMinor: minor('The balance before the range.'),
  payoutsMinor: minor('Transfers to the bank, negative, with those that came back.'),
  closingMinor: minor('opening + net + payouts.'),
};

export const summary = z
  .strictObject({
    period: z.string().meta({
      description: 'YYYY-MM; a range of days is written 2026-10-01/2026-11-01, `..` where it is open.',
      examples: ['2026-10'],
    }),
    zone: z.string().meta({ description: 'IANA time zone that months and days are counted in.' }),
    currencies: z.array(
      z.strictObject({
        ...totals,
        payments: count('How many payments arrived.'),
        byFrequency: z
          .strictObject({
            once: count('Single gifts.'),
            monthly: count('Monthly gifts.'),
            annual: count('Yearly gifts.'),
          })
          .meta({ description: 'Payments of each frequency.' }),
      }),
    ),
  })
  .meta({
    id: 'Summary',
    description: 'What moved, per settlement currency. Totals never cross currencies.',
  });

const stripeIds = (description: string) =>
  z.array(z.string()).meta({ description: `${description} Ids of balance transactions.` });

export const reconciliation = z
  .strictObject({
    period: month('The month that was compared.'),
    currencies: z.array(
      z.strictObject({
        currency,
        oursMinor: minor('Net of our entries that Stripe booked in the month.'),
        stripeMinor: minor('Net of Stripe’s movements of the month that belong here.'),
        otherMinor: minor('What belongs to other products of the same account.'),
        differenceMinor: minor('ours - Stripe’s: 0.'),
      }),
    ),
    missingHere: stripeIds('At Stripe without an entry here.'),
    missingAtStripe: stripeIds('Entries here that Stripe does not list.'),
    unequal: stripeIds('With other amounts here than at Stripe.'),
    movements: count('How many movements of ours Stripe lists.'),
    isEqual: z.boolean().meta({ description: 'True where no amount differs and no movement is missing.' }),
    checkedAt: instant('When this was compared.'),
  })
  .meta({
    id: 'Reconciliation',
    description: 'A month of ours held against Stripe’s, line by line, both ways.',
  });

const manifest = {
  format: z.literal(1),
  action: z.enum(['close', 'reopen']),
  period: month('The month that was closed or reopened.'),
  zone: z.string().meta({ description: 'The book zone at that moment.' }),
  closedThrough: month(
    'Every month up to this one is closed after the change; null where none is.',
  ).nullable(),
  at: instant('When it was done.'),
  by: z.string().meta({ description: '`command`, or the id of the key or person that asked.' }),
  reason: z.string().nullable().meta({ description: 'Why a month was reopened; null for a close.' }),
  bound: z
    .strictObject({ entries: z.int(), payoutItems: z.int() })
    .meta({ description: 'The last entry and the last line of a deposit that belong to the picture.' }),
  rows: count('Lines of the month’s ledger.csv, without its header.'),
  ledgerCsvSha256: hash('Of the month’s ledger.csv, byte for byte; null for a reopening.').nullable(),
  totals: z.array(z.strictObject(totals)),
  previousHash: z.string().meta({ description: 'Hash of the link before; empty for the first.' }),
};

export const periodChange = z
  .strictObject({
    ...manifest,
    state: z.enum(['closed', 'open']).meta({ description: 'What the month is now.' }),
    hash: hash('Of this link of the chain. Keep it outside of this machine.'),
    warnings: z
      .array(
        z.strictObject({
          code: z.enum(['events_waiting', 'events_parked', 'not_compared', 'not_equal']),
          count: count('How many.').optional(),
        }),
      )
      .meta({ description: 'What a person should know about a month that was closed all the same.' }),
  })
  .meta({ id: 'PeriodChange' });

export const periods = z
  .strictObject({
    closedThrough: month('Every month up to this one is closed; null where none is.').nullable(),
    months: z
      .array(
        z.strictObject({
          period: month('The month.'),
          state: z.enum(['closed', 'open']),
          hash: hash(
            'The link that closed it; null where it is open, or was closed with a later month.',
          ).nullable(),
        }),
      )
      .meta({ description: 'From the first month that was closed or holds entries to the running one.' }),
    changes: z
      .array(z.strictObject({ ...manifest, hash: hash('Of this link.') }))
      .meta({ description: 'The chain, oldest first. Each link names the hash of the one before.' }),
  })
  .meta({ id: 'Periods' });

export const dictionaryAnswer = z
  .strictObject({
    tables: z.array(
      z.strictObject({
        table: z.string(),
        files: z.array(z.string()).meta({ description: 'Addresses of its files.' }),
        columns: z.array(
          z.strictObject({
            column: z.string(),
            type: z.enum(['text', 'integer', 'decimal', 'boolean', 'day', 'time']),
            unit: z
              .string()
              .nullable()
              .meta({ description: 'What a number counts or how a time is written.' }),
            nullable: z.boolean().meta({ description: 'Whether a row may have nothing in it.' }),
            since: z.string().meta({ description: 'The version that wrote it first.' }),
            meaning: z.strictObject({ en: z.string(), ru: z.string() }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Dictionary', description: 'What every column of every file means.' });
