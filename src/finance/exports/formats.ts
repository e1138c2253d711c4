import { csvWriter } from './csv.ts';
import { excelCsvWriter, excelDialect } from './excel-csv.ts';
import type { Format } from './format.ts';
import { jsonLinesWriter } from './json-lines.ts';
import { textBlocks } from './text-blocks.ts';
import { xlsxFile } from './xlsx.ts';

/** Every format that a table can be had in. Each table has an address for each of them. */
export const FORMATS: readonly Format[] = [
  {
    ending: 'csv',
    contentType: 'text/csv; charset=utf-8; header=present',
    parameters: [],
    encode: ({ columns, pages }) => textBlocks(csvWriter(columns), pages),
  },
  {
    ending: 'excel.csv',
    contentType: 'text/csv; charset=utf-8; header=present',
    parameters: ['lang', 'separator'],
    encode: ({ columns, pages, options }) =>
      textBlocks(excelCsvWriter(columns, excelDialect(options)), pages),
  },
  {
    ending: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    parameters: ['lang'],
    encode: (content) => xlsxFile(content),
  },
  {
    ending: 'jsonl',
    contentType: 'application/jsonl; charset=utf-8',
    parameters: [],
    encode: ({ columns, pages }) => textBlocks(jsonLinesWriter(columns), pages),
  },
];
