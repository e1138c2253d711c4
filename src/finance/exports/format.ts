import type { Column } from './columns.ts';
import type { Pages } from './pages.ts';

/** Language of what a file says beside its rows. */
export type FileLang = 'en' | 'ru';

/** What stands between the cells of a CSV for Excel. */
export type Separator = 'comma' | 'semicolon' | 'tab';

/** What a caller may choose of a file beside its rows. */
export type FileOptions = {
  /** A language tag: words where we have them, and how its people write numbers. */
  lang: string;
  /** Null: what Excel expects where the language is spoken. */
  separator: Separator | null;
};

/** The language of words in a file: English where we have none in the one asked for. */
export function fileLang({ lang }: FileOptions): FileLang {
  return lang.toLowerCase().split('-')[0] === 'ru' ? 'ru' : 'en';
}

/** A cell of a small sheet: text, a whole number, an instant, a day or an amount in exact digits. */
export type SmallCell = string | number | Date | { day: string } | { amount: string } | null;

/** A sheet of a few lines beside the rows of a workbook. */
export type SmallSheet = {
  title: string;
  widths: readonly number[];
  heading: readonly string[];
  lines: readonly (readonly SmallCell[])[];
};

/** What a file is made from, whatever its format. */
export type FileContent<Row> = {
  /** What its sheet is called. */
  title: string;
  columns: readonly Column<Row>[];
  pages: Pages<Row>;
  options: FileOptions;
  /** What a workbook says of itself beside its rows; asked for when all rows are through. */
  more: () => Promise<readonly SmallSheet[]>;
};

/** A way to write rows. */
export type Format = {
  /** How the address and the file's name end. */
  ending: string;
  contentType: string;
  /** The choices that change its bytes. */
  parameters: readonly (keyof FileOptions)[];
  /** The bytes of a file. What it yields may be overwritten once the next piece is asked for. */
  encode: <Row>(content: FileContent<Row>) => AsyncIterable<Uint8Array>;
};
