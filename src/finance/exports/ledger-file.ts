import { createHash } from 'node:crypto';
import type { AppContext } from '../../context.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import type { LedgerFilter, LedgerRow } from '../rows.ts';
import { csvWriter } from './csv.ts';
import { LEDGER_COLUMNS } from './ledger-columns.ts';
import { rowsOf, watched, type Pages } from './pages.ts';
import { textBlocks } from './text-blocks.ts';

/** The ledger up to a bound: what is written while a client downloads is not part of it. */
export function ledgerPages(
  { store }: Pick<AppContext, 'store'>,
  filter: LedgerFilter,
  bound: LedgerBound,
): Pages<LedgerRow> {
  return rowsOf(
    (after, limit) => store.ledgerPage(filter, bound, after, limit),
    (row) => row.entryId,
  );
}

/** The hash of the very bytes that ledger.csv has, and how many rows they hold. */
export async function hashLedgerCsv(
  ctx: Pick<AppContext, 'store'>,
  filter: LedgerFilter,
  bound: LedgerBound,
): Promise<{ rows: number; sha256: string }> {
  let rows = 0;
  const pages = watched(ledgerPages(ctx, filter, bound), (page) => (rows += page.length));
  const hash = createHash('sha256');
  for await (const piece of textBlocks(csvWriter(LEDGER_COLUMNS), pages)) hash.update(piece);
  return { rows, sha256: hash.digest('hex') };
}
