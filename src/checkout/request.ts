import * as z from 'zod';
import type { CheckoutRequest, CurrencyOffer, Frequency } from './contract.ts';
import { invalid } from '../errors.ts';
import { amountStepMinor, minorToDecimal } from '../money.ts';
import { editionFor, offerFor } from '../publisher/editions.ts';
import type { Publisher } from '../publisher/publisher.ts';

/** Slugs only: a campaign must never carry a name, an address or a formula. */
export const campaignSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'A campaign is 1 to 40 small letters, digits and hyphens.')
  .meta({
    description: 'Where the gift came from, as finance sees it: never a name or an address.',
    examples: ['article'],
  });

/** The id of a variant of an experiment's. */
export const variantSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,19}$/, 'A variant is 1 to 20 small letters, digits and hyphens.')
  .meta({
    description: 'The variant of an experiment that was shown; one that nobody knows is passed over.',
    examples: ['question'],
  });

/** A language tag; the closest edition is used. */
export const langSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i, 'A language is a tag such as en or ru.')
  .meta({
    description: 'Language tag; the closest edition answers.',
    pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$',
    examples: ['en'],
  });

export const frequencySchema = z
  .enum(['once', 'monthly', 'annual'], { error: 'The frequency is once, monthly or annual.' })
  .meta({ description: 'How often the reader gives.' });

export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'A currency is three capital letters, for example USD.')
  .meta({ description: 'A currency that the edition offers, upper-case ISO 4217.', examples: ['USD'] });

/** Body of `POST /v1/checkout`, before it meets the publisher's offer. */
export const checkoutBodySchema = z.strictObject({
  frequency: frequencySchema,
  amountMinor: z
    .int('The amount is a whole number of minor units, for example 500 for $5.')
    .positive('The amount must be above 0.')
    .meta({
      description:
        'Whole minor units of `currency`: 500 is $5.00 and 500 yen. Inside the limits of /v1/widget-config.',
      examples: [500],
    }),
  currency: currencySchema,
  lang: langSchema.optional(),
  campaign: campaignSchema.optional(),
  returnTo: z
    .string()
    .max(1_500, 'This address is too long.')
    .meta({
      description:
        'Where the reader came from, on an origin of the publisher’s: the way back. Sealed into links, stored nowhere.',
      examples: ['https://news.example.org/an-article'],
    })
    .optional(),
  variant: variantSchema.optional(),
});

/** Query of `GET /v1/widget-config`. */
export const configQuery = z.strictObject({
  lang: langSchema.optional(),
  currency: currencySchema.optional(),
});

/** A checkout that the publisher takes. */
export type AcceptedCheckout = {
  frequency: Frequency;
  amountMinor: number;
  currency: string;
  lang: string;
  campaign: string | null;
  variant: string | null;
};

/** Which field the caller used for a part of the request: JSON and form have different names. */
export type FieldNames = { amount: string; currency: string };

/** Holds a request against the offer of its edition; throws 422 with the field and the limits in words. */
export function acceptCheckout(
  publisher: Publisher,
  request: CheckoutRequest,
  fields: FieldNames,
): AcceptedCheckout {
  const { frequency, amountMinor, currency } = request;
  const edition = editionFor(publisher, request.lang);
  const offer = offerFor(edition, currency);
  if (offer === null) {
    const taken = edition.currencies.map((one) => one.currency).join(', ');
    throw invalid(fields.currency, `This edition takes ${taken}.`, 'currency_not_offered');
  }
  checkAmount(offer, frequency, amountMinor, fields.amount);
  return {
    frequency,
    amountMinor,
    currency,
    lang: edition.lang,
    campaign: request.campaign ?? null,
    variant: knownVariant(publisher, request.variant),
  };
}

/** A page may have been open since before the experiment ended: then the variant is passed over. */
export function knownVariant({ experiment }: Publisher, id: string | undefined): string | null {
  return experiment?.variants.find((variant) => variant.id === id)?.id ?? null;
}

const PER: Record<Frequency, string> = { once: 'single', monthly: 'monthly', annual: 'annual' };

function checkAmount(offer: CurrencyOffer, frequency: Frequency, amountMinor: number, field: string): void {
  const { minMinor, maxMinor } = offer[frequency];
  const words = (minor: number) => `${minorToDecimal(minor, offer.currency)} ${offer.currency}`;
  if (amountMinor < minMinor)
    throw invalid(field, `The smallest ${PER[frequency]} amount is ${words(minMinor)}.`, 'amount_too_small');
  if (amountMinor > maxMinor)
    throw invalid(field, `The largest ${PER[frequency]} amount is ${words(maxMinor)}.`, 'amount_too_large');
  const step = amountStepMinor(offer.currency);
  if (amountMinor % step !== 0)
    throw invalid(field, `Amounts in ${offer.currency} go in steps of ${words(step)}.`, 'amount_step');
}
