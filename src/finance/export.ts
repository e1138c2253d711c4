import type { Request, Response } from 'express';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AppContext } from '../context.ts';
import type { Cursor, PayoutFilter } from '../store/store.ts';
import type { RowWriter } from './columns.ts';
import { explained, type ExplainedPayout } from './payout-columns.ts';
import type { LedgerFilter, LedgerRow, PledgeFilter, PledgeRow } from './rows.ts';

/** Rows per read: a few milliseconds of the event loop, then everybody else has a turn. */
const PAGE_ROWS = 500;

/** One write to the socket; far above the longest line. */
const BLOCK_BYTES = 65_536;

/** Reads an export page by page. No statement stays open between pages, so writers are never held up. */
export type Pages<Row> = (after: Cursor | null, limit: number) => Promise<Row[]>;

/**
 * The ledger as it stands now, and a closed month as it stood at its closing: what is written while the
 * client downloads is not part of it.
 */
export async function ledgerPages(
  { store }: Pick<AppContext, 'store'>,
  filter: LedgerFilter,
): Promise<Pages<LedgerRow>> {
  const bound = await store.ledgerBound(filter.period);
  return (after, limit) => store.ledgerPage(filter, bound, after, limit);
}

/** The pledges; each row is as it stands when its page is read. */
export function pledgePages({ store }: Pick<AppContext, 'store'>, filter: PledgeFilter): Pages<PledgeRow> {
  return (after, limit) => store.pledgePage(filter, after, limit);
}

/** The deposits, each with what it holds; each row is as it stands when its page is read. */
export function payoutPages(
  { store }: Pick<AppContext, 'store'>,
  filter: PayoutFilter,
): Pages<ExplainedPayout> {
  return async (after, limit) => (await store.payoutPage(filter, after, limit)).map(explained);
}

/**
 * Streams an export at the speed of its client, in constant memory, and stops when the client goes away.
 * What fails on the way is thrown: the error handler then cuts the connection, so that a file is either
 * whole or visibly broken, never silently short.
 */
export async function sendExport<Row extends { createdAt: Date }>(
  req: Request,
  res: Response,
  { pages, writer, idOf, fileName }: ExportOf<Row>,
): Promise<void> {
  // The first page comes before the headers: what fails at once can still be answered as a problem.
  let rows = await pages(null, PAGE_ROWS);
  res.status(200);
  res.setHeader('Content-Type', writer.contentType);
  res.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  res.setHeader('Cache-Control', 'no-store');
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const out = outlet(res);
  out.put(writer.header);
  for (;;) {
    for (const row of rows) {
      const line = writer.row(row);
      if (!out.fits(line)) await out.flush();
      out.put(line);
    }
    await out.flush();
    // A macrotask, not a promise: only it lets requests in while the client reads as fast as we write.
    await nextTurn();
    const last = rows.at(-1);
    if (res.destroyed || last === undefined || rows.length < PAGE_ROWS) break;
    rows = await pages({ createdAtMs: last.createdAt.getTime(), id: idOf(last) }, PAGE_ROWS);
  }
  res.end();
}

export type ExportOf<Row> = {
  pages: Pages<Row>;
  writer: RowWriter<Row>;
  idOf: (row: Row) => string;
  fileName: string;
};

/** `the-example-times_ledger_2026-10.csv`. */
export function exportFileName(publisherName: string, what: string, range: string, ending: string): string {
  return `${slug(publisherName)}_${what}_${range}.${ending}`;
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'publisher' : plain;
}

/**
 * Gathers lines in one buffer that is used again and again: a string handed to the socket would leave a
 * buffer of three times its size to the garbage collector, each time.
 */
function outlet(res: Response) {
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let used = 0;
  return {
    /** UTF-8 takes at most three bytes for each unit of a string. */
    fits: (text: string) => text.length * 3 <= buffer.length - used,
    put: (text: string) => {
      used += buffer.write(text, used);
    },
    /** Returns once the client has taken everything, or has gone. */
    flush: () =>
      new Promise<void>((resolve) => {
        if (used === 0 || res.destroyed) {
          resolve();
          return;
        }
        res.once('close', resolve);
        res.write(buffer.subarray(0, used), () => {
          res.off('close', resolve);
          resolve();
        });
        used = 0;
      }),
  };
}
