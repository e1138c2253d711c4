import type { CurrencyOffer } from '../checkout/contract.ts';

/** What is needed to write amounts of a currency. */
export type CurrencyScale = Pick<CurrencyOffer, 'currency' | 'digits'>;

/** The sign of a currency and the side of the number it stands on in this language. */
export type CurrencySign = { sign: string; signFirst: boolean };

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
  const formats: Record<string, Intl.NumberFormat> = {};
  // Making one takes a phone longer than all else that a press does.
  const format = (currency: string, currencyDisplay: 'narrowSymbol' | 'code', digits: number) =>
    (formats[currency + currencyDisplay + digits] ??= new Intl.NumberFormat(lang, {
      style: 'currency',
      currency,
      currencyDisplay,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }));
  const signAs = (currency: string, display: 'narrowSymbol' | 'code'): CurrencySign => {
    const parts = format(currency, display, 0).formatToParts(1);
    const at = parts.findIndex(({ type }) => type === 'currency');
    return {
      sign: whole(parts[at]?.value ?? currency),
      signFirst: at < parts.findIndex(({ type }) => type === 'integer'),
    };
  };
  const signs = offered.map(({ currency }) => signAs(currency, 'narrowSymbol').sign);
  const display = (currency: string): 'narrowSymbol' | 'code' => {
    const own = signAs(currency, 'narrowSymbol');
    return signs.filter((sign) => sign === own.sign).length > 1 ? 'code' : 'narrowSymbol';
  };
  return {
    amount(amountMinor, currency, decimals) {
      const digits = offered.find((offer) => offer.currency === currency)?.digits ?? 2;
      const amount = amountMinor / 10 ** digits;
      const isWhole = amount % 1 === 0 && !decimals;
      return whole(format(currency, display(currency), isWhole ? 0 : digits).format(amount));
    },
    sign: (currency) => signAs(currency, display(currency)),
  };
}

/** Keeps the dollar of "US$" behind its letters where the line runs to the left: the mark is a letter of ours. */
function whole(text: string): string {
  return text.replace(/\p{L}\p{Sc}/u, '$&\u200e');
}

/** An amount for a form field or an address: a point, no grouping; the amount parser reads it back. */
export function decimalText(amountMinor: number, digits: number): string {
  const amount = amountMinor / 10 ** digits;
  // Never three decimals: behind a point the parser takes three digits for a group.
  return amount % 1 === 0 ? String(amount) : amount.toFixed(Math.min(digits, 2));
}
