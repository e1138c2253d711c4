/**
 * One column of an export: its name in the contract, what it says, and how it is read from a row. Only
 * `text` can hold a person's words; the other types are plain by construction.
 */
export type Column<Row> = {
  name: string;
  /** What it holds, in one English sentence; dictionary-ru.ts says it in Russian. */
  doc: string;
  /** Where a row may have nothing in it. */
  nullable?: true;
  /** For an amount: the column that names its currency. */
  money?: string;
  /** The version of this program that wrote it first, if not the first one. */
  since?: string;
} & (
  | { type: 'text'; value: (row: Row) => string | null }
  /** Exact digits as text, with a point: no float of ours has touched them. */
  | { type: 'decimal'; value: (row: Row) => string | null }
  /** A day of the calendar, YYYY-MM-DD. */
  | { type: 'day'; value: (row: Row) => string | null }
  | { type: 'integer'; value: (row: Row) => number | null }
  | { type: 'boolean'; value: (row: Row) => boolean }
  /** An instant, written in whole seconds of UTC. */
  | { type: 'time'; value: (row: Row) => Date | null }
);

/** How rows are written as text: what stands before them, and one row. */
export type RowWriter<Row> = { header: string; row: (row: Row) => string };
