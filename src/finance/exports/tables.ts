import { ledgerSelection, payoutSelection, pledgeSelection } from '../filters.ts';
import { requireCodes } from './account-codes.ts';
import { ACCOUNTING_COLUMNS, accountingRows } from './accounting-columns.ts';
import type { FileBound } from './bound.ts';
import { controlOf } from './control.ts';
import { fileLang } from './format.ts';
import { JOURNAL_COLUMNS, journalRows } from './journal-columns.ts';
import { LEDGER_COLUMNS } from './ledger-columns.ts';
import { ledgerPages } from './ledger-file.ts';
import { eachInto, rowsOf } from './pages.ts';
import { explained, PAYOUT_COLUMNS } from './payout-columns.ts';
import { PLEDGE_COLUMNS } from './pledge-columns.ts';
import { table, type Table } from './table.ts';

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
    control: controlOf,
    pages: ledgerPages,
  }),
  table({
    name: 'journal',
    title: 'Journal',
    columns: JOURNAL_COLUMNS,
    select: ledgerSelection,
    period: ({ period }) => period,
    control: controlOf,
    pages: (ctx, filter, bound) => eachInto(ledgerPages(ctx, filter, bound), journalRows),
  }),
  table({
    name: 'accounting',
    title: 'Accounting',
    columns: ACCOUNTING_COLUMNS,
    parameters: ['lang'],
    select: ledgerSelection,
    period: ({ period }) => period,
    control: controlOf,
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
