import { readMigrations } from './migrate.ts';
import type { Sql } from './open.ts';

// What keeps the books from being edited, as the migrations make it, held against what the database has. The migrations'
// own text says it: definitions that a server prints differ from version to version, but for brackets and spaces not these.
// What views select is not compared: what they feed is figures of pledges, never the books.

/** Guards under their names, each in words that are equal where the guards are. */
type Guards = Map<string, string>;

/** Bits of pg_trigger.tgtype. https://www.postgresql.org/docs/current/catalog-pg-trigger.html */
const BITS = { ROW: 1, BEFORE: 2, INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 };

/** A condition without what servers add to it or leave out. */
const bare = (condition: string): string =>
  condition
    .toLowerCase()
    .replaceAll(/\brow\b|::text|[\s()"]/g, '')
    .replaceAll(';', '');

const triggerWords = (
  table: string,
  type: number,
  columns: readonly string[],
  when: string,
  calls: string,
): string => `${table} ${type} ${columns.toSorted().join(',')} ${bare(when)} ${calls}`;

const indexWords = (table: string, columns: string, where: string): string =>
  bare(`${table} ${columns} ${where}`);

let wanted: Guards | null = null;

function guardsOfMigrations(): Guards {
  if (wanted !== null) return wanted;
  const guards: Guards = new Map();
  for (const text of readMigrations().flatMap(({ sql }) => sql)) {
    for (const [, name = '', body = ''] of text.matchAll(/create (?:or replace )?function (\w+)\([^$]*\$\$([^]*?)\$\$/gi))
      guards.set(name, body.trim());
    for (const found of text.matchAll(/create trigger (\w+)\s+(before|after) ([^]*?)\s+on (\w+)\s+for each (row|statement)\s+(?:when ([^]*?)\s+)?execute function (\w+\((?:'[^']*')?\))/gi)) {
      const [, name = '', time = '', events = '', table = '', each = '', when = '', calls = ''] = found;
      const columns = /\bof ([\w\s,]+?)(?=\s+or\b|$)/i.exec(events)?.[1]?.split(/\W+/) ?? [];
      const type = [time, each, ...events.split(/\W+/)].reduce((bits, word) => bits | (BITS[word.toUpperCase() as keyof typeof BITS] ?? 0), 0);
      guards.set(name, triggerWords(table, type, columns, when, calls));
    }
    for (const [, name = '', table = '', columns = '', where = ''] of text.matchAll(/create unique index "(\w+)" on "(\w+)" using btree (\([^;]*?\))(?: where ([^;]*))?(?:;|$)/gi))
      guards.set(name, indexWords(table, columns, where));
    for (const [, name = '', check = ''] of text.matchAll(/constraint "(\w+)" (check \([^]*?\))(?=,?\n)/gi)) guards.set(name, bare(check));
    for (const [, name = '', kind = ''] of text.matchAll(/constraint "(\w+)" (primary key|foreign key|unique)/gi)) guards.set(name, kind.toLowerCase());
  }
  return (wanted = guards);
} // prettier-ignore

/** The first of them that a database lacks or has otherwise: whoever edits the ledger drops its guards first. */
export async function missingGuard(sql: Sql): Promise<string | undefined> {
  const has: Guards = new Map([
    ...(await functionsOf(sql)),
    ...(await triggersOf(sql)),
    ...(await constraintsOf(sql)),
  ]);
  return (
    [...guardsOfMigrations()].find(([name, words]) => has.get(name) !== words)?.[0] ?? (await bypassOf(sql))
  );
}

async function functionsOf({ rows }: Sql): Promise<[string, string][]> {
  const found = await rows<{ name: string; body: string }>(
    `select proname as name, prosrc as body from pg_proc where pronamespace = 'public'::regnamespace`,
  );
  return found.map(({ name, body }) => [name, body.trim()]);
}

async function triggersOf({ rows }: Sql): Promise<[string, string][]> {
  // Enabled for every session, but for a role that replicates.
  const found = await rows<{ name: string; table: string; type: number; columns: string; text: string }>(
    `select t.tgname as name, c.relname as table, t.tgtype as type, pg_get_triggerdef(t.oid) as text,
       (select coalesce(string_agg(a.attname, ','), '') from pg_attribute a where a.attrelid = c.oid and a.attnum = any(t.tgattr)) as columns
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and t.tgenabled in ('O', 'A') and c.relnamespace = 'public'::regnamespace`,
  );
  return found.map(({ name, table, type, columns, text }) => {
    const [, when = '', calls = ''] =
      /(?: WHEN ([^]*))? EXECUTE FUNCTION (?:public\.)?(\w+\([^]*\))$/.exec(text) ?? [];
    return [name, triggerWords(table, type, columns === '' ? [] : columns.split(','), when, calls)];
  });
}

async function constraintsOf({ rows }: Sql): Promise<[string, string][]> {
  const constraints = await rows<{ name: string; type: string; text: string }>(
    `select conname as name, contype::text as type, pg_get_constraintdef(oid) as text
     from pg_constraint where connamespace = 'public'::regnamespace and convalidated`,
  );
  const indexes = await rows<{ name: string; table: string; text: string }>(
    `select x.relname as name, c.relname as table, pg_get_indexdef(i.indexrelid) as text
     from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
     where i.indisunique and i.indisvalid and c.relnamespace = 'public'::regnamespace`,
  );
  const kinds: Record<string, string> = { p: 'primary key', f: 'foreign key', u: 'unique' };
  return [
    ...indexes.map(({ name, table, text }): [string, string] => {
      const [, columns = '', where = ''] = /USING btree (\([^]*?\))(?: WHERE ([^]*))?$/.exec(text) ?? [];
      return [name, indexWords(table, columns, where)];
    }),
    ...constraints.map(({ name, type, text }): [string, string] => [name, kinds[type] ?? bare(text)]),
  ];
}

/** What makes a table answer otherwise than it is, and no migration makes: a rule instead of a write, rows that a role does not see. */
async function bypassOf({ rows }: Sql): Promise<string | undefined> {
  const [found] = await rows<{ name: string }>(
    `select r.rulename as name from pg_rewrite r join pg_class c on c.oid = r.ev_class
     where c.relnamespace = 'public'::regnamespace and r.rulename <> '_RETURN'
     union all
     select relname from pg_class where relnamespace = 'public'::regnamespace and (relrowsecurity or relforcerowsecurity)
     limit 1`,
  );
  return found?.name;
}
