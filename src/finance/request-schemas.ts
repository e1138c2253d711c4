import * as z from 'zod';
import { FREQUENCIES } from '../checkout/contract.ts';
import { isDay, isPeriod, isZone } from '../ledger/book-date.ts';
import { ENTRY_KINDS } from '../ledger/entry.ts';
import { isCurrency } from '../money.ts';
import { PLEDGE_STATUSES } from '../pledges/pledge.ts';
import { MOST_NOTE, noteFault } from '../tasks/note.ts';

// What the finance addresses read, each field with the words that the description of the API (docs/openapi.json)
// gives it. `pattern` and `format` say there what `refine` checks here; src/api holds both
// against each other.

const ONCE = { error: 'Give this parameter once.' };
const text = () => z.string(ONCE);
const oneOf = <T extends string>(values: readonly T[]) =>
  z.enum(values, {
    error: (issue) => (typeof issue.input === 'string' ? `Use one of: ${values.join(', ')}.` : ONCE.error),
  });

/** How a month is written, for schemas that only describe. */
export const MONTH_PATTERN = '^2[01][0-9]{2}-(0[1-9]|1[0-2])$';
const DAY = '^2[01][0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';

const day = (description: string, example: string) =>
  text()
    .refine(isDay, { error: 'Use a day such as 2026-10-31.' })
    .meta({ description, format: 'date', pattern: DAY, examples: [example] });

/** A month, wherever an address or a filter names one. */
export const periodSchema = text()
  .refine(isPeriod, { error: 'Use a month such as 2026-10.' })
  .meta({
    description: 'A month in the zone, YYYY-MM: from the first instant of its first day to that of the next month.',
    pattern: MONTH_PATTERN,
    examples: ['2026-10'],
  }); // prettier-ignore

const currency = text()
  .refine(isCurrency, { error: 'Use a currency code in capital letters, such as EUR.' })
  .meta({
    description:
      'What Stripe settles in; for pledges, what the supporter was asked for. Upper-case ISO 4217.',
    pattern: '^[A-Z]{3}$',
    examples: ['EUR'],
  });

const since = z.iso
  .datetime({
    offset: true,
    error: (issue) =>
      typeof issue.input === 'string'
        ? 'Use an instant such as 2026-10-31T12:00:00Z. In an address a + is written %2B.'
        : ONCE.error,
  })
  .transform((at) => new Date(at))
  .meta({
    description:
      'Only what was written at or after this instant. For keeping a copy: ask from a few minutes before the newest recorded_utc that you have, and pass over ids that you have.',
    examples: ['2026-10-31T12:00:00Z'],
  });

/** Months and days, in a zone. */
const range = {
  period: periodSchema.optional(),
  from: day('First day in the zone, together with `to` or alone, instead of `period`.', '2026-10-01').optional(),
  to: day('The first day that is left out: ranges are half-open.', '2026-11-01').optional(),
  zone: text()
    .refine(isZone, { error: 'Use a time zone such as Europe/Amsterdam.' })
    .meta({ description: 'IANA time zone of months and days; by default the book zone.', examples: ['Europe/Amsterdam'] })
    .optional(),
}; // prettier-ignore

const campaign = text()
  .min(1, { error: 'Name a campaign, or leave this out.' })
  .max(100, { error: 'This is longer than a campaign can be.' })
  .meta({ description: 'Campaign slug of the pledge.', examples: ['article'] });

/** Filters of the ledger's files. */
export const ledgerQuery = z.strictObject({
  ...range,
  date: oneOf(['created', 'available', 'paid_out'] as const)
    .meta({ description: 'Which date the range is about: when Stripe booked it, when it can be paid out, when the bank had it.' })
    .optional(),
  currency: currency.optional(),
  kind: oneOf(ENTRY_KINDS).meta({ description: 'What the movement is.' }).optional(),
  frequency: oneOf(FREQUENCIES).meta({ description: 'How often the pledge is collected.' }).optional(),
  campaign: campaign.optional(),
  status: oneOf(PLEDGE_STATUSES).meta({ description: 'Where the pledge stands.' }).optional(),
  payout: text()
    .regex(/^po_[A-Za-z0-9_]{1,80}$/, { error: "Use the id of one of Stripe's payouts, po_…" })
    .meta({ description: "Stripe's id of the bank deposit that holds the movement.", examples: ['po_1TestPayout'] })
    .optional(),
  updatedSince: since.optional(),
}); // prettier-ignore

/** Pledges have no kind and no payout, and one date. */
export const pledgesQuery = ledgerQuery.omit({ kind: true, payout: true }).extend({
  date: oneOf(['created'] as const)
    .meta({ description: 'Pledges have one date: when they were made.' })
    .optional(),
});

export const payoutsQuery = ledgerQuery.pick({
  period: true,
  from: true,
  to: true,
  zone: true,
  currency: true,
  payout: true,
});

export const reconciliationQuery = z.strictObject({ period: periodSchema });

export const summaryQuery = ledgerQuery.pick({
  period: true,
  from: true,
  to: true,
  zone: true,
  currency: true,
});

const NOTE_WORDS = {
  empty: 'Say why, for whoever reads it later.',
  not_a_line: `One line of at most ${MOST_NOTE} characters.`,
  address: 'No address of a person is kept here: leave out the @.',
};

/** Closing needs no word. */
export const closingBody = z.strictObject({});

export const reopeningBody = z.strictObject({
  reason: z
    .string()
    .trim()
    .superRefine((reason, check) => {
      const fault = noteFault(reason);
      if (fault !== null) check.addIssue({ code: 'custom', message: NOTE_WORDS[fault] });
    })
    .meta({
      description: `Why, in one line, for whoever reads the chain later. It stays for ever: no @, no address of anybody.`,
      minLength: 1,
      maxLength: MOST_NOTE,
      pattern: '^[^@\\n]*$',
      examples: ['A refund of October was booked to the wrong campaign.'],
    }),
});
