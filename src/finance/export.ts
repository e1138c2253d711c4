import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AppContext } from '../context.ts';
import type { LedgerBound } from '../ledger/period.ts';
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
  bound?: LedgerBound,
): Promise<Pages<LedgerRow>> {
  const until = bound ?? (await store.ledgerBound(filter.period));
  return (after, limit) => store.ledgerPage(filter, until, after, limit);
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
  { pages, writer, idOf, fileName, sha256 = null }: ExportOf<Row>,
): Promise<void> {
  const source = rowsOf(pages, idOf);
  // The first page comes before the headers: what fails at once can still be answered as a problem.
  let page = await source.next();
  res.status(200);
  res.setHeader('Content-Type', writer.contentType);
  res.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  res.setHeader('Cache-Control', 'no-store');
  if (sha256 !== null) res.setHeader('Repr-Digest', reprDigest(sha256));
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const out = outlet(res);
  out.put(writer.header);
  while (page.done !== true) {
    for (const row of page.value) {
      const line = writer.row(row);
      if (!out.fits(line)) await out.flush();
      out.put(line);
    }
    await out.flush();
    if (res.destroyed) break;
    page = await source.next();
  }
  res.end();
}

/** Hashes the very bytes that the file of an export has, in constant memory, and counts its rows. */
export async function hashExport<Row extends { createdAt: Date }>({
  pages,
  writer,
  idOf,
}: Pick<ExportOf<Row>, 'pages' | 'writer' | 'idOf'>): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256').update(writer.header);
  let count = 0;
  for await (const rows of rowsOf(pages, idOf)) {
    for (const row of rows) hash.update(writer.row(row));
    count += rows.length;
  }
  return { rows: count, sha256: hash.digest('hex') };
}

/** The rows of an export in order, a page at a time; the first page may be empty. */
async function* rowsOf<Row extends { createdAt: Date }>(
  pages: Pages<Row>,
  idOf: (row: Row) => string,
): AsyncGenerator<Row[], void> {
  for (let after: Cursor | null = null; ;) {
    const rows: Row[] = await pages(after, PAGE_ROWS);
    yield rows;
    // A macrotask, not a promise: only it lets requests in while the client reads as fast as we write.
    await nextTurn();
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = { createdAtMs: last.createdAt.getTime(), id: idOf(last) };
  }
}

/** RFC 9530: the hash of the whole file, so that a client can tell that it has all of it. */
function reprDigest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}

export type ExportOf<Row> = {
  pages: Pages<Row>;
  writer: RowWriter<Row>;
  idOf: (row: Row) => string;
  fileName: string;
  /** The hash of the whole file in hex, where it is known before it is made. */
  sha256?: string | null;
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
