import type { Column, RowWriter } from './columns.ts';
import { csvCell } from './csv.ts';
import { csvText } from './csv-text.ts';
import type { FileOptions, Separator } from './format.ts';
import { isoSeconds } from './iso-seconds.ts';

/** Excel takes a file without it for one in the code page of its machine, and Cyrillic for rubble. */
const BYTE_ORDER_MARK = '\uFEFF';

const SIGN: Record<Separator, string> = { comma: ',', semicolon: ';', tab: '\t' };

/** How a CSV must be written that Excel opens by a double click. */
export type ExcelDialect = { separator: string; decimalMark: '.' | ',' };

/**
 * Excel splits at the list separator of its Windows, which is a semicolon wherever the comma marks decimals,
 * and in Switzerland, where it does not.
 */
export function excelDialect({ lang, separator }: FileOptions): ExcelDialect {
  const locale = new Intl.Locale(lang).maximize();
  const format = new Intl.NumberFormat(lang, { numberingSystem: 'latn' });
  const mark = format.formatToParts(1.5).find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.';
  const usual = mark === ',' || ['CH', 'LI'].includes(locale.region ?? '') ? 'semicolon' : 'comma';
  return { separator: SIGN[separator ?? usual], decimalMark: mark };
}

/** The same rows as the plain CSV, written as Excel reads them: its separator, its decimal mark, its dates. */
export function excelCsvWriter<Row>(
  columns: readonly Column<Row>[],
  { separator, decimalMark }: ExcelDialect,
): RowWriter<Row> {
  const cells = columns.map((column) => excelCell(column, decimalMark, separator));
  return {
    header: `${BYTE_ORDER_MARK}${columns.map(({ name }) => csvText(name)).join(separator)}\r\n`,
    row: (row) => `${cells.map((cell) => cell(row)).join(separator)}\r\n`,
  };
}

function excelCell<Row>(
  column: Column<Row>,
  decimalMark: string,
  separator: string,
): (row: Row) => string | number | boolean {
  switch (column.type) {
    case 'decimal':
      return (row) => {
        const text = (column.value(row) ?? '').replace('.', decimalMark);
        return text.includes(separator) ? `"${text}"` : text;
      };
    case 'time':
      // Excel reads this as a date and a time in every country; with T and Z it stays text.
      return (row) => isoSeconds(column.value(row))?.replace('T', ' ').replace('Z', '') ?? '';
    default:
      return csvCell(column);
  }
}
