import * as z from 'zod';
import type { BoxChoice } from '../box/choice.ts';
import { parse } from '../http/parse.ts';
import { FREQUENCIES, type WidgetConfig } from './contract.ts';
import { campaignSchema, currencySchema, frequencySchema, langSchema, variantSchema } from './request.ts';

/** A form sends empty fields for what was not filled in. */
const blank = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const picked = z.string().max(20, 'This amount is too long.').optional();
const typed = z.string().max(40, 'This amount is too long.').default('');

const formSchema = z.strictObject({
  frequency: frequencySchema,
  amount_once: picked,
  amount_monthly: picked,
  amount_annual: picked,
  other_once: typed,
  other_monthly: typed,
  other_annual: typed,
  currency: currencySchema,
  campaign: blank(campaignSchema),
  lang: blank(langSchema),
  return: blank(z.string().max(1_500, 'This address is too long.')),
  key: blank(
    z.string().regex(/^[\x21-\x7e]{8,200}$/, 'The key of the form is damaged. Load the page again.'),
  ),
  do: z.enum(['currency', 'continue']).optional(),
  variant: blank(variantSchema),
  step: z.literal('pay').optional(),
  cover: z.literal('yes').optional(),
});

/** The plain form as a reader sent it: what stands in it, and what travels along. */
export type GiveForm = {
  choice: BoxChoice;
  campaign: string | undefined;
  lang: string | undefined;
  returnTo: string | undefined;
  /** One per shown form: a double click leads to one session. */
  key: string | undefined;
  /** The reader pressed "Change currency" instead of Continue. */
  changeCurrency: boolean;
  /** The text of an experiment that the reader was shown. */
  variant: string | undefined;
  /** The form of the review page: the reader has been told of the card fee. */
  reviewed: boolean;
  /** The reader ticked that the card fee is added. */
  coverFee: boolean;
};

/** Reads the form; throws 422 with the field for what no reader could have typed. */
export function readGiveForm(body: unknown): GiveForm {
  const form = parse(formSchema, body);
  const amount = {
    once: form.amount_once ?? 'other',
    monthly: form.amount_monthly ?? 'other',
    annual: form.amount_annual ?? 'other',
  };
  const other = { once: form.other_once, monthly: form.other_monthly, annual: form.other_annual };
  return {
    choice: { frequency: form.frequency, currency: form.currency, amount, other },
    campaign: form.campaign,
    lang: form.lang,
    returnTo: form.return,
    key: form.key,
    changeCurrency: form.do === 'currency',
    variant: form.variant,
    reviewed: form.step === 'pay',
    coverFee: form.cover === 'yes',
  };
}

const tolerant = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const linkSchema = z.object({
  frequency: tolerant(z.enum(FREQUENCIES as ['once', 'monthly', 'annual'])),
  amount: tolerant(z.string().max(20)),
  currency: tolerant(currencySchema),
  campaign: tolerant(campaignSchema),
  lang: tolerant(langSchema),
  return: tolerant(z.string().max(1_500)),
  rs: tolerant(z.enum(['c', 't'])),
  variant: tolerant(variantSchema),
  step: tolerant(z.literal('review')),
});

/**
 * What a link to the give page asks for. A link creates nothing and passes through mail programs and
 * newsletters that add to it, so what does not fit is passed over instead of refused.
 */
export function readGiveLink(query: unknown): z.output<typeof linkSchema> {
  return linkSchema.parse(query);
}

type GiveLink = Pick<GiveForm, 'choice' | 'lang' | 'campaign' | 'returnTo' | 'variant'>;

/** The link to the give page that opens with what stands in a form: nothing is typed twice after a fault. */
export function giveLink({ choice, lang, campaign, returnTo, variant }: GiveLink): string {
  const { frequency, currency, amount, other } = choice;
  const picked = amount[frequency];
  const parts = {
    frequency,
    amount: picked === 'other' ? other[frequency] : picked,
    currency,
    lang,
    campaign,
    return: returnTo,
    variant,
  };
  const set = Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1]));
  return `/give?${new URLSearchParams(set).toString()}`;
}

/** The form field that holds the amount of a choice. */
export function amountField(choice: Pick<BoxChoice, 'frequency' | 'amount'>): string {
  return `${choice.amount[choice.frequency] === 'other' ? 'other' : 'amount'}_${choice.frequency}`;
}

/** True where the configuration offers the currency. */
export function isOffered(config: WidgetConfig, currency: string): boolean {
  return config.currencies.some((offer) => offer.currency === currency);
}
