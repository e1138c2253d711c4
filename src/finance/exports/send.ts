import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';

/** A file as it goes out. */
export type SentFile = {
  pieces: AsyncIterable<Uint8Array>;
  contentType: string;
  fileName: string;
  /** The hash of the whole file in hex, where it is known before it is made. */
  sha256: string | null;
};

/** What a file's sender writes down of it. */
export type Witness = {
  /** Before the first byte goes out; what it throws is the answer, and nothing goes out. */
  begun: () => Promise<void>;
  /** After the last byte, or after the one that was the last. */
  ended: (whole: boolean) => Promise<void>;
};

/**
 * Streams a file at the speed of its client, in constant memory, and stops when the client goes away. What
 * fails on the way is thrown: the error handler then cuts the connection, so that a file is either whole or
 * visibly broken, never silently short. The hash follows the last byte as a trailer.
 */
export async function sendFile(
  req: Request,
  res: Response,
  { pieces, contentType, fileName, sha256 }: SentFile,
  witness: Witness | null = null,
): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  // The first piece comes before the headers: what fails at once can still be answered as a problem.
  const first = await source.next();
  if (req.method !== 'HEAD') await witness?.begun();
  res.status(200);
  res.setHeader('Content-Type', contentType);
  res.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  res.setHeader('Cache-Control', 'no-store');
  if (sha256 !== null) res.setHeader('Repr-Digest', reprDigest(sha256));
  if (req.method === 'HEAD') {
    await source.return?.();
    res.end();
    return;
  }
  if (sha256 === null) res.setHeader('Trailer', 'Repr-Digest');
  let whole = false;
  try {
    const found = await handOut(res, first, source);
    whole = found !== null;
    if (found !== null && sha256 === null) res.addTrailers({ 'Repr-Digest': reprDigest(found) });
  } finally {
    await witness?.ended(whole);
  }
  if (whole) res.end();
}

/** The hash of all that went out; null where the client went away. */
async function handOut(
  res: Response,
  first: IteratorResult<Uint8Array>,
  source: AsyncIterator<Uint8Array>,
): Promise<string | null> {
  const hash = createHash('sha256');
  for (let piece = first; piece.done !== true; piece = await source.next()) {
    hash.update(piece.value);
    await taken(res, piece.value);
    if (res.destroyed) {
      await source.return?.();
      return null;
    }
  }
  return hash.digest('hex');
}

/** Hashes the very bytes of a file, in constant memory; null where nobody waits for it any more. */
export async function hashOf(
  pieces: AsyncIterable<Uint8Array>,
  isStale: () => boolean = () => false,
): Promise<{ bytes: number; sha256: string } | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    if (isStale()) return null;
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

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

/** RFC 9530: the hash of the whole file, so that a client can tell that it has all of it. */
function reprDigest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}

/** Returns once the client has taken a piece, or has gone. */
function taken(res: Response, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (res.destroyed) {
      resolve();
      return;
    }
    res.once('close', resolve);
    res.write(piece, () => {
      res.off('close', resolve);
      resolve();
    });
  });
}
