import { parseAmount, type AmountFault } from '../checkout/amount.ts';
import { FREQUENCIES, type CurrencyOffer, type Frequency, type WidgetConfig } from '../checkout/contract.ts';
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

/** The choice a box opens with; a wished amount is a preset where there is one, else it goes under Other. */
export function startChoice(config: WidgetConfig, wish: ChoiceWish = {}): BoxChoice {
  const frequency = FREQUENCIES.find((known) => known === wish.frequency) ?? config.defaultFrequency;
  // A configuration without a currency is refused before it comes here.
  const offer = (offerOf(config, wish.currency) ??
    offerOf(config, config.defaultCurrency) ??
    config.currencies[0]) as CurrencyOffer;
  const { currency, digits } = offer;
  const amount = perFrequency((of) => decimalText(offer[of].defaultMinor, digits));
  const other = perFrequency(() => '');
  const read = parseAmount(wish.amount ?? '', digits);
  if (typeof read === 'number') {
    const plain = decimalText(read, digits);
    const isPreset = offer[frequency].presetsMinor.includes(read);
    amount[frequency] = isPreset ? plain : 'other';
    if (!isPreset) other[frequency] = plain;
  }
  return { frequency, currency, amount, other };
}

/** One value for each of the three frequencies. */
export function perFrequency<T>(value: (of: Frequency) => T): Record<Frequency, T> {
  return { once: value('once'), monthly: value('monthly'), annual: value('annual') };
}

/** The same choice in another currency: the same place among the presets; what was typed stays. */
export function withCurrency(config: WidgetConfig, choice: BoxChoice, currency: string): BoxChoice {
  const from = offerOf(config, choice.currency);
  const to = offerOf(config, currency);
  if (!to) return choice;
  const moved = (of: Frequency): string => {
    const now = choice.amount[of];
    if (now === 'other') return now;
    const place = from?.[of].presetsMinor.findIndex((minor) => decimalText(minor, from.digits) === now);
    return decimalText(to[of].presetsMinor[place ?? -1] ?? to[of].defaultMinor, to.digits);
  };
  return { ...choice, currency, amount: perFrequency(moved) };
}

/** Reads the amount of the chosen frequency; the other two are not looked at. */
export function readChoice(
  config: WidgetConfig,
  { frequency, currency, amount, other }: BoxChoice,
): ReadyChoice | { frequency: Frequency; fault: ChoiceFault } {
  const offer = offerOf(config, currency);
  if (!offer) return { frequency, fault: 'refused' };
  const picked = amount[frequency];
  const read = parseAmount(picked === 'other' ? other[frequency] : picked, offer.digits);
  if (typeof read !== 'number') return { frequency, fault: read };
  const { minMinor, maxMinor } = offer[frequency];
  if (read < minMinor) return { frequency, fault: 'too_small' };
  return read > maxMinor ? { frequency, fault: 'too_large' } : { frequency, currency, amountMinor: read };
}

export function offerOf(
  config: WidgetConfig,
  currency: string | null | undefined,
): CurrencyOffer | undefined {
  return config.currencies.find((offer) => offer.currency === currency?.toUpperCase());
}
