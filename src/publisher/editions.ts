import * as z from 'zod';
import type { CurrencyOffer } from '../checkout/contract.ts';
import { isCurrency } from '../money.ts';
import { amountsSchema, currencyOffer, type FileAmounts, type PublisherFault } from './amount-offers.ts';
import { editionTextsSchema, shortText } from './options.ts';
import type { Publisher } from './publisher.ts';

export const webAddress = z.url({ protocol: /^https?$/, error: 'is not a web address' });

export const currenciesSchema = z
  .array(z.string().refine(isCurrency, { error: 'is not a currency that Stripe charges in' }))
  .min(1)
  .max(20);

const notice = z.strictObject({
  kind: z.enum(['notice', 'stop']).default('notice'),
  title: shortText(120).optional(),
  body: shortText(600).optional(),
  linkText: shortText(80).optional(),
  linkUrl: webAddress.optional(),
});

/** One language of the publisher's, as the file has it. */
export const editionSchema = z.strictObject({
  name: shortText(80)
    .optional()
    .meta({ description: 'What the publisher is called in this language, if not as everywhere' }),
  currency: z.string().optional().meta({ description: 'Currency chosen at first in this edition' }),
  currencies: currenciesSchema
    .optional()
    .meta({ description: 'What this edition offers, in this order, if not what the whole publisher offers' }),
  amounts: amountsSchema
    .optional()
    .meta({ description: "Amounts of this edition; what is missing is the publisher's, then built in" }),
  homeUrl: webAddress.optional(),
  texts: editionTextsSchema.default({}),
  notice: notice.optional().meta({ description: 'Shown to every reader of this edition' }),
  spending: z
    .array(shortText(140))
    .min(1, 'names nothing')
    .max(3, 'has more than three lines')
    .optional()
    .meta({
      description:
        'How the money is spent, in one to three plain lines under the form of the give page; say what is true and can be shown',
    }),
});

type FileEdition = z.output<typeof editionSchema>;

/** One language of the publisher's: its name and its offer are always there, its own or everybody's. */
export type Edition = Omit<FileEdition, 'name' | 'currencies' | 'amounts'> & {
  name: string;
  currencies: CurrencyOffer[];
};

type File = {
  name: string;
  currencies: readonly string[];
  amounts: FileAmounts;
  editions: Readonly<Record<string, FileEdition>>;
};

/** The editions with their offers; faults are added to the list. */
export function readEditions(
  file: File,
  common: readonly CurrencyOffer[],
  faults: PublisherFault[],
): Record<string, Edition> {
  return Object.fromEntries(
    Object.entries(file.editions).map(([tag, { name, currencies, amounts = {}, ...rest }]) => {
      const path = `editions.${tag}`;
      const offered = currencies ?? file.currencies;
      const own: Parameters<typeof currencyOffer>[1] = [
        { path: `${path}.amounts`, amounts },
        { path: 'amounts', amounts: file.amounts },
      ];
      const offers = offered.map(
        (currency) =>
          (amounts[currency] === undefined && common.find((offer) => offer.currency === currency)) ||
          currencyOffer(currency, own, faults),
      );
      const strange = (at: string, currency: string) =>
        !offered.includes(currency) &&
        faults.push({ path: `${path}.${at}`, problem: `${currency} is not among "currencies"` });
      if (rest.currency !== undefined) strange('currency', rest.currency);
      for (const currency of Object.keys(amounts)) strange(`amounts.${currency}`, currency);
      return [tag, { ...rest, name: name ?? file.name, currencies: offers }];
    }),
  );
}

/** Every currency that an edition offers or the publisher does. */
export function offeredCurrencies({ currencies, editions }: File): string[] {
  return [...new Set([...currencies, ...Object.values(editions).flatMap((one) => one.currencies ?? [])])];
}

/**
 * The edition for a language tag: the closest one, else the publisher's default. The only place that decides it: the
 * browser sends the tag of the page, and is told the edition's.
 */
export function editionFor(
  { editions, defaultLang }: Pick<Publisher, 'editions' | 'defaultLang'>,
  tag: string | undefined,
): { lang: string } & Edition {
  const lang = closestTag(tag ?? defaultLang, Object.keys(editions)) ?? defaultLang;
  const edition = editions[lang];
  if (edition === undefined) throw new Error('start-up checks that the default edition exists');
  return { lang, ...edition };
}

/**
 * The closest of the offered tags: `uk-UA` finds `uk`, as RFC 4647 looks tags up, and where there is no more general
 * one, a sibling, so `pt` and `pt-PT` find `pt-BR`. Undefined where the language is not among them.
 */
export function closestTag(tag: string, offered: readonly string[]): string | undefined {
  const parts = tag.toLowerCase().split('-');
  const matches = (one: string, length: number) => one.toLowerCase() === parts.slice(0, length).join('-');
  for (let length = parts.length; length > 0; length--) {
    const found = offered.find((one) => matches(one, length));
    if (found !== undefined) return found;
  }
  return offered.find((one) => one.toLowerCase().split('-')[0] === parts[0]);
}

/** The offer of a currency in an edition, or null where it does not take it. */
export function offerFor(edition: Pick<Edition, 'currencies'>, currency: string): CurrencyOffer | null {
  return edition.currencies.find((offer) => offer.currency === currency) ?? null;
}
