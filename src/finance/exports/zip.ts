import { once } from 'node:events';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

// A ZIP archive written as it is read: sizes stand behind each entry (data descriptors), and what is in it
// stands at the end. Every entry has the same date, so that the same content is the same file.

/** One file of an archive. Its blocks may be overwritten two blocks later, not earlier. */
export type ZipEntry = { name: string; blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> };

type Written = { name: Buffer; crc: number; packed: number; size: number; offset: number };

/** Sizes and places are 32 bits wide; the wider kind is not read everywhere. */
const MOST_BYTES = 0xffff_ffff;
/** Sizes behind the data, names in UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980, the first day that a ZIP knows. */
const NO_DATE = 0x0021;

/** The bytes of an archive. Throws a RangeError where it would pass four gigabytes. */
export async function* zip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Uint8Array, void> {
  const written: Written[] = [];
  let offset = 0;
  const counted = (piece: Uint8Array) => {
    offset += piece.length;
    return piece;
  };
  for await (const { name, blocks } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset };
    yield counted(localHeader(entry));
    for await (const piece of deflated(blocks, entry)) yield counted(piece);
    yield counted(descriptor(entry));
    written.push(entry);
  }
  const start = offset;
  for (const entry of written) yield counted(centralHeader(entry));
  yield endOf(written.length, start, offset - start);
}

/** Packs blocks on a thread of zlib's while the next one is being made; notes size and checksum. */
async function* deflated(blocks: ZipEntry['blocks'], entry: Written): AsyncGenerator<Uint8Array, void> {
  const deflate = createDeflateRaw({ level: 1, chunkSize: 65_536 });
  const ready: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => ready.push(piece));
  // What fails is told to the write that waits for it. To race each write against one promise of failure would
  // hang thirty thousand reactions on that promise in a ledger of a million entries.
  deflate.on('error', () => {});
  try {
    let packing = Promise.resolve();
    for await (const block of blocks) {
      await packing;
      entry.crc = crc32(block, entry.crc);
      entry.size += block.length;
      packing = packed(deflate, block);
      // It is met above or below; a source that throws in between has its own failure to tell.
      packing.catch(() => {});
      yield* taken(ready, entry);
    }
    await packing;
    const ended = once(deflate, 'end');
    deflate.end();
    await ended;
    yield* taken(ready, entry);
  } finally {
    deflate.destroy();
  }
  if (entry.size > MOST_BYTES || entry.offset + entry.packed > MOST_BYTES)
    throw new RangeError(`${entry.name.toString()} would pass four gigabytes`);
}

/** Resolves once zlib has read a block to its end. */
function packed(deflate: DeflateRaw, block: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    deflate.write(block, (error) => (error ? reject(error) : resolve()));
  });
}

function* taken(ready: Buffer[], entry: Written) {
  for (const piece of ready.splice(0)) {
    entry.packed += piece.length;
    yield piece;
  }
}

function localHeader({ name }: Written): Uint8Array {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt16LE(NO_DATE, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packed, size }: Written): Uint8Array {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x0807_4b50, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packed, 8);
  tail.writeUInt32LE(size, 12);
  return tail;
}

function centralHeader({ name, crc, packed, size, offset }: Written): Uint8Array {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x0201_4b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DEFLATED, 10);
  head.writeUInt16LE(NO_DATE, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(packed, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name]);
}

function endOf(entries: number, start: number, length: number): Uint8Array {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(start, 16);
  return end;
}
