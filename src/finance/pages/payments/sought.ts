/** What somebody typed to find a payment. */
export type Sought =
  | { kind: 'reference'; reference: string }
  /** A decimal amount, and what it is in the minor units of currencies with no, two and three decimals. */
  | { kind: 'amount'; decimal: string; minor: number[] }
  | { kind: 'pledge' | 'payment' | 'movement' | 'payout' | 'charge' | 'balance_line'; id: string };

const IDS: readonly [Exclude<Sought['kind'], 'reference' | 'amount'>, RegExp][] = [
  ['pledge', /^plg_[0-9a-z]{8,40}$/],
  ['payment', /^pay_[0-9a-z]{8,40}$/],
  ['movement', /^led_[0-9a-z]{8,40}$/],
  ['payout', /^po_[A-Za-z0-9_]{1,80}$/],
  ['charge', /^(ch|py)_[A-Za-z0-9_]{1,80}$/],
  ['balance_line', /^txn_[A-Za-z0-9_]{1,80}$/],
];

/** Reads what was typed; null where it can be nothing that we know. Pure. */
export function readSought(typed: string): Sought | null {
  const text = typed.trim();
  const id = IDS.find(([, form]) => form.test(text));
  if (id !== undefined) return { kind: id[0], id: text };
  // Eight digits are a reference too: an amount of that size is written with its decimals.
  const reference = readReference(text);
  if (reference !== null) return { kind: 'reference', reference };
  const decimal = decimalOf(text);
  if (decimal === null) return null;
  const minor = [0, 2, 3].map((digits) => amountIn(decimal, digits)).filter((each) => each !== null);
  return minor.length === 0 ? null : { kind: 'amount', decimal, minor };
}

/** The whole reference that a supporter knows, as it was read out or typed; null for anything else. */
export function readReference(typed: string): string | null {
  const letters = typed.replace(/[\s\u2010-\u2015-]/g, '').toUpperCase();
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(letters) ? letters : null;
}

/** Minor units of a decimal in a currency with so many decimals; null where it has more than the currency. */
export function amountIn(decimal: string, digits: number): number | null {
  const [whole = '', fraction = ''] = decimal.split('.');
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > digits) return null;
  const minor = Number(`${whole}${kept.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** `€1,234.50`, `1 234,50` and `-12.5` as a plain decimal without a sign; null where it is no amount. */
function decimalOf(text: string): string | null {
  const bare = text
    .replace(/^[+\u2212-]/, '')
    .replace(/^[\p{Sc}A-Z]{1,3}\s?|\s?[\p{Sc}A-Z]{1,3}$/gu, '')
    .replace(/^[+\u2212-]/, '')
    .replace(/[\s\u00a0\u202f'’]/g, '');
  if (!/^\d[\d.,]*$/.test(bare)) return null;
  // The last mark is the decimal one unless exactly three digits follow a lone mark: 1,234 is a thousand.
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const after = last === -1 ? '' : bare.slice(last + 1);
  const marks = bare.replace(/\d/g, '');
  const isThousands = after.length === 3 && (marks.length === 1 || new Set(marks).size === 1);
  if (last === -1 || isThousands) return bare.replace(/[.,]/g, '');
  if (after.length === 0 || after.length > 3) return null;
  return `${bare.slice(0, last).replace(/[.,]/g, '')}.${after}`;
}
