import { csvLine, csvText } from './csv.ts';

/**
 * One column of an export: its name in the contract, what it says, and how it is read from a row. Only
 * `text` can hold a person's words; the other types are plain by construction.
 */
export type Column<Row> = {
  name: string;
  doc: string;
} & (
  | { type: 'text' | 'decimal'; value: (row: Row) => string | null }
  | { type: 'integer'; value: (row: Row) => number | null }
  | { type: 'boolean'; value: (row: Row) => boolean }
  | { type: 'time'; value: (row: Row) => Date | null }
);

/** How rows are written: what stands before them, and one row. */
export type RowWriter<Row> = { contentType: string; header: string; row: (row: Row) => string };

/** RFC 4180 with a header line. Text can never start a formula; numbers stay numbers. */
export function csvWriter<Row>(columns: readonly Column<Row>[]): RowWriter<Row> {
  const cells = columns.map((column) => csvCell(column));
  return {
    contentType: 'text/csv; charset=utf-8; header=present',
    header: csvLine(columns.map((column) => column.name)),
    row: (row) => {
      let line = '';
      for (let i = 0; i < cells.length; i++) line += (i === 0 ? '' : ',') + cells[i]?.(row);
      return `${line}\r\n`;
    },
  };
}

/** One JSON object a line with the same fields: numbers as numbers, nothing as null. */
export function jsonLinesWriter<Row>(columns: readonly Column<Row>[]): RowWriter<Row> {
  const names = columns.map((column, i) => `${i === 0 ? '{' : ','}${JSON.stringify(column.name)}:`);
  const cells = columns.map((column) => jsonCell(column));
  return {
    contentType: 'application/jsonl; charset=utf-8',
    header: '',
    row: (row) => {
      let line = '';
      for (let i = 0; i < cells.length; i++) line += `${names[i]}${cells[i]?.(row)}`;
      return `${line}}\n`;
    },
  };
}

function csvCell<Row>(column: Column<Row>): (row: Row) => string | number | boolean {
  switch (column.type) {
    case 'text':
      return (row) => {
        const value = column.value(row);
        return value === null ? '' : csvText(value);
      };
    case 'time':
      return (row) => isoSeconds(column.value(row)) ?? '';
    default:
      return (row) => column.value(row) ?? '';
  }
}

function jsonCell<Row>(column: Column<Row>): (row: Row) => string | number | boolean {
  switch (column.type) {
    case 'text':
      return (row) => JSON.stringify(column.value(row));
    case 'time':
      return (row) => {
        const at = isoSeconds(column.value(row));
        return at === null ? 'null' : `"${at}"`;
      };
    case 'decimal':
      // Written as it stands: the digits are exact, and no float of ours has touched them.
      return (row) => {
        const value = column.value(row);
        return value === null ? 'null' : JSON_NUMBER.test(value) ? value : JSON.stringify(value);
      };
    default:
      return (row) => column.value(row) ?? 'null';
  }
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
let cachedDay = Number.NaN;
let cachedPrefix = '';

/**
 * An instant as ISO 8601 in whole seconds with Z. Neighbouring rows fall on one day, so its date is kept:
 * three times as fast as toISOString, which an export calls four times a row.
 */
export function isoSeconds(at: Date | null): string | null {
  if (at === null) return null;
  const ms = at.getTime();
  const day = Math.floor(ms / DAY_MS);
  if (day !== cachedDay) {
    cachedPrefix = at.toISOString().slice(0, 11);
    cachedDay = day;
  }
  const seconds = Math.floor((ms - day * DAY_MS) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${cachedPrefix}${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}Z`;
}
