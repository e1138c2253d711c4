// Reads an amount as people type it. It imports nothing: the widget, the no-script form and the tests
// run this same function, so a browser never accepts what the server refuses.

/** What was wrong with a typed amount. `decimals`: more of them than the currency has. */
export type AmountFault = 'empty' | 'format' | 'decimals';

/** Largest amount the parser returns, in minor units: far above every limit, far below 2^53. */
const CEILING = 1e12;

const SPACES = /[\s\u00a0\u2007\u2009\u202f\u066c\u200e\u200f'’]/gu;
const SHAPE = /^(\d{1,13}|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/;

/**
 * Turns typed text into minor units.
 *
 * Spaces, apostrophes and the Arabic mark for thousands group digits; a comma or point with one or two digits behind it is the decimal
 * mark, with three it groups ("1,000" is a thousand). One currency sign is ignored. Signs, exponents and
 * other letters are refused.
 *
 * @param text what the reader typed
 * @param digits decimals of the currency's minor unit (0, 2 or 3)
 */
export function parseAmount(text: string, digits: number): number | AmountFault {
  const typed = toAsciiDigits(text.normalize('NFKC'))
    .replace(SPACES, '')
    .replace(/\p{Sc}/u, '');
  if (typed === '') return 'empty';
  const match = SHAPE.exec(typed);
  if (match === null || typed.length > 20) return 'format';
  const [, whole = '', fraction = ''] = match;
  const decimals = fraction.replace(/0+$/, '');
  if (decimals.length > digits) return 'decimals';
  const minor = Number(whole.replace(/[.,]/g, '')) * 10 ** digits + Number(decimals.padEnd(digits, '0') || 0);
  return minor <= CEILING ? minor : 'format';
}

/** NFKC folds full-width digits; the Arabic-Indic and Persian ones, and their decimal mark, it leaves alone. */
function toAsciiDigits(text: string): string {
  return text
    .replace('\u066b', '.')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
