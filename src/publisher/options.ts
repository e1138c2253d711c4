import * as z from 'zod';
import { isDay } from '../ledger/book-date.ts';
import { currencyDigits, isCurrency } from '../money.ts';
import type { PublisherFault } from './amount-offers.ts';

// What a publisher may switch on, all off by default: counters, an experiment, a goal, and the question
// whether a reader adds the card fee. docs/options.md says what each means for readers.

/** A language tag of an edition. */
export const lang = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language tag such as "en" or "pt-BR"');
/** One text of the publisher's that readers see. */
export const shortText = (max: number) =>
  z.string().trim().min(1, 'is empty').max(max, `is longer than ${max} characters`);
/** A campaign, or whatever else has a name of its own in the file. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is not 1 to 40 small letters, digits and hyphens');
const variantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,19}$/, 'is not 1 to 20 small letters, digits and hyphens');

/** Texts of the box that an edition, or a variant of it, may set. */
export const editionTextsSchema = z
  .strictObject({
    eyebrow: shortText(80),
    heading: shortText(160),
    message: shortText(600).meta({
      description: '**bold** is the only mark-up; {min} becomes the smallest monthly amount',
    }),
  })
  .partial();

const experiment = z
  .strictObject({
    name: shortText(80),
    since: z.string().refine(isDay, { error: 'is not a day written YYYY-MM-DD' }).meta({
      description: 'First day, in the book zone; what came before is not counted',
    }),
    viewsPerVariant: z.int().min(1_000).max(100_000_000).meta({
      description: 'How many views each variant gets before anybody may judge; decide it before the start',
    }),
    variants: z
      .array(
        z.strictObject({
          id: variantId,
          editions: z
            .record(lang, editionTextsSchema)
            .default({})
            .meta({ description: 'Texts per edition; an edition that is left out shows its usual texts' }),
        }),
      )
      .min(2, 'names fewer than two variants')
      .max(4, 'names more than four variants')
      .meta({ description: 'The first one is what the others are held against' }),
  })
  .meta({ description: 'One comparison of texts; each page view draws a variant and keeps no bucket' });

const goal = z
  .strictObject({
    titles: z.record(lang, shortText(80)).meta({ description: 'What the money is for, per edition' }),
    per: z.enum(['month', 'year']).default('month'),
    currency: z.string().refine(isCurrency, { error: 'is not a currency that Stripe settles in' }).meta({
      description: 'The currency of the ledger whose gifts count; other currencies do not',
    }),
    target: z.number().positive().meta({ description: 'In whole units of the currency' }),
    campaign: slug.optional().meta({ description: 'Only gifts of this campaign; all gifts if left out' }),
    hour: z.int().min(0).max(23).default(6).meta({
      description: 'Hour of the day, in the book zone, at which the figure may change',
    }),
    roundToPercent: z
      .union([z.literal(1), z.literal(5)])
      .default(5)
      .meta({
        description: 'The figure is rounded down to this part of the target',
      }),
  })
  .meta({ description: 'A meter over the box; renewed once a day at most, and only by ten new gifts' });

const fees = z
  .strictObject({
    percent: z.number().min(0).max(15).meta({ description: "The account's real rate, for example 2.9" }),
    fixed: z.record(z.string(), z.number().nonnegative()).meta({
      description: 'Fixed part of the fee per currency, in whole units: {"USD": 0.30}',
    }),
  })
  .meta({ description: 'Asks on a review page, unticked, whether the reader adds the card fee' });

/** The part of the publisher file that is off by default. */
export const optionFields = {
  counts: z.boolean().default(false).meta({
    description: 'Counters per day of what readers do with the box; no row is about a person',
  }),
  campaigns: z.array(slug).max(50).default([]).meta({
    description: 'Campaigns that are counted apart; all others are counted together',
  }),
  experiment: experiment.optional(),
  goal: goal.optional(),
  fees: fees.optional(),
};

type FileOptions = z.output<z.ZodObject<typeof optionFields>>;
type FileGoal = NonNullable<FileOptions['goal']>;

/** An experiment as the rest of the code sees it. */
export type Experiment = NonNullable<FileOptions['experiment']>;
/** The fee that the publisher's Stripe account pays on a card payment. */
export type FeeRate = {
  /** Hundredths of a per cent: 290 for 2.9 %. */
  basisPoints: number;
  /** Per currency, in minor units; every offered currency is in it. */
  fixedMinor: Record<string, number>;
};
/** A goal with its target in minor units. */
export type PublisherGoal = Omit<FileGoal, 'target'> & { targetMinor: number };

