import type { AppContext } from '../../context.ts';
import { ledgerSelection, payoutSelection, pledgeSelection, type Selection } from '../filters.ts';
import { requireCodes } from './account-codes.ts';
import { ACCOUNTING_COLUMNS, accountingRows } from './accounting-columns.ts';
import { boundFor, type ClosedMonth, type FileBound } from './bound.ts';
import type { Column } from './columns.ts';
import { fileLang, type FileOptions, type Format } from './format.ts';
import { JOURNAL_COLUMNS, journalRows } from './journal-columns.ts';
import { LEDGER_COLUMNS } from './ledger-columns.ts';
import { ledgerPages } from './ledger-file.ts';
import { eachInto, rowsOf, watched, type Pages } from './pages.ts';
import { explained, PAYOUT_COLUMNS } from './payout-columns.ts';
import { PLEDGE_COLUMNS } from './pledge-columns.ts';

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
  bound: FileBound;
  closed: ClosedMonth | null;
  /** Starts a file anew each time. `rows` counts as it goes. */
  file: (format: Format, options: FileOptions) => { pieces: AsyncIterable<Uint8Array>; rows: () => number };
};

type Definition<Row, Filter> = {
  name: TableName;
  title: string;
  columns: readonly Column<Row>[];
  select: (filters: unknown, bookZone: string) => Selection<Filter>;
  /** The month whose closing bounds the rows, if they are booked to months. */
  period: (filter: Filter) => string | null;
  parameters?: readonly (keyof FileOptions)[];
  /** Throws where the table cannot be made at all. */
  pages: (ctx: Needs, filter: Filter, bound: FileBound, options: FileOptions) => Pages<Row>;
};

function table<Row, Filter>(of: Definition<Row, Filter>): Table {
  return {
    name: of.name,
    columns: of.columns,
    parameters: of.parameters ?? [],
    async open(ctx, filters, given) {
      const { filter, name } = of.select(filters, ctx.config.publisher.bookZone);
      const { bound, closed } = await boundFor(ctx, of.period(filter), given);
      return {
        range: name,
        bound,
        closed,
        file(format, options) {
          let rows = 0;
          const pages = watched(of.pages(ctx, filter, bound, options), (page) => (rows += page.length));
          const pieces = format.encode({
            title: of.title,
            columns: of.columns,
            pages,
            options,
            more: async () => [],
          });
          return { pieces, rows: () => rows };
        },
      };
    },
  };
}

/** A month of pledges or deposits is that of their making: what is made after the instant is not part of it. */
const madeUntil = <Filter extends { to: Date | null }>(filter: Filter, { asOf }: FileBound): Filter => ({
  ...filter,
  to: filter.to !== null && filter.to <= asOf ? filter.to : new Date(asOf.getTime() + 1),
});

/** Every table, in the order in which people read of them. Each has an address for each format. */
export const TABLES: readonly Table[] = [
  table({
    name: 'ledger',
    title: 'Ledger',
    columns: LEDGER_COLUMNS,
    select: ledgerSelection,
    period: ({ period }) => period,
    pages: ledgerPages,
  }),
  table({
    name: 'journal',
    title: 'Journal',
    columns: JOURNAL_COLUMNS,
    select: ledgerSelection,
    period: ({ period }) => period,
    pages: (ctx, filter, bound) => eachInto(ledgerPages(ctx, filter, bound), journalRows),
  }),
  table({
    name: 'accounting',
    title: 'Accounting',
    columns: ACCOUNTING_COLUMNS,
    parameters: ['lang'],
    select: ledgerSelection,
    period: ({ period }) => period,
    pages(ctx, filter, bound, options) {
      const codes = requireCodes(ctx.config.publisher.finance);
      const lang = fileLang(options);
      return eachInto(ledgerPages(ctx, filter, bound), (entry) => accountingRows(entry, codes, lang));
    },
  }),
  table({
    name: 'pledges',
    title: 'Pledges',
    columns: PLEDGE_COLUMNS,
    select: pledgeSelection,
    period: () => null,
    // Each row as it stands when its page is read: a pledge is a state and has no history here.
    pages: ({ store }, filter, bound) =>
      rowsOf(
        (after, limit) => store.pledgePage(madeUntil(filter, bound), after, limit),
        (row) => row.pledgeId,
      ),
  }),
  table({
    name: 'payouts',
    title: 'Payouts',
    columns: PAYOUT_COLUMNS,
    select: payoutSelection,
    period: () => null,
    pages: ({ store }, filter, bound) =>
      rowsOf(
        async (after, limit) =>
          (await store.payoutPage(madeUntil(filter, bound), after, limit)).map(explained),
        (row) => row.payoutId,
      ),
  }),
];
