import type { Column } from './columns.ts';
import type { FileContent, SmallSheet } from './format.ts';
import {
  amountCell,
  cellMaker,
  columnLetters,
  dayCell,
  digitsOf,
  STYLE,
  textCell,
  timeCell,
  wholeCell,
} from './xlsx-cells.ts';
import { ROOT_RELATIONS, sheetEnd, sheetStart, STYLES, workbookParts } from './xlsx-parts.ts';
import { zip, type ZipEntry } from './zip.ts';

/** Rows that a sheet can hold, its heading among them. */
export const MOST_SHEET_ROWS = 1_048_576;

const BLOCK_BYTES = 65_536;

/**
 * A workbook, row by row: one sheet after the other where one cannot hold all rows, then those that say what
 * is in it. Nothing is kept but two blocks and what zlib holds of the last 32 KB.
 */
export function xlsxFile<Row>(
  content: FileContent<Row>,
  mostRows = MOST_SHEET_ROWS,
): AsyncIterable<Uint8Array> {
  return zip(partsOf(content, mostRows));
}

async function* partsOf<Row>(
  { title, columns, pages, more }: FileContent<Row>,
  mostRows: number,
): AsyncGenerator<ZipEntry> {
  yield textEntry('_rels/.rels', ROOT_RELATIONS);
  yield textEntry('xl/styles.xml', STYLES);
  const titles: string[] = [];
  const nextSheet = (name: string, blocks: ZipEntry['blocks']): ZipEntry => ({
    name: `xl/worksheets/sheet${titles.push(name)}.xml`,
    blocks,
  });
  const source = pages[Symbol.asyncIterator]();
  const rows: RowSource<Row> = { source, page: [], at: 0, isDone: false };
  try {
    while (!rows.isDone)
      yield nextSheet(titles.length === 0 ? title : `${title} ${titles.length + 1}`, sheetBlocks(columns, rows, mostRows));
  } finally {
    await source.return?.();
  }
  for (const sheet of await more()) yield nextSheet(sheet.title, [Buffer.from(smallSheet(sheet))]);
  for (const { name, text } of workbookParts(titles)) yield textEntry(name, text);
} // prettier-ignore

type RowSource<Row> = {
  source: AsyncIterator<readonly Row[]>;
  page: readonly Row[];
  at: number;
  isDone: boolean;
};

/** One sheet's XML in blocks of two buffers in turn: one is packed while the other is filled. */
async function* sheetBlocks<Row>(
  columns: readonly Column<Row>[],
  rows: RowSource<Row>,
  mostRows: number,
): AsyncGenerator<Uint8Array, void> {
  const buffers = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)];
  let buffer = buffers[0] as Buffer;
  const cells = columns.map((column, i) => cellMaker(column, i));
  let used = buffer.write(`${sheetStart(columns.map(widthOf))}${headingRow(columns.map(({ name }) => name))}`);
  let number = 1;
  while (number < mostRows && (await turnPage(rows))) {
    const until = Math.min(rows.page.length, rows.at + mostRows - number);
    for (; rows.at < until; rows.at++) {
      const row = rows.page[rows.at] as Row;
      number += 1;
      const digits = digitsOf(number);
      let line = `<row r="${digits}">`;
      for (const cell of cells) line += cell(row, digits);
      line += '</row>';
      if (line.length * 3 > BLOCK_BYTES - used) {
        yield buffer.subarray(0, used);
        buffer = (buffer === buffers[0] ? buffers[1] : buffers[0]) as Buffer;
        used = 0;
      }
      used += buffer.write(line, used);
    }
  }
  // A sheet that is full asks whether there is more, so that the next one is not empty.
  await turnPage(rows);
  yield buffer.subarray(0, used);
  yield Buffer.from(sheetEnd(`${columnLetters(columns.length - 1)}${number}`));
} // prettier-ignore

/** Makes sure that there is a row to take; false where there is none any more. */
async function turnPage<Row>(rows: RowSource<Row>): Promise<boolean> {
  while (!rows.isDone && rows.at >= rows.page.length) {
    const next = await rows.source.next();
    if (next.done === true) rows.isDone = true;
    else [rows.page, rows.at] = [next.value, 0];
  }
  return !rows.isDone;
}

/** A sheet of a few lines, its first one a heading. */
function smallSheet({ widths, heading, lines }: SmallSheet): string {
  const rows = lines.map((line, i) => {
    const cells = line.map((value, column) => {
      if (value === null) return '';
      const open = `<c r="${columnLetters(column)}${i + 2}"`;
      if (typeof value === 'string') return `${open}${textCell(value)}`;
      if (typeof value === 'number') return `${open}${wholeCell(value)}`;
      if (value instanceof Date) return `${open}${timeCell(value)}`;
      return `${open}${'day' in value ? dayCell(value.day) : amountCell(value.amount)}`;
    });
    return `<row r="${i + 2}">${cells.join('')}</row>`;
  });
  const last = `${columnLetters(heading.length - 1)}${lines.length + 1}`;
  return `${sheetStart(widths)}${headingRow(heading)}${rows.join('')}${sheetEnd(last)}`;
}

function headingRow(names: readonly string[]): string {
  const cells = names.map((name, i) => `<c r="${columnLetters(i)}1" s="${STYLE.heading}"${textCell(name)}`);
  return `<row r="1">${cells.join('')}</row>`;
}

function textEntry(name: string, text: string): ZipEntry {
  return { name, blocks: [Buffer.from(text)] };
}

function widthOf({ type }: Column<never>): number {
  return { text: 22, integer: 14, decimal: 13, boolean: 10, day: 12, time: 20 }[type];
}
