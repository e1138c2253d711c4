import type { CurrencyOffer } from '../checkout/contract.ts';

/** What is needed to write amounts of a currency. */
export type CurrencyScale = Pick<CurrencyOffer, 'currency' | 'digits'>;

/** The sign of a currency and the side of the number it stands on in this language. */
export type CurrencySign = { sign: string; before: boolean };

/** Writes amounts in one language; made by `moneyText`. */
export type MoneyText = {
  /** "$5", "$5.50", "5 $": no decimals when whole, unless they are asked for. */
  amount: (amountMinor: number, currency: string, decimals?: 'always') => string;
  sign: (currency: string) => CurrencySign;
};

/**
 * Amounts as readers of a language write them. Decimals come from our own table, because Intl's differ
 * from what is charged; where two offered currencies share a sign, the code stands instead.
 */
export function moneyText(lang: string, offered: readonly CurrencyScale[]): MoneyText {
  const narrow = new Map(offered.map(({ currency }) => [currency, signOf(lang, currency, 'narrowSymbol')]));
  const display = (currency: string): 'narrowSymbol' | 'code' => {
    const own = narrow.get(currency)?.sign;
    return [...narrow.values()].filter(({ sign }) => sign === own).length > 1 ? 'code' : 'narrowSymbol';
  };
  const digitsOf = (currency: string): number =>
    offered.find((offer) => offer.currency === currency)?.digits ?? 2;
  return {
    amount(amountMinor, currency, decimals) {
      const digits = digitsOf(currency);
      const whole = amountMinor % 10 ** digits === 0 && decimals !== 'always';
      return new Intl.NumberFormat(lang, {
        style: 'currency',
        currency,
        currencyDisplay: display(currency),
        minimumFractionDigits: whole ? 0 : digits,
        maximumFractionDigits: whole ? 0 : digits,
      }).format(amountMinor / 10 ** digits);
    },
    sign: (currency) => signOf(lang, currency, display(currency)),
  };
}

/** An amount for a form field or an address: a point, no grouping; the amount parser reads it back. */
export function decimalText(amountMinor: number, digits: number): string {
  const text = String(amountMinor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  // Never three decimals: behind a point the parser takes three digits for a group.
  const fraction = text.slice(text.length - digits).slice(0, 2);
  return digits === 0 || /^0*$/.test(fraction) ? whole : `${whole}.${fraction}`;
}

function signOf(lang: string, currency: string, currencyDisplay: 'narrowSymbol' | 'code'): CurrencySign {
  const parts = new Intl.NumberFormat(lang, { style: 'currency', currency, currencyDisplay }).formatToParts(
    1,
  );
  const at = parts.findIndex(({ type }) => type === 'currency');
  return {
    sign: parts[at]?.value ?? currency,
    before: at < parts.findIndex(({ type }) => type === 'integer'),
  };
}
