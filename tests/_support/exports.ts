import type { AppContext } from '../../src/context.ts';
import { csvWriter } from '../../src/finance/exports/csv.ts';
import { LEDGER_COLUMNS } from '../../src/finance/exports/ledger-columns.ts';
import { NO_FILTER } from '../../src/finance/rows.ts';
import type { Cursor } from '../../src/store/store.ts';

/** The ledger as ledger.csv gives it, without the one column that says when we wrote a line down. */
export async function exportOf(
  { store }: Pick<AppContext, 'store'>,
  period: string | null = null,
): Promise<string> {
  const writer = csvWriter(LEDGER_COLUMNS.filter((column) => column.name !== 'recorded_utc'));
  const bound = await store.ledgerBound(period);
  let text = writer.header;
  for (let after: Cursor | null = null; ;) {
    const rows = await store.ledgerPage({ ...NO_FILTER, period }, bound, after, 500);
    for (const row of rows) text += writer.row(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < 500) return text;
    after = { createdAtMs: last.createdAt.getTime(), id: last.entryId };
  }
}
