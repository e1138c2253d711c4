import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../errors.ts';
import { COPIED_TABLES, type CopiedTable, type TableReader, type TableRow } from '../store/copy-store.ts';
import type { Store } from '../store/store.ts';

/** Rows that are read and written at a time. */
const ROWS = 500;

/** What was moved, as both databases agree on it. */
export type Moved = { rows: { table: CopiedTable; rows: number }[]; ledgerSha256: string };

export type MoveOptions = {
  /** Tables that stay behind. */
  without?: readonly CopiedTable[];
  /** What a row becomes on the way. */
  change?: (table: CopiedTable, row: TableRow) => TableRow;
  /** Hears of every page. */
  progress?: (table: CopiedTable, rows: number) => void;
};

/**
 * Moves everything from one database to another, as of one instant of the source. Where an earlier run was broken off, it
 * goes on behind the last row that is there. The target is held against the source at the end, and stays closed to services
 * where they differ. Throws in words where the target is in use or does not become the same.
 */
export async function moveStore(
  source: Store,
  target: Store,
  { without = [], change = (_, row) => row, progress }: MoveOptions = {},
): Promise<Moved> {
  const state = await target.copyState();
  if (state === 'in_use')
    throw new AppError(
      409,
      'target_not_empty',
      'The database to fill is in use: it holds rows already. Name an empty one; nothing was changed.',
    );
  if ((await source.copyState()) === 'being_filled')
    throw new AppError(
      409,
      'source_half_filled',
      'The database to read from is itself not whole: it is being filled from another one. Nothing was changed.',
    );
  await target.beginCopy();
  // What the source says is of one instant: a service may go on booking there. Its transaction ends before the new database
  // is looked at for long, since a server takes one that does nothing for dead.
  const { rows, ledgerSha256, ends } = await source.readTables(async (tables) => {
    const names = COPIED_TABLES.map(({ name }) => name).filter((name) => !without.includes(name));
    for (const name of names) await fill(tables, target, name, (row) => change(name, row), progress);
    const same = await target.readTables(async (filled) => {
      const found: Moved['rows'] = [];
      for (const name of names)
        found.push({ table: name, rows: await sameRows(tables, filled, name, (row) => change(name, row)) });
      return found;
    });
    return { rows: same, ledgerSha256: await tables.ledgerHash(), ends: await tables.chainEnds() };
  });
  await sameBooks(ledgerSha256, target);
  await target.endCopy(ends);
  return { rows, ledgerSha256 };
}

async function fill(
  tables: TableReader,
  target: Store,
  name: CopiedTable,
  change: (row: TableRow) => TableRow,
  progress: MoveOptions['progress'],
): Promise<void> {
  let behind = await target.lastRow(name);
  for (let done = 0; ;) {
    const rows = await tables.page(name, behind, ROWS);
    if (rows.length === 0) return;
    await target.writeRows(name, rows.map(change));
    behind = rows.at(-1) ?? null;
    done += rows.length;
    progress?.(name, done);
  }
}

/** Holds every row of a table against the other database's, page by page; returns how many there are. */
async function sameRows(
  source: TableReader,
  target: TableReader,
  name: CopiedTable,
  change: (row: TableRow) => TableRow,
): Promise<number> {
  let count = 0;
  let behind: { wanted: TableRow; found: TableRow } | null = null;
  for (;;) {
    const wanted: TableRow[] = await source.page(name, behind?.wanted ?? null, ROWS);
    const found: TableRow[] = await target.page(name, behind?.found ?? null, ROWS);
    // Whatever order the columns come in.
    if (!isDeepStrictEqual(wanted.map(change), found))
      throw new AppError(
        409,
        'move_differs',
        `${name} is not the same as in the database that was read: ${await target.count(name)} rows and ${await source.count(name)}. Something wrote to it between two runs. Stop every service, empty the new database, and move again.`,
      );
    count += found.length;
    const [lastWanted, lastFound] = [wanted.at(-1), found.at(-1)];
    if (lastWanted === undefined || lastFound === undefined) return count;
    behind = { wanted: lastWanted, found: lastFound };
  }
}

/** What was summed up on the way is what the rows say, and the ledger is the same. */
async function sameBooks(ledgerSha256: string, target: Store): Promise<void> {
  const found = await target.ledgerHash();
  const [wrong] = await target.wrongSums();
  if (ledgerSha256 !== found || wrong !== undefined)
    throw new AppError(
      409,
      'move_differs',
      `The new database does not hold: ${wrong === undefined ? 'its ledger is another one' : `${wrong.what} (${wrong.where})`}. It stays closed. Run “sums rebuild” and “verify” on the old one, empty the new one, and move again.`,
    );
}
