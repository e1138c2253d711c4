import * as z from 'zod';
import { count, currency, hash, instant, minor, month } from './parts.ts';

const control = z.strictObject({
  currency,
  openingMinor: minor('The balance before the range; null where filters select a part of the movements.').nullable(),
  grossMinor: minor('Payments before fees.'),
  refundsMinor: minor('Refunds, negative, with those that came back.'),
  disputesMinor: minor('Disputes, negative, with those that were won.'),
  feesMinor: minor('What was paid in fees, positive.'),
  adjustmentsMinor: minor('Corrections by Stripe.'),
  netMinor: minor('Every movement but payouts.'),
  payoutsMinor: minor('Transfers to the bank, negative, with those that came back.'),
  closingMinor: minor('opening + net + payouts; null where opening is.').nullable(),
  stripeDifferenceMinor: minor('Ours less Stripe’s in the latest comparison of the month: 0. Null where there is none.').nullable(),
  comparedAt: instant('When that comparison was made.').nullable(),
}); // prettier-ignore

/** Answer of GET /v1/{table}.manifest.json. */
export const fileManifestAnswer = z
  .strictObject({
    format: z.literal(1),
    table: z.string(),
    range: z.string().meta({
      description: 'As in the names of the files: a month, a range of days, or all.',
      examples: ['2026-10'],
    }),
    zone: z.string().meta({ description: 'IANA time zone that months and days are counted in.' }),
    asOf: instant('The instant that the files are a picture of.'),
    bound: z.string().meta({
      description: 'Given again as `bound`, it gives the very same files again.',
      examples: ['1042.388.1795701600000'],
    }),
    rows: count('Rows of each file, without a heading.'),
    totals: z
      .array(
        z.strictObject({
          currency,
          rows: count('Rows in this currency.'),
          sums: z
            .record(z.string(), z.int())
            .meta({ description: 'Each column of minor units in `currency`, added up.' }),
        }),
      )
      .meta({ description: 'What stands in the rows themselves, added up.' }),
    control: z
      .array(control)
      .nullable()
      .meta({ description: 'The same as the database sums it; null for pledges and payouts.' }),
    files: z.array(
      z.strictObject({
        format: z.string(),
        name: z.string(),
        address: z.string().meta({ description: 'Where this very file can be had.' }),
        bytes: count('Its size.'),
        sha256: hash('Of the file.'),
      }),
    ),
    closed: z
      .strictObject({
        period: month('The month.'),
        closedAt: instant('When it was closed.'),
        hash: hash('The link of the chain that closed it.'),
        ledgerCsvSha256: hash('Of the month’s ledger.csv at its closing.').nullable(),
      })
      .nullable()
      .meta({ description: 'Null for an open month and for other ranges.' }),
  })
  .meta({ id: 'FileManifest', description: 'What the files of an export hold.' });
