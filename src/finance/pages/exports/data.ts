import type { AppContext } from '../../../context.ts';
import { AppError } from '../../../errors.ts';
import { closedNow } from '../../../ledger/period.ts';
import type { TableName } from '../../exports/table.ts';
import { TABLES } from '../../exports/tables.ts';
import { ledgerSelection, payoutSelection, pledgeSelection } from '../../filters.ts';
import type { Given } from '../payments/query.ts';

type Needs = Pick<AppContext, 'store' | 'config'>;

/** A table under the page's filters: how many rows its files have, or which filters it does not know. */
export type TableCount = { table: TableName; rows: number; unknown: string[] };

export type Exports = {
  tables: TableCount[];
  /** The month of the filters, where it is closed. */
  closedSha256: string | null;
};

/** Filters that each table lacks, beside those that the ledger has. */
const LACKS: Record<TableName, readonly string[]> = {
  ledger: [],
  journal: [],
  accounting: [],
  pledges: ['kind', 'payout', 'date'],
  payouts: ['kind', 'frequency', 'campaign', 'status', 'date', 'updatedSince'],
};

/** Counts what each table would hold; throws for filters that no table takes. */
export async function readExports(ctx: Needs, given: Given): Promise<Exports> {
  const { period } = ledgerSelection(given, ctx.config.publisher.bookZone);
  const tables = await Promise.all(
    TABLES.map(async ({ name }): Promise<TableCount> => {
      const unknown = LACKS[name].filter((filter) => given[filter] !== undefined);
      return { table: name, unknown, rows: unknown.length > 0 ? 0 : await rowsOf(ctx, name, given) };
    }),
  );
  const closed = closedNow(await ctx.store.periodChanges()).find((each) => each.period === period);
  return { tables, closedSha256: closed?.ledgerCsvSha256 ?? null };
}

async function rowsOf({ store, config }: Needs, table: TableName, given: Given): Promise<number> {
  const { bookZone } = config.publisher;
  switch (table) {
    case 'ledger': {
      const { filter } = ledgerSelection(given, bookZone);
      const sums = await store.ledgerSums(filter, await store.ledgerBound(filter.period));
      return sums.reduce((sum, row) => sum + row.count, 0);
    }
    case 'journal':
    case 'accounting': {
      const { filter } = ledgerSelection(given, bookZone);
      return store.postingCount(filter, await store.ledgerBound(filter.period));
    }
    case 'pledges':
      return store.pledgeCount(pledgeSelection(given, bookZone).filter);
    case 'payouts': {
      const sums = await store.payoutSums(payoutSelection(given, bookZone).filter);
      return sums.reduce((sum, row) => sum + row.count, 0);
    }
    default:
      throw new AppError(500, 'unknown_table', `The page does not know how to count ${String(table)}.`);
  }
}
