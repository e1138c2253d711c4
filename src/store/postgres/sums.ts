import { BY_BOOK_MONTH, differing, placeOf, SUMS as SHARED, type Piece, type Sum } from '../sql/sums.ts';
import type { Finding } from '../store.ts';
import type { Database, Sql } from './open.ts';
import { lockLedger } from './write-lock.ts';

/** Here an event is summed once it is done: one that arrives would wait for the row that counts all that wait (inbox.ts). */
const SUMS = SHARED.map((sum) =>
  sum.table === 'inbox_sums'
    ? { ...sum, rows: `${sum.rows} where next_attempt_at is null and parked_at is null` }
    : sum,
);

/** The parts in which a sum is looked at: one statement must end while there is patience for it. Null: all at once. */
async function piecesOf({ rows }: Sql, { pieces }: Sum): Promise<(Piece | null)[]> {
  return pieces === undefined ? [null] : rows<Piece>(`select lo, hi from (${pieces}) as pieces order by lo`);
}

/**
 * Adds what is missing and takes off what is too much, in one statement: it compares table and rows in one picture, and
 * adding goes together with whatever writers add meanwhile. So nobody is kept out but who would make it right as well.
 * Returns how many rows did not hold.
 */
async function mend({ rows }: Sql, sum: Sum, piece: Piece | null): Promise<number> {
  const { table, keys, values } = sum;
  const lacking = [...keys, ...values.map((value) => `-sum(${value})`)].join(', ');
  const mended = await rows(
    // In the order of the keys, so that two never wait for each other.
    `insert into ${table} (${[...keys, ...values].join(', ')}) ${differing(sum, piece !== null, lacking)} order by ${keys.join(', ')}
     on conflict (${keys.join(', ')}) do update set ${values.map((value) => `${value} = ${table}.${value} + excluded.${value}`).join(', ')}
     returning 1`,
    piece ?? {},
  );
  return mended.length;
}

/** Makes right what is summed by months of the book zone, where these are others now. Nobody may write pledges meanwhile. */
export async function addUpByBookMonth(sql: Sql): Promise<void> {
  for (const sum of SUMS) if (BY_BOOK_MONTH.includes(sum.table)) await mend(sql, sum, null);
}

/** The first row of each kind that does not hold. Each piece is compared in one statement, so in one picture. */
export async function wrongSums(sql: Sql): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const sum of SUMS)
    for (const piece of await piecesOf(sql, sum)) {
      const first = `${differing(sum, piece !== null)} order by ${sum.keys.join(', ')} limit 1`;
      const [row] = await sql.lists<(string | number)[]>(first, piece ?? {});
      if (row === undefined) continue;
      found.push({ what: sum.what, where: placeOf(row) });
      break;
    }
  return found;
}

/**
 * Adds up everything anew, a piece at a time, and writes only rows that do not hold: the service can run meanwhile.
 * Returns how many rows of each table did not hold.
 */
export async function rebuildSums(database: Database): Promise<{ table: string; wrong: number }[]> {
  const done: { table: string; wrong: number }[] = [];
  for (const sum of SUMS) {
    let wrong = 0;
    for (const piece of await piecesOf(database, sum)) {
      const look = `${differing(sum, piece !== null, '1')} limit 1`;
      if ((await database.lists(look, piece ?? {})).length === 0) continue;
      wrong += await database.transaction(async (sql) => {
        // Who makes the same right at the same time would add the same once more.
        await lockLedger(sql);
        return mend(sql, sum, piece);
      });
    }
    done.push({ table: sum.table, wrong });
  }
  return done;
}