/** The options with amounts in minor units; undefined is off. */
export type PublisherOptions = Pick<FileOptions, 'counts' | 'campaigns'> & {
  experiment: Experiment | undefined;
  goal: PublisherGoal | undefined;
  fees: FeeRate | undefined;
};

/** A variant's texts travel in every configuration, which is to stay below 2 KB with them. */
const MOST_VARIANT_BYTES = 700;

/** Checks the options against the rest of the file; faults are added to the list. */
export function publisherOptions(
  file: FileOptions,
  rest: { editions: readonly string[]; defaultLang: string; currencies: readonly string[] },
  faults: PublisherFault[],
): PublisherOptions {
  const { counts, campaigns, experiment: trial, goal: aim, fees: fee } = file;
  if (trial !== undefined) checkExperiment(trial, rest.editions, faults);
  return {
    counts,
    campaigns,
    experiment: trial,
    goal: aim === undefined ? undefined : goalOf(aim, rest, faults),
    fees: fee === undefined ? undefined : feesOf(fee, rest.currencies, faults),
  };
}

function checkExperiment(
  { variants }: Experiment,
  editions: readonly string[],
  faults: PublisherFault[],
): void {
  const ids = variants.map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    faults.push({ path: 'experiment.variants', problem: 'gives one id to two variants' });
  for (const [i, variant] of variants.entries()) {
    for (const tag of Object.keys(variant.editions))
      if (!editions.includes(tag))
        faults.push({ path: `experiment.variants.${i}.editions.${tag}`, problem: 'is not among "editions"' });
  }
  for (const tag of editions) {
    const bytes = Buffer.byteLength(JSON.stringify(variants.map(({ editions: of }) => of[tag] ?? {})));
    if (bytes > MOST_VARIANT_BYTES)
      faults.push({
        path: 'experiment.variants',
        problem: `holds ${bytes} bytes of texts for the edition "${tag}"; more than ${MOST_VARIANT_BYTES} would slow every page`,
      });
  }
}

function goalOf(
  { target, ...goal }: FileGoal,
  rest: { editions: readonly string[]; defaultLang: string },
  faults: PublisherFault[],
): PublisherGoal {
  for (const tag of Object.keys(goal.titles))
    if (!rest.editions.includes(tag))
      faults.push({ path: `goal.titles.${tag}`, problem: 'is not among "editions"' });
  if (goal.titles[rest.defaultLang] === undefined)
    faults.push({
      path: `goal.titles.${rest.defaultLang}`,
      problem: 'is missing: other editions fall back on it',
    });
  const targetMinor = isCurrency(goal.currency) ? inMinor(target, goal.currency) : 0;
  // Below this the steps of a rounded figure would be single gifts.
  const smallest = 1_000 * 10 ** (isCurrency(goal.currency) ? currencyDigits(goal.currency) : 2);
  if (targetMinor === null || targetMinor % 100 !== 0 || targetMinor > 1e12)
    faults.push({ path: 'goal.target', problem: 'cannot be divided into a hundred equal steps' });
  else if (targetMinor < smallest)
    faults.push({
      path: 'goal.target',
      problem: 'is below 1,000: rounded steps of it would show single gifts',
    });
  return { ...goal, targetMinor: targetMinor ?? 0 };
}

function feesOf(
  { percent, fixed }: NonNullable<FileOptions['fees']>,
  currencies: readonly string[],
  faults: PublisherFault[],
): FeeRate {
  const basisPoints = Math.round(percent * 100);
  if (Math.abs(percent * 100 - basisPoints) > 1e-9)
    faults.push({ path: 'fees.percent', problem: 'has more than two decimals' });
  const fixedMinor: Record<string, number> = {};
  for (const [currency, whole] of Object.entries(fixed)) {
    const minor = isCurrency(currency) ? inMinor(whole, currency) : null;
    if (!currencies.includes(currency))
      faults.push({ path: `fees.fixed.${currency}`, problem: 'is not among "currencies"' });
    else if (minor === null)
      faults.push({ path: `fees.fixed.${currency}`, problem: `is finer than the minor unit of ${currency}` });
    else fixedMinor[currency] = minor;
  }
  for (const currency of currencies)
    if (fixed[currency] === undefined)
      faults.push({
        path: `fees.fixed.${currency}`,
        problem: 'is missing; write 0 where there is no fixed part',
      });
  return { basisPoints, fixedMinor };
}

/** Whole units as minor units, or null where they are finer than the currency. */
function inMinor(whole: number, currency: string): number | null {
  const scaled = whole * 10 ** currencyDigits(currency);
  const minor = Math.round(scaled);
  return Math.abs(scaled - minor) < 1e-6 && Number.isSafeInteger(minor) ? minor : null;
}
