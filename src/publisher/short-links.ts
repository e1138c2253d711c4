import * as z from 'zod';
import { FREQUENCIES, type Frequency } from '../checkout/contract.ts';
import { wholeToMinor, type PublisherFault } from './amount-offers.ts';
import { closestTag, offerFor, type Edition } from './editions.ts';
import { slug } from './options.ts';

/** What a short link opens the give page with; the same names as in the page's address. */
export const shortLinkSchema = z.strictObject({
  campaign: slug.optional(),
  frequency: z.enum(FREQUENCIES as ['once', 'monthly', 'annual']).optional(),
  amount: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'In whole units of the currency, for example 5 or 7.5' }),
  currency: z.string().optional(),
  lang: z.string().optional(),
});

export type ShortLink = z.output<typeof shortLinkSchema>;

/** Codes are printed and typed by hand: small letters and digits, short, no two spellings of one code. */
export const shortLinksSchema = z
  .record(
    z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?$/, 'is not 1 to 24 small letters, digits and hyphens'),
    shortLinkSchema,
  )
  .default({})
  .meta({ description: 'Addresses for print: /g/CODE opens the give page with this choice made' });

type Around = {
  editions: Readonly<Record<string, Edition>>;
  defaultLang: string;
  defaultFrequency: Frequency;
};

/** What is printed cannot be mended later, so a link that the give page would pass over stops the start. */
export function shortLinkFaults(links: Record<string, ShortLink>, around: Around): PublisherFault[] {
  return Object.entries(links).flatMap(([code, link]) =>
    faultsOf(link, around).map(({ path, problem }) => ({ path: `shortLinks.${code}.${path}`, problem })),
  );
}

function faultsOf(link: ShortLink, { editions, defaultLang, defaultFrequency }: Around): PublisherFault[] {
  const faults: PublisherFault[] = [];
  const lang = link.lang ?? defaultLang;
  const edition = editions[closestTag(lang, Object.keys(editions)) ?? defaultLang];
  if (!Object.hasOwn(editions, lang)) faults.push({ path: 'lang', problem: `there is no edition "${lang}"` });
  if (edition === undefined) return faults;
  const currency = link.currency ?? edition.currency ?? edition.currencies[0]?.currency ?? '';
  const offer = offerFor(edition, currency);
  if (offer === null)
    return [...faults, { path: 'currency', problem: `${currency} is not among "currencies"` }];
  const { minMinor, maxMinor } = offer[link.frequency ?? defaultFrequency];
  if (link.amount === undefined || maxMinor === 0) return faults;
  const { minor, isPayable } = wholeToMinor(link.amount, offer.currency);
  if (!isPayable)
    faults.push({ path: 'amount', problem: `${link.amount} cannot be paid in ${offer.currency}` });
  else if (minor < minMinor || minor > maxMinor)
    faults.push({ path: 'amount', problem: `${link.amount} ${offer.currency} lies outside the limits` });
  return faults;
}
