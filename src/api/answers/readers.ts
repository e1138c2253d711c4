import * as z from 'zod';
import { frequencySchema } from '../../checkout/request.ts';
import { count, currency, instant } from './parts.ts';

// What readers' addresses answer. The types are those of src/checkout/contract.ts; tests/api holds them equal.

const amounts = (name: string) =>
  z
    .strictObject({
      minMinor: count('Smallest amount that is taken.'),
      maxMinor: count('Largest amount that is taken.'),
      presetsMinor: z.array(z.int()).meta({ description: 'Amounts to offer, ascending.' }),
      defaultMinor: count('The preset that is chosen at first.'),
    })
    .meta({ description: `${name} Minor units of \`currency\`.` });

const texts = z
  .strictObject({
    eyebrow: z.string().optional(),
    heading: z.string().optional(),
    message: z
      .string()
      .meta({
        description: 'Plain text; `**bold**` is its only mark-up, `{min}` the smallest monthly amount.',
      })
      .optional(),
  })
  .meta({ description: 'Texts that replace the built-in ones.' });

const offer = z.strictObject({
  currency,
  digits: z.int().meta({ description: 'Decimals of the minor unit as Stripe counts them: 0, 2 or 3.' }),
  once: amounts('For a single gift.'),
  monthly: amounts('For a gift each month.'),
  annual: amounts('For a gift each year.'),
});

const notice = z
  .strictObject({
    kind: z
      .enum(['notice', 'stop'])
      .meta({ description: '`notice`: the form stays below it. `stop`: it replaces the form.' }),
    title: z.string(),
    body: z.string(),
    linkText: z.string().optional(),
    linkUrl: z.string().optional(),
  })
  .meta({ description: 'To readers whom a payment could endanger.' });

const goal = z
  .strictObject({
    title: z.string(),
    per: z.enum(['month', 'year']),
    currency,
    targetMinor: count('What is aimed at.'),
    reachedMinor: count('Rounded down, renewed at most once a day: never live.'),
    percent: count('Whole hundredths of the target.'),
    asOf: z.iso.date().meta({ description: 'The day of the figure.' }),
  })
  .meta({ description: 'Present while there is a figure that may be shown.' });

export const widgetConfig = z
  .strictObject({
    open: z.boolean().meta({ description: 'False hides the box: no gifts are taken at the moment.' }),
    lang: z.string().meta({ description: 'The edition that answered.' }),
    publisherName: z.string(),
    defaultFrequency: frequencySchema,
    defaultCurrency: currency,
    currencies: z.array(offer),
    marks: z
      .array(z.enum(['visa', 'mastercard', 'amex', 'applepay', 'googlepay']))
      .meta({ description: 'Plates drawn under Continue.' }),
    texts,
    notice: notice.nullable(),
    reminderByMail: z.boolean().meta({
      description: 'Whether reminders by mail are offered here; the calendar file always is.',
    }),
    contactMail: z.string().meta({ description: 'For whoever wants to give more; may be empty.' }),
    payHosts: z.array(z.string()).meta({ description: 'Hosts that Continue may lead to.' }),
    variants: z
      .array(z.strictObject({ id: z.string(), texts }))
      .meta({ description: 'Present while an experiment runs: draw one per page view and keep nothing.' })
      .optional(),
    goal: goal.optional(),
    fees: z
      .literal(true)
      .meta({ description: 'Present where a page asks about the card fee before Stripe’s.' })
      .optional(),
    manageUrl: z.string().meta({ description: 'Where readers change their gift.' }).optional(),
    counts: z.literal(true).meta({ description: 'Present where the publisher counts.' }).optional(),
  })
  .meta({ id: 'WidgetConfig', description: 'What the box needs to draw itself.' });

export const checkoutAnswer = z
  .strictObject({
    pledgeId: z.string().meta({ description: 'Our random id of the promise.' }),
    url: z.url().meta({ description: 'Stripe’s payment page: lead the reader there.' }),
    expiresAt: instant('Until when that page can be used.'),
  })
  .meta({ id: 'CheckoutAnswer' });

export const reminderAnswer = z
  .strictObject({
    status: z.literal('check_inbox').meta({
      description: 'The same for every address, so that nobody learns which of them are known here.',
    }),
  })
  .meta({ id: 'ReminderAnswer' });

export const oembedAnswer = z
  .strictObject({
    version: z.literal('1.0'),
    type: z.literal('rich'),
    title: z.string(),
    provider_name: z.string(),
    provider_url: z.string(),
    cache_age: count('Seconds for which the answer may be kept.'),
    html: z.string().meta({ description: 'A sandboxed frame with the box.' }),
    width: count('CSS pixels.'),
    height: count('CSS pixels.'),
  })
  .meta({ id: 'OEmbed', description: 'The rich type of oembed.com; its names are that specification’s.' });
