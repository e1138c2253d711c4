import { isPlain, mayStartFormula } from './csv-text.ts';
import type { Column } from './columns.ts';

// Cells of a worksheet as XML. A number keeps its digits: it is copied, never read as a float.

/** Places in the list of cell formats in xlsx-parts.ts. */
export const STYLE = {
  general: 0, heading: 1, whole: 2, time: 3, day: 4, amount0: 5, amount2: 6, amount3: 7, quoted: 8,
} as const; // prettier-ignore

const DAY_MS = 86_400_000;
/** Excel counts days from the eve of 1900, and takes 1900 for a leap year. */
const EPOCH_DAYS = 25_569;
/** Of a day: a tenth of a microsecond, as fine as a float holds days of our time. */
const TIME_DECIMALS = 12;

/**
 * The digits of a whole number. V8 keeps the text of every number that it writes out plainly in a cache, where it
 * outlives the young generation: a workbook of 300,000 rows peaked at 176 MB for that, and at 130 with `toFixed`.
 */
export function digitsOf(whole: number): string {
  return whole.toFixed(0);
}

/** `A`, `B` … `Z`, `AA` … of a column counted from 0. */
export function columnLetters(index: number): string {
  const rest = index % 26;
  const before = index < 26 ? '' : columnLetters((index - rest) / 26 - 1);
  return `${before}${String.fromCharCode(65 + rest)}`;
}

/** Makes the cell of one column from a row and its number; nothing where the row has nothing. */
export function cellMaker<Row>(column: Column<Row>, index: number): (row: Row, number: string) => string {
  const open = `<c r="${columnLetters(index)}`;
  const contentOf = contentMaker(column);
  return (row, number) => {
    const content = contentOf(row);
    return content === null ? '' : `${open}${number}"${content}`;
  };
}

/** What stands behind the address of a cell. */
function contentMaker<Row>(column: Column<Row>): (row: Row) => string | null {
  const made = <T>(valueOf: (row: Row) => T | null, cell: (value: T) => string) => {
    return (row: Row) => {
      const value = valueOf(row);
      return value === null ? null : cell(value);
    };
  };
  switch (column.type) {
    case 'text':
      return made(column.value, textCell);
    case 'integer':
      return made(column.value, wholeCell);
    case 'decimal':
      return made(column.value, column.money === undefined ? plainCell : amountCell);
    case 'boolean':
      return (row) => ` t="b"><v>${column.value(row) ? 1 : 0}</v></c>`;
    case 'time':
      return made(column.value, timeCell);
    default:
      return made(column.value, dayCell);
  }
}

/** Text is text: no formula can begin in it, not even when somebody edits the cell (quotePrefix). */
export function textCell(text: string): string {
  if (isPlain(text)) return ` t="inlineStr"><is><t>${text}</t></is></c>`;
  const style = mayStartFormula(text) ? ` s="${STYLE.quoted}"` : '';
  const space = /^\s|\s$|[\t\n]/.test(text) ? ' xml:space="preserve"' : '';
  return `${style} t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`;
}

/** A whole number, without a thousands mark: programs read it. */
export function wholeCell(value: number): string {
  return ` s="${STYLE.whole}"><v>${digitsOf(value)}</v></c>`;
}

/** An amount is shown with the decimals that its currency has. */
export function amountCell(digits: string): string {
  const point = digits.indexOf('.');
  const decimals = point === -1 ? 0 : digits.length - point - 1;
  const style = decimals === 0 ? STYLE.amount0 : decimals === 3 ? STYLE.amount3 : STYLE.amount2;
  return ` s="${style}"><v>${digits}</v></c>`;
}

function plainCell(digits: string): string {
  return `><v>${digits}</v></c>`;
}

/** An instant in whole seconds of UTC, as the text beside it in CSV. */
export function timeCell(at: Date): string {
  const days = (Math.floor(at.getTime() / 1000) * 1000) / DAY_MS + EPOCH_DAYS;
  return ` s="${STYLE.time}"><v>${days.toFixed(TIME_DECIMALS)}</v></c>`;
}

let cachedDay = '';
let cachedCell = '';

/** A day of the calendar. Neighbouring rows fall on one day, so its cell is kept. */
export function dayCell(day: string): string {
  if (day !== cachedDay) {
    cachedCell = ` s="${STYLE.day}"><v>${Date.parse(`${day}T00:00:00Z`) / DAY_MS + EPOCH_DAYS}</v></c>`;
    cachedDay = day;
  }
  return cachedCell;
}

/** Text for XML. What XML cannot hold is written as Office does: _x0007_. */
export function xmlText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 has no way to write
      .replace(/[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  ); // prettier-ignore
}
