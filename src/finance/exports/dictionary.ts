import { csvWriter } from './csv.ts';
import type { Column } from './columns.ts';
import { MEANINGS_RU } from './dictionary-ru.ts';
import { FORMATS } from './formats.ts';
import type { SentFile } from './send.ts';
import { exportFileName } from './send.ts';
import type { ColumnFacts, TableName } from './table.ts';
import { TABLES } from './tables.ts';
import { textBlocks } from './text-blocks.ts';

/** What one column means. */
export type ColumnMeaning = {
  column: string;
  type: ColumnFacts['type'];
  /** What a number counts or how a time is written; null where there is nothing to say. */
  unit: string | null;
  nullable: boolean;
  /** The version of this program that wrote it first. */
  since: string;
  meaning: { en: string; ru: string };
};

/** What one table holds and where it can be had. */
export type TableMeaning = { table: TableName; files: string[]; columns: ColumnMeaning[] };

const FIRST_VERSION = '0.1.0';

/** Every column of every table: what /v1/dictionary.json says, and what pages and documents show. */
export function dictionary(): { tables: TableMeaning[] } {
  return {
    tables: TABLES.map(({ name, columns }) => ({
      table: name,
      files: FORMATS.map(({ ending }) => `/v1/${name}.${ending}`),
      columns: columns.map((column) => meaningOf(name, column)),
    })),
  };
}

function meaningOf(table: TableName, column: ColumnFacts): ColumnMeaning {
  const ru = MEANINGS_RU[table][column.name];
  if (ru === undefined) throw new Error(`${table}.${column.name} has no Russian meaning`);
  return {
    column: column.name,
    type: column.type,
    unit: unitOf(column),
    nullable: column.nullable === true,
    since: column.since ?? FIRST_VERSION,
    meaning: { en: column.doc, ru },
  };
}

function unitOf({ type, money }: ColumnFacts): string | null {
  if (money !== undefined) return type === 'integer' ? `minor units of ${money}` : money;
  if (type === 'time') return 'UTC';
  return type === 'day' ? 'YYYY-MM-DD' : null;
}

type Line = ColumnMeaning & { table: TableName };

const LINE_COLUMNS: readonly Column<Line>[] = [
  { name: 'table', type: 'text', doc: 'The table.', value: (line) => line.table },
  { name: 'column', type: 'text', doc: 'The column.', value: (line) => line.column },
  { name: 'type', type: 'text', doc: 'text, integer, decimal, boolean, day or time.', value: (line) => line.type },
  { name: 'unit', type: 'text', nullable: true, doc: 'What a number counts.', value: (line) => line.unit },
  { name: 'nullable', type: 'boolean', doc: 'Whether it may be empty.', value: (line) => line.nullable },
  { name: 'since', type: 'text', doc: 'The first version that wrote it.', value: (line) => line.since },
  { name: 'meaning_en', type: 'text', doc: 'What it holds, in English.', value: (line) => line.meaning.en },
  { name: 'meaning_ru', type: 'text', doc: 'What it holds, in Russian.', value: (line) => line.meaning.ru },
]; // prettier-ignore

/** The dictionary as a file, one line for each column. */
export function dictionaryFile(publisherName: string): SentFile {
  const lines = dictionary().tables.flatMap(({ table, columns }) =>
    columns.map((column) => ({ ...column, table })),
  );
  return {
    pieces: textBlocks(csvWriter(LINE_COLUMNS), onePage(lines)),
    contentType: 'text/csv; charset=utf-8; header=present',
    fileName: exportFileName(publisherName, 'dictionary', 'columns', 'csv'),
    sha256: null,
  };
}

async function* onePage<Row>(rows: readonly Row[]) {
  yield rows;
}
