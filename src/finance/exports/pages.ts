import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cursor } from '../../store/store.ts';

/**
 * Rows per read: a millisecond of the event loop, then everybody else has a turn. At 500 a light answer beside an
 * export took three times as long (p99), and the file came no sooner.
 */
const PAGE_ROWS = 100;

/** Reads rows page by page. No statement stays open between pages, so writers are never held up. */
export type ReadPage<Row> = (after: Cursor | null, limit: number) => Promise<Row[]>;

/** The rows of a file in order, a page at a time. */
export type Pages<Row> = AsyncIterable<readonly Row[]>;

/** Turns pages until there are none; the first page may be empty. */
export async function* rowsOf<Row extends { createdAt: Date }>(
  read: ReadPage<Row>,
  idOf: (row: Row) => string,
): AsyncGenerator<readonly Row[], void> {
  for (let after: Cursor | null = null; ;) {
    const rows: Row[] = await read(after, PAGE_ROWS);
    yield rows;
    // A macrotask, not a promise: only it lets requests in while the client reads as fast as we write.
    await nextTurn();
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = { createdAtMs: last.createdAt.getTime(), id: idOf(last) };
  }
}

/** The same pages with every row turned into others. */
export async function* eachInto<Row, Other>(
  pages: Pages<Row>,
  into: (row: Row) => readonly Other[],
): AsyncGenerator<readonly Other[], void> {
  for await (const rows of pages) yield rows.flatMap(into);
}

/** The same pages, each shown to a listener as it passes. */
export async function* watched<Row>(
  pages: Pages<Row>,
  see: (rows: readonly Row[]) => void,
): AsyncGenerator<readonly Row[], void> {
  for await (const rows of pages) {
    see(rows);
    yield rows;
  }
}
