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

/**
 * Turns pages until there are none; the first page may be empty. From the second on, each page is asked for while the
 * one before is written: a server that is another process reads meanwhile. The first is read alone, because some ask
 * for no more (HEAD, a client that is gone already).
 */
export async function* rowsOf<Row extends { createdAt: Date }>(
  read: ReadPage<Row>,
  idOf: (row: Row) => string,
): AsyncGenerator<readonly Row[], void> {
  const after = (rows: readonly Row[]) => {
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return null;
    const next = read({ createdAtMs: last.createdAt.getTime(), id: idOf(last) }, PAGE_ROWS);
    // An error is told where the page is waited for; who leaves before that has no use for it.
    next.catch(() => {});
    return next;
  };
  const first = await read(null, PAGE_ROWS);
  yield first;
  for (let next = after(first); next !== null;) {
    const rows = await next;
    next = after(rows);
    yield rows;
    // A macrotask, not a promise: only it lets requests in while the client reads as fast as we write.
    await nextTurn();
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
