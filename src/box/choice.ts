import { parseAmount, type AmountFault } from '../checkout/amount.ts';
import {
  FREQUENCIES,
  type AmountOffer,
  type CurrencyOffer,
  type Frequency,
  type WidgetConfig,
} from '../checkout/contract.ts';
import { decimalText } from './money-text.ts';

/** What stands in the form: kept through every error, return and change of currency. */
export type BoxChoice = {
  frequency: Frequency;
  currency: string;
  /** Per frequency: a preset as decimal text ("5", "2.50"), or "other". */
  amount: Record<Frequency, string>;
  /** Per frequency: what was typed under Other, as it was typed. */
  other: Record<Frequency, string>;
};

/** Why a typed amount cannot be taken. */
export type ChoiceFault = AmountFault | 'too_small' | 'too_large' | 'refused';

/** A choice that can be sent. */
export type ReadyChoice = { frequency: Frequency; currency: string; amountMinor: number };

/** What an address or an attribute asks for; whatever does not fit is passed over. */
export type ChoiceWish = {
  frequency?: string | null | undefined;
  currency?: string | null | undefined;
  /** Decimal, in whole units. */
  amount?: string | null | undefined;
};

/** The choice a box opens with. */
export function startChoice(config: WidgetConfig, wish: ChoiceWish = {}): BoxChoice {
  const frequency = FREQUENCIES.find((known) => known === wish.frequency) ?? config.defaultFrequency;
  const offer =
    offerOf(config, wish.currency ?? '') ?? offerOf(config, config.defaultCurrency) ?? firstOf(config);
  const preset = (of: Frequency): string => decimalText(offer[of].defaultMinor, offer.digits);
  const choice: BoxChoice = {
    frequency,
    currency: offer.currency,
    amount: { once: preset('once'), monthly: preset('monthly'), annual: preset('annual') },
    other: { once: '', monthly: '', annual: '' },
  };
  return wish.amount ? withAmount(config, choice, wish.amount) : choice;
}

/** Chooses an amount at the chosen frequency: a preset where there is one, else under Other. */
export function withAmount(config: WidgetConfig, choice: BoxChoice, text: string): BoxChoice {
  const { frequency, currency } = choice;
  const offer = offerOf(config, currency) ?? firstOf(config);
  const read = parseAmount(text.slice(0, 20), offer.digits);
  if (typeof read !== 'number') return choice;
  const isPreset = offer[frequency].presetsMinor.includes(read);
  const plain = decimalText(read, offer.digits);
  return {
    ...choice,
    amount: { ...choice.amount, [frequency]: isPreset ? plain : 'other' },
    other: isPreset ? choice.other : { ...choice.other, [frequency]: plain },
  };
}

/** The same choice in another currency: the same place among the presets; what was typed stays. */
export function withCurrency(config: WidgetConfig, choice: BoxChoice, currency: string): BoxChoice {
  const from = offerOf(config, choice.currency);
  const to = offerOf(config, currency);
  if (to === null) return choice;
  const amount = { ...choice.amount };
  for (const frequency of FREQUENCIES) {
    if (amount[frequency] === 'other') continue;
    const place = from?.[frequency].presetsMinor.findIndex(
      (minor) => decimalText(minor, from.digits) === amount[frequency],
    );
    const minor = to[frequency].presetsMinor[place ?? -1] ?? to[frequency].defaultMinor;
    amount[frequency] = decimalText(minor, to.digits);
  }
  return { ...choice, currency, amount };
}

/** Reads the amount of the chosen frequency; the other two are not looked at. */
export function readChoice(
  config: WidgetConfig,
  choice: BoxChoice,
): ReadyChoice | { frequency: Frequency; fault: ChoiceFault } {
  const { frequency, currency } = choice;
  const offer = offerOf(config, currency);
  if (offer === null) return { frequency, fault: 'refused' };
  const picked = choice.amount[frequency];
  const read = parseAmount(picked === 'other' ? choice.other[frequency] : picked, offer.digits);
  if (typeof read !== 'number') return { frequency, fault: read };
  const fault = outside(offer[frequency], read);
  return fault === null ? { frequency, currency, amountMinor: read } : { frequency, fault };
}

export function offerOf(config: WidgetConfig, currency: string): CurrencyOffer | null {
  return config.currencies.find((offer) => offer.currency === currency.toUpperCase()) ?? null;
}

function firstOf(config: WidgetConfig): CurrencyOffer {
  const first = config.currencies[0];
  if (first === undefined) throw new TypeError('the configuration offers no currency');
  return first;
}

function outside({ minMinor, maxMinor }: AmountOffer, amountMinor: number): ChoiceFault | null {
  if (amountMinor < minMinor) return 'too_small';
  return amountMinor > maxMinor ? 'too_large' : null;
}
