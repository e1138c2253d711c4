import * as z from 'zod';
import { FREQUENCIES, type AmountOffer, type CurrencyOffer, type Frequency } from '../checkout/contract.ts';
import { amountStepMinor, currencyDigits, minorToDecimal, stripeMinimumMinor } from '../money.ts';
import { DEFAULT_AMOUNTS } from './default-amounts.ts';

/** A fault of the publisher file: where, and what. */
export type PublisherFault = { path: string; problem: string };

const wholeAmount = z
  .number()
  .nonnegative()
  .meta({ description: 'In whole units of the currency, for example 2 or 2.5' });
/** What a reader may give at one frequency, as a publisher writes it. */
const amountOfferSchema = z
  .strictObject({
    min: wholeAmount,
    max: wholeAmount,
    presets: z.array(wholeAmount).min(1).max(8),
    default: wholeAmount.optional(),
  })
  .meta({
    description:
      'What a reader may give at one frequency; the second preset is chosen unless `default` is set',
  });

/** Amounts per currency and frequency, as a publisher writes them. */
export const amountsSchema = z.record(
  z.string(),
  z.partialRecord(z.enum(FREQUENCIES as ['once', 'monthly', 'annual']), amountOfferSchema),
);

type FileOffer = z.output<typeof amountOfferSchema>;
export type FileAmounts = Readonly<z.output<typeof amountsSchema>>;

/** A place of the file that may set amounts. */
type Source = { path: string; amounts: FileAmounts };

/** The offer of a currency in minor units: from the first source that sets it, or built in. Faults are added to the list. */
export function currencyOffer(
  currency: string,
  sources: readonly [Source, ...Source[]],
  faults: PublisherFault[],
): CurrencyOffer {
  const made: Partial<Record<Frequency, AmountOffer>> = {};
  for (const frequency of FREQUENCIES) {
    const set = sources.find(({ amounts }) => amounts[currency]?.[frequency] !== undefined) ?? sources[0];
    const path = `${set.path}.${currency}.${frequency}`;
    const source = set.amounts[currency]?.[frequency] ?? builtIn(currency, frequency);
    if (source === null) {
      faults.push({
        path,
        problem: `is missing: there are no built-in amounts for ${currency}, so set min, max and presets`,
      });
      continue;
    }
    made[frequency] = amountOffer(source, currency, path, faults);
  }
  const none: AmountOffer = { minMinor: 0, maxMinor: 0, presetsMinor: [], defaultMinor: 0 };
  return { currency, digits: currencyDigits(currency), once: none, monthly: none, annual: none, ...made };
}

function builtIn(currency: string, frequency: Frequency): FileOffer | null {
  const found = DEFAULT_AMOUNTS[currency]?.[frequency];
  return found === undefined ? null : { min: found[0], max: found[1], presets: [...found[2]] };
}

/** Whole units as minor units, rounded, and whether they are exact and keep the currency's step. */
export function wholeToMinor(whole: number, currency: string): { minor: number; isPayable: boolean } {
  const minor = Math.round(whole * 10 ** currencyDigits(currency));
  const isPayable =
    Number(minorToDecimal(minor, currency)) === whole && minor % amountStepMinor(currency) === 0;
  return { minor, isPayable };
}

function amountOffer(
  source: FileOffer,
  currency: string,
  path: string,
  faults: PublisherFault[],
): AmountOffer {
  const minor = (whole: number, at: string): number => {
    const { minor: amount, isPayable } = wholeToMinor(whole, currency);
    if (!isPayable)
      faults.push({
        path: `${path}.${at}`,
        problem: `${whole} cannot be paid in ${currency}: it is finer than the currency's smallest step`,
      });
    return amount;
  };
  const made: AmountOffer = {
    minMinor: minor(source.min, 'min'),
    maxMinor: minor(source.max, 'max'),
    presetsMinor: source.presets.map((preset, i) => minor(preset, `presets[${i}]`)),
    defaultMinor: minor(source.default ?? source.presets[1] ?? source.presets[0] ?? source.min, 'default'),
  };
  const floor = stripeMinimumMinor(currency);
  if (floor !== null && made.minMinor < floor) {
    faults.push({
      path: `${path}.min`,
      problem: `${source.min} is below Stripe's minimum of ${minorToDecimal(floor, currency)} ${currency}`,
    });
  }
  if (made.minMinor < 1 || made.maxMinor < made.minMinor || made.maxMinor > 99_999_999) {
    faults.push({
      path,
      problem:
        'min must be above 0, max not below min, and max at most 99,999,999 minor units (Stripe takes eight digits)',
    });
  }
  made.presetsMinor.forEach((preset, i) => {
    if (preset < made.minMinor || preset > made.maxMinor) {
      faults.push({
        path: `${path}.presets[${i}]`,
        problem: `${source.presets[i]} lies outside the limits ${source.min} to ${source.max}`,
      });
    }
    if (preset <= (made.presetsMinor[i - 1] ?? -1))
      faults.push({ path: `${path}.presets[${i}]`, problem: 'presets must rise' });
  });
  if (!made.presetsMinor.includes(made.defaultMinor))
    faults.push({ path: `${path}.default`, problem: 'is not one of the presets' });
  return made;
}
