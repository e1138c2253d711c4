import type { RowWriter } from './columns.ts';
import type { Pages } from './pages.ts';

/** One write to the socket; far above the longest line. */
const BLOCK_BYTES = 65_536;

/**
 * Gathers lines in one buffer that is used again and again: a string handed to the socket would leave a
 * buffer of three times its size to the garbage collector, each time. Ends a block with each page, so that
 * the first bytes go out with the first page.
 */
export async function* textBlocks<Row>(
  { header, row: lineOf }: RowWriter<Row>,
  pages: Pages<Row>,
): AsyncGenerator<Uint8Array, void> {
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let used = buffer.write(header);
  for await (const rows of pages) {
    for (const row of rows) {
      const line = lineOf(row);
      // UTF-8 takes at most three bytes for each unit of a string.
      if (line.length * 3 > BLOCK_BYTES - used) {
        yield buffer.subarray(0, used);
        used = 0;
      }
      used += buffer.write(line, used);
    }
    if (used > 0) yield buffer.subarray(0, used);
    used = 0;
  }
}
