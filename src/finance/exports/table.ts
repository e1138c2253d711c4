import { isDeepStrictEqual } from 'node:util';
import type { AppContext } from '../../context.ts';
import type { Selection } from '../filters.ts';
import { NO_FILTER } from '../rows.ts';
import { boundFor, type ClosedMonth, type FileBound } from './bound.ts';
import { columnTotals, type ColumnTotals } from './column-totals.ts';
import type { Column } from './columns.ts';
import type { Control } from './control.ts';
import type { FileOptions, Format } from './format.ts';
import { watched, type Pages } from './pages.ts';
import { notesOf } from './workbook-notes.ts';

type Needs = Pick<AppContext, 'store' | 'config' | 'now'>;

export type TableName = 'ledger' | 'journal' | 'accounting' | 'pledges' | 'payouts';

/** What a column is, apart from any row. */
export type ColumnFacts = Pick<Column<never>, 'name' | 'type' | 'doc' | 'nullable' | 'money' | 'since'>;

/** A table that can be had as a file. */
export type Table = {
  name: TableName;
  columns: readonly ColumnFacts[];
  /** The choices that change its rows, whatever the format. */
  parameters: readonly (keyof FileOptions)[];
  /** Reads the filters and finds the instant; throws for filters that the table does not have. */
  open: (ctx: Needs, filters: unknown, bound: FileBound | null) => Promise<Opened>;
};

/** A table's rows as one request selects them, at one instant. */
export type Opened = {
  /** For the file's name: `2026-10`, `2026-10-01_2026-11-01` or `all`. */
  range: string;
  zone: string;
  bound: FileBound;
  closed: ClosedMonth | null;
  /** True where the rows are all of that month and nothing else. */
  isWholeMonth: boolean;
  /** Starts a file anew each time. `rows` counts as it goes. */
  file: (format: Format, options: FileOptions) => { pieces: AsyncIterable<Uint8Array>; rows: () => number };
  /** Counts the rows and adds up what stands in them, as whoever got the file could. */
  count: (options: FileOptions, isStale: () => boolean) => Promise<{ rows: number; totals: ColumnTotals[] }>;
  /** Per currency opening, movements and closing, as the database sums them; null for tables of other things. */
  control: () => Promise<Control[] | null>;
};

export type Definition<Row, Filter> = {
  name: TableName;
  title: string;
  columns: readonly Column<Row>[];
  select: (filters: unknown, bookZone: string) => Selection<Filter>;
  /** The month whose closing bounds the rows, if they are booked to months. */
  period: (filter: Filter) => string | null;
  parameters?: readonly (keyof FileOptions)[];
  /** Throws where the table cannot be made at all. */
  pages: (ctx: Needs, filter: Filter, bound: FileBound, options: FileOptions) => Pages<Row>;
  control?: (ctx: Needs, filter: Filter, bound: FileBound) => Promise<Control[]>;
};

/** Makes a table of its definition; what its rows are made of is known in here only. */
export function table<Row, Filter>(of: Definition<Row, Filter>): Table {
  return {
    name: of.name,
    columns: of.columns,
    parameters: of.parameters ?? [],
    async open(ctx, filters, given) {
      const { filter, name, zone } = of.select(filters, ctx.config.publisher.bookZone);
      const period = of.period(filter);
      const { bound, closed } = await boundFor(ctx, period, given);
      const control = async () => (await of.control?.(ctx, filter, bound)) ?? null;
      return {
        range: name,
        zone,
        bound,
        closed,
        isWholeMonth: period !== null && isDeepStrictEqual(filter, { ...NO_FILTER, period }),
        control,
        file(format, options) {
          let rows = 0;
          const pages = watched(of.pages(ctx, filter, bound, options), (page) => (rows += page.length));
          const more = async () =>
            notesOf({
              table: of.name,
              title: of.title,
              columns: of.columns,
              publisher: ctx.config.publisher.name,
              range: name,
              zone,
              bound,
              closed,
              rows,
              control: await control(),
              options,
            });
          const { title, columns } = of;
          return { pieces: format.encode({ title, columns, pages, options, more }), rows: () => rows };
        },
        async count(options, isStale) {
          const sums = columnTotals(of.columns);
          for await (const page of of.pages(ctx, filter, bound, options)) {
            if (isStale()) break;
            sums.add(page);
          }
          return sums.result();
        },
      };
    },
  };
}
