// Money is a safe integer of minor units beside an upper-case ISO 4217 code. The scale comes from this
// table, never from Intl: Intl says 0 digits for HUF, ISK, UGX and others that Stripe takes times 100.
// Source: https://docs.stripe.com/currencies (zero-decimal, three-decimal and special cases, minimums).

/** Currencies whose minor unit is the whole unit. */
const ZERO_DECIMAL = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
/** Currencies with a thousandth; Stripe wants the last digit to be 0. */
const THREE_DECIMAL = 'BHD JOD KWD OMR TND'.split(' ');
/** Sent with two decimals that must both be 0: the currency has no smaller unit in use. */
const WHOLE_UNITS_TIMES_100 = 'ISK UGX'.split(' ');
const TWO_DECIMAL = (
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BZD CAD CDF CHF CNY COP CRC ' +
  'CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS ' +
  'KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD ' +
  'PAB PEN PGK PHP PKR PLN QAR RON RSD SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD ' +
  'TZS UAH USD UYU UZS WST XCD YER ZAR ZMW'
).split(' ');

const DIGITS = new Map<string, 0 | 2 | 3>([
  ...TWO_DECIMAL.map((code) => [code, 2] as const),
  ...WHOLE_UNITS_TIMES_100.map((code) => [code, 2] as const),
  ...ZERO_DECIMAL.map((code) => [code, 0] as const),
  ...THREE_DECIMAL.map((code) => [code, 3] as const),
]);

/** Stripe's smallest charge, in minor units. Others must be worth about 0.50 USD. */
const STRIPE_MINIMUM: Record<string, number> = {
  USD: 50, EUR: 50, GBP: 30, AUD: 50, BRL: 50, CAD: 50, CHF: 50, CZK: 1500, DKK: 250, HKD: 400, HUF: 17500,
  INR: 50, JPY: 50, MXN: 1000, MYR: 200, NOK: 300, NZD: 50, PLN: 200, RON: 200, SEK: 300, SGD: 50, THB: 1000,
  AED: 200,
}; // prettier-ignore

/** An amount with its currency. Two currencies are never added. */
export type Money = { amountMinor: number; currency: string };

/** True for a currency that Stripe charges in and this table knows. */
export function isCurrency(code: string): boolean {
  return DIGITS.has(code);
}

/** Decimals of the minor unit: 0, 2 or 3. Throws for a currency outside the table. */
export function currencyDigits(currency: string): 0 | 2 | 3 {
  const digits = DIGITS.get(currency);
  if (digits === undefined) throw new RangeError(`${currency} is not in the currency table`);
  return digits;
}

/** Every currency of the table. */
export function knownCurrencies(): string[] {
  return [...DIGITS.keys()];
}

/** Stripe's smallest charge in minor units, or null where Stripe publishes none. */
export function stripeMinimumMinor(currency: string): number | null {
  return STRIPE_MINIMUM[currency] ?? null;
}

/** The step that amounts must keep: 100 for ISK and UGX, 10 for three-decimal currencies, else 1. */
export function amountStepMinor(currency: string): number {
  if (WHOLE_UNITS_TIMES_100.includes(currency)) return 100;
  return currencyDigits(currency) === 3 ? 10 : 1;
}

/** Adds two amounts of one currency; throws on two currencies or beyond 2^53. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError(`cannot add ${a.currency} and ${b.currency}`);
  return { amountMinor: safeInteger(a.amountMinor + b.amountMinor), currency: a.currency };
}

/** Writes minor units as a decimal with a point and no grouping: 1234 USD is "12.34", -5 JPY is "-5". */
export function minorToDecimal(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency);
  if (digits === 0) return String(safeInteger(amountMinor));
  const text = String(Math.abs(safeInteger(amountMinor))).padStart(digits + 1, '0');
  return `${amountMinor < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Returns the number if it is an integer below 2^53, else throws: money that is not exact stops here. */
export function safeInteger(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer of minor units`);
  return value;
}
