/** How Stripe counts a currency: digits of its minor unit, smallest charge, and its worth. */
export type Currency = {
  digits: 0 | 2 | 3;
  /** In minor units; below it Stripe answers amount_too_small. */
  minimumMinor: number;
  /** Whole units for one euro. Fixed, so that books can be recomputed. */
  perEuro: number;
  /** Charges must divide by this: 100 for a króna that is sent in hundredths, 10 with three digits. */
  chargeStep: number;
  /** Payouts must divide by this. */
  payoutStep: number;
};

/** Amounts in the published lists; for the rest about half a dollar is asked. */
const minimums: Record<string, number> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  aed: 200,
};

/** Rates of the sandbox's own world, near those of 2026. */
const perEuro: Record<string, number> = {
  usd: 1.16,
  eur: 1,
  gbp: 0.87,
  aud: 1.77,
  brl: 6.2,
  cad: 1.62,
  chf: 0.93,
  czk: 24.3,
  dkk: 7.46,
  hkd: 9.03,
  huf: 388,
  inr: 102,
  jpy: 178,
  mxn: 21.4,
  myr: 4.87,
  nok: 11.7,
  nzd: 2.02,
  pln: 4.25,
  ron: 5.08,
  sek: 10.9,
  sgd: 1.5,
  thb: 37.6,
  aed: 4.26,
  isk: 142,
  twd: 35.5,
  krw: 1680,
  ugx: 4100,
  uah: 48.6,
  gel: 3.14,
  amd: 444,
  kzt: 610,
  try: 48.8,
  ils: 3.85,
  zar: 20.1,
  kwd: 0.356,
  bhd: 0.437,
  jod: 0.822,
  omr: 0.446,
  tnd: 3.39,
  vnd: 30_500,
  clp: 1110,
  pyg: 8200,
  xof: 656,
  xaf: 656,
  xpf: 119,
  idr: 19_200,
  php: 67.9,
  ars: 1650,
  cop: 4450,
  pen: 3.92,
  mdl: 19.6,
  rsd: 117,
  bam: 1.96,
  mkd: 61.6,
  all: 97.2,
  azn: 1.97,
  bif: 3420,
  djf: 206,
  gnf: 10_050,
  kmf: 492,
  mga: 5200,
  rwf: 1680,
  vuv: 141,
};

const noDigits = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDigits = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
const wholeCharges = new Set(['isk', 'ugx']);
const wholePayouts = new Set(['isk', 'ugx', 'huf', 'twd']);

/** Looks a lower-case code up, or says that Stripe does not take it. */
export function currencyOf(code: string): Currency | undefined {
  const rate = perEuro[code];
  if (rate === undefined) return undefined;
  const digits = noDigits.has(code) ? 0 : threeDigits.has(code) ? 3 : 2;
  return {
    digits,
    perEuro: rate,
    minimumMinor: minimums[code] ?? Math.ceil((0.5 / 1.16) * rate * 10 ** digits),
    chargeStep: wholeCharges.has(code) ? 100 : digits === 3 ? 10 : 1,
    payoutStep: wholePayouts.has(code) ? 100 : 1,
  };
}

/** Most currencies end at eight digits. */
export function largestMinor(code: string): number {
  return ['idr', 'vnd', 'krw', 'cop', 'inr', 'jpy', 'huf', 'ars'].includes(code)
    ? 999_999_999_999
    : 99_999_999;
}

/** What one unit of `from` is worth in `to`, rounded like the rate Stripe shows. */
export function exchangeRate(from: string, to: string): number {
  const source = currencyOf(from);
  const target = currencyOf(to);
  if (source === undefined || target === undefined) throw new RangeError(`No rate from ${from} to ${to}.`);
  return Number((target.perEuro / source.perEuro).toPrecision(6));
}

/** Converts minor units at a shown rate, half up. */
export function convertMinor(amountMinor: number, from: string, to: string, rate: number): number {
  const source = currencyOf(from);
  const target = currencyOf(to);
  if (source === undefined || target === undefined) throw new RangeError(`No rate from ${from} to ${to}.`);
  return Math.round(amountMinor * rate * 10 ** (target.digits - source.digits));
}
