import type { Column, RowWriter } from './columns.ts';
import { isoSeconds } from './iso-seconds.ts';

/** One JSON object a line with the same fields: numbers as numbers, nothing as null. */
export function jsonLinesWriter<Row>(columns: readonly Column<Row>[]): RowWriter<Row> {
  const names = columns.map((column, i) => `${i === 0 ? '{' : ','}${JSON.stringify(column.name)}:`);
  const cells = columns.map((column) => jsonCell(column));
  return {
    header: '',
    row: (row) => {
      let line = '';
      for (let i = 0; i < cells.length; i++) line += `${names[i]}${cells[i]?.(row)}`;
      return `${line}}\n`;
    },
  };
}

function jsonCell<Row>(column: Column<Row>): (row: Row) => string | number | boolean {
  switch (column.type) {
    case 'text':
    case 'day':
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
