import { BY_BOOK_MONTH, differing, placeOf, SUMS, type Piece, type Sum } from '../sql/sums.ts';
import type { Finding } from '../store.ts';
import type { Connections, Sqlite } from './open.ts';

/** Adds up a piece anew, in the caller's transaction. */
function addUp(
  writer: Sqlite,
  { table, keys, values, rows, ofTable, ofRows }: Sum,
  piece: Piece | null,
): void {
  const [inTable, inRows] = piece === null ? ['true', 'true'] : [ofTable, ofRows];
  const bound = piece ?? {};
  writer.prepare(`delete from ${table} where ${inTable}`).run(bound);
  writer
    .prepare(
      `insert into ${table} (${[...keys, ...values].join(', ')})
       select ${[...keys, ...values.map((value) => `sum(${value})`)].join(', ')} from (${rows}) where ${inRows} group by ${keys.join(', ')}`,
    )
    .run(bound);
}

/** Adds up anew what is summed by months of the book zone. Runs inside the caller's transaction. */
export function addUpByBookMonth(writer: Sqlite): void {
  for (const sum of SUMS) if (BY_BOOK_MONTH.includes(sum.table)) addUp(writer, sum, null);
}

/** The first row of each kind that does not hold. */
export function wrongSums(reader: Sqlite): Finding[] {
  return SUMS.flatMap((sum) => {
    const row = reader
      .prepare(`${differing(sum, false)} order by ${sum.keys.join(', ')} limit 1`)
      .raw()
      .get() as (string | number)[] | undefined;
    return row === undefined ? [] : [{ what: sum.what, where: placeOf(row) }];
  });
}

/**
 * Adds up everything anew, a piece at a time, and writes only pieces in which something does not hold: the service
 * can run meanwhile. Returns how many rows of each table did not hold.
 */
export async function rebuildSums({
  reader,
  writer,
}: Connections): Promise<{ table: string; wrong: number }[]> {
  const done: { table: string; wrong: number }[] = [];
  for (const sum of SUMS) {
    const pieces = sum.pieces === undefined ? [null] : (reader.prepare(sum.pieces).all() as Piece[]);
    const differs = `select count(*) from (${differing(sum, sum.pieces !== undefined)})`;
    const look = reader.prepare(differs).pluck();
    const again = writer.prepare(differs).pluck();
    // What was found wrong outside of the transaction may have been a row that was being written.
    const mend = writer.transaction((piece: Piece | null) => {
      const wrong = Number(again.get(piece ?? {}));
      if (wrong > 0) addUp(writer, sum, piece);
      return wrong;
    });
    let wrong = 0;
    for (const piece of pieces) {
      if (Number(look.get(piece ?? {})) > 0) wrong += mend.immediate(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    done.push({ table: sum.table, wrong });
  }
  return done;
}
