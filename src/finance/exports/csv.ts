import type { Column, RowWriter } from './columns.ts';
import { csvLine, csvText } from './csv-text.ts';
import { isoSeconds } from './iso-seconds.ts';

/** RFC 4180 with a header line. Text can never start a formula; numbers stay numbers. */
export function csvWriter<Row>(columns: readonly Column<Row>[]): RowWriter<Row> {
  const cells = columns.map((column) => csvCell(column));
  return {
    header: csvLine(columns.map((column) => column.name)),
    row: (row) => {
      let line = '';
      for (let i = 0; i < cells.length; i++) line += (i === 0 ? '' : ',') + cells[i]?.(row);
      return `${line}\r\n`;
    },
  };
}

/** A cell as RFC 4180 and a point as the decimal mark write it. */
export function csvCell<Row>(column: Column<Row>): (row: Row) => string | number | boolean {
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
