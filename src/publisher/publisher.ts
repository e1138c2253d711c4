import * as z from 'zod';
import type { CurrencyOffer } from '../checkout/contract.ts';
import { isZone } from '../ledger/book-date.ts';
import { accountFaults } from './accounts.ts';
import { amountsSchema, currencyOffer, type PublisherFault } from './amount-offers.ts';
import {
  currenciesSchema,
  editionSchema,
  offeredCurrencies,
  readEditions,
  webAddress,
  type Edition,
} from './editions.ts';
import { financeSchema } from './finance-options.ts';
import { lang, shortText, optionFields, publisherOptions, type PublisherOptions } from './options.ts';
import { REFUSED_MAIL_SERVICES } from './refused-mail-services.ts';
import { shortLinkFaults, shortLinksSchema } from './short-links.ts';

const origin = z.string().refine((value) => isOrigin(value), {
  error: 'is not an origin such as https://news.example.org (scheme and host, nothing behind them)',
});

/** The publisher file. Strict at every level: an unknown key is a fault, not a surprise. */
export const publisherFileSchema = z.strictObject({
  $schema: z.string().optional(),
  name: shortText(80),
  legalEntity: shortText(160).optional(),
  homeUrl: webAddress,
  privacyUrl: webAddress.optional(),
  spendingUrl: webAddress.optional(),
  contactMail: z.email().optional(),
  origins: z
    .array(origin)
    .default([])
    .meta({ description: 'Where the widget may stand and where readers may be led back to' }),
  bookZone: z.string().refine(isZone, { error: 'is not a time zone such as Europe/Amsterdam' }),
  open: z.boolean().default(true),
  defaultLang: lang.default('en'),
  editions: z
    .record(lang, editionSchema)
    .refine((all) => Object.keys(all).length > 0, { error: 'names no edition' }),
  currencies: currenciesSchema,
  amounts: amountsSchema.default({}),
  defaultFrequency: z.enum(['once', 'monthly', 'annual']).default('monthly'),
  paymentMarks: z
    .array(z.enum(['visa', 'mastercard', 'amex', 'applepay', 'googlepay']))
    .max(5)
    .default(['visa', 'mastercard', 'amex']),
  statementText: z
    .string()
    .regex(
      /^(?=.*[A-Za-z])[^<>\\'"*]{5,22}$/,
      'is not 5 to 22 Latin characters with a letter, without < > \\ \' " *',
    )
    .optional()
    .meta({
      description:
        "What the supporter's bank prints: the statement descriptor set in Stripe, shown on the thank-you page",
    }),
  stripeProduct: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/)
    .default('reader-support')
    .meta({
      description:
        'Id of the one Stripe product all pledges are booked under; made at the first start if it is missing',
    }),
  countries: z
    .strictObject({
      list: z.array(z.string().regex(/^[A-Z]{2}$/)).default(['RU', 'BY']),
      action: z.enum(['notice', 'stop']).default('notice'),
      refund: z.boolean().default(false).meta({
        description:
          'Whether a payment by a card issued in a listed country is also given back; its plan is ended in any case',
      }),
    })
    .default({ list: ['RU', 'BY'], action: 'notice', refund: false }),
  reminders: z
    .strictObject({
      byMail: z.boolean().default(true),
      refusedMailServices: z.array(z.string()).default([...REFUSED_MAIL_SERVICES]),
    })
    .default({ byMail: true, refusedMailServices: [...REFUSED_MAIL_SERVICES] }),
  finance: financeSchema,
  shortLinks: shortLinksSchema,
  limits: z
    .strictObject({
      checkoutsPerHour: z.int().min(1).max(1_000_000).default(60),
      remindersPerHour: z.int().min(1).max(1_000_000).default(3),
      countsPerHour: z.int().min(1).max(1_000_000).default(600),
    })
    .default({ checkoutsPerHour: 60, remindersPerHour: 3, countsPerHour: 600 })
    .meta({ description: 'Per network address; kept in memory only' }),
  ...optionFields,
});

/** The publisher as the rest of the code sees it: amounts in minor units, every default filled in. */
export type Publisher = Omit<
  z.output<typeof publisherFileSchema>,
  'amounts' | '$schema' | 'currencies' | 'editions' | keyof PublisherOptions
> &
  PublisherOptions & { currencies: CurrencyOffer[]; editions: Record<string, Edition> };

/** Reads the file's JSON value. Every fault is reported, not only the first. */
export function readPublisher(value: unknown): { publisher: Publisher } | { faults: PublisherFault[] } {
  const parsed = publisherFileSchema.safeParse(value);
  if (!parsed.success) return { faults: parsed.error.issues.map(describe) };
  const { amounts, currencies, editions: _e, $schema: _s, ...rest } = parsed.data;
  const faults: PublisherFault[] = [];
  const common = currencies.map((currency) =>
    currencyOffer(currency, [{ path: 'amounts', amounts }], faults),
  );
  const editions = readEditions(parsed.data, common, faults);
  const everywhere = offeredCurrencies(parsed.data);
  for (const currency of Object.keys(amounts)) {
    if (!everywhere.includes(currency))
      faults.push({ path: `amounts.${currency}`, problem: 'is not among "currencies"' });
  }
  if (editions[rest.defaultLang] === undefined) {
    faults.push({ path: 'defaultLang', problem: `there is no edition "${rest.defaultLang}"` });
  }
  const options = publisherOptions(
    rest,
    { editions: Object.keys(editions), defaultLang: rest.defaultLang, currencies: everywhere },
    faults,
  );
  faults.push(...shortLinkFaults(rest.shortLinks, { ...rest, editions }), ...accountFaults(rest.finance));
  return faults.length > 0
    ? { faults: onceEach(faults) }
    : { publisher: { ...rest, ...options, editions, currencies: common } };
}

/** Two editions that share an amount share its fault. */
function onceEach(faults: PublisherFault[]): PublisherFault[] {
  return [...new Map(faults.map((fault) => [`${fault.path} ${fault.problem}`, fault])).values()];
}

/** JSON Schema of the publisher file, for editors. */
export function publisherJsonSchema(): object {
  return { title: 'Reader Support publisher file', ...z.toJSONSchema(publisherFileSchema, { io: 'input' }) };
}

function describe(issue: z.core.$ZodIssue): PublisherFault {
  const path = issue.path.map(String).join('.') || '(file)';
  if (issue.code === 'unrecognized_keys')
    return { path, problem: `has an unknown key: ${issue.keys.join(', ')}` };
  return { path, problem: issue.message };
}

function isOrigin(value: string): boolean {
  try {
    const url = new URL(value);
    return ['http:', 'https:'].includes(url.protocol) && url.origin === value;
  } catch {
    return false;
  }
}
