import type { Database } from './open.ts';

/** What holds addresses, sealed or hashed. */
const TABLES = ['reminders', 'suppressions', 'staff', 'address_secrets'];
const NAMES = TABLES.join(', ');

/** Tables of more than this, about 150,000 reminders, would be held for longer than a reader waits for a page. */
const MOST_BYTES = 64 * 1024 * 1024;
/** So short a wait is nobody's matter. */
const SHORT_MS = 50;
/** After a longer one as many times its length pass before the next. */
const REST = 100;

/** What the server says where an engine has no such command, a role may not run it, or it would have taken too long. */
const UNABLE = /^(0A000|42601|42501|42883|42P01|55P03|57014|40001|40P01)$/;

/**
 * Takes erased bytes out of the files of the tables. A plain vacuum frees the place of a dead row and leaves most of its
 * bytes there, so tables are written anew while nobody uses them. The write-ahead log keeps its copies until the server
 * uses its files again: docs/postgresql.md says what its operator can do.
 *
 * @returns whether no file of these tables holds anything of a row that was erased before
 */
export function scrubber({ exec, rows }: Database): () => Promise<boolean> {
  let notBefore = 0;
  const files = async () => {
    const [found] = await rows<{ files: string; bytes: number; dead: number }>(
      `select string_agg(pg_relation_filenode(relid)::text, ' ' order by relname) as files, sum(pg_relation_size(relid))::bigint as bytes,
         sum(n_dead_tup)::bigint as dead
       from pg_stat_user_tables where schemaname = 'public' and relname = any(:tables)`,
      { tables: TABLES },
    );
    return { list: found?.files.split(' ') ?? [], bytes: found?.bytes ?? 0, dead: found?.dead ?? 0 };
  };

  const scrub = async (): Promise<boolean> => {
    const before = await files();
    let after = before;
    const began = performance.now();
    if (before.bytes <= MOST_BYTES && began >= notBefore) {
      // Who is at a table is not waited for: it is left out. Dead rows that somebody may still read are written anew too.
      await exec(`vacuum (full, skip_locked) ${NAMES}`);
      const took = performance.now() - began;
      if (took > SHORT_MS) notBefore = performance.now() + REST * took;
      after = await files();
    }
    // Out of the indexes as well, also where a table was too large or in use. It counts what had to stay.
    await exec(`vacuum (skip_locked, index_cleanup on, truncate off) ${NAMES}`);
    const isNew = after.list.every((file, i) => file !== before.list[i]);
    return isNew && (await files()).dead === 0;
  };

  return () =>
    scrub().catch((error: unknown) => {
      if (UNABLE.test(String((error as { code?: unknown }).code))) return false;
      throw error;
    });
}
