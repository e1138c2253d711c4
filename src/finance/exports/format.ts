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

/** What a file is made from, whatever its format. */
export type FileContent<Row> = {
  /** What its sheet is called. */
  title: string;
  columns: readonly Column<Row>[];
  pages: Pages<Row>;
  options: FileOptions;
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
