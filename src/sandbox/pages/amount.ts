import { currencyOf } from '../money/currencies.ts';

/** An amount as a reader writes it; digits come from Stripe's table, never from Intl's. */
export function formatMinor(amountMinor: number, currency: string, lang = 'en'): string {
  const digits = currencyOf(currency)?.digits ?? 2;
  const format = new Intl.NumberFormat(lang === 'ru' ? 'ru-RU' : 'en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amountMinor / 10 ** digits).replace('-', '−');
}
