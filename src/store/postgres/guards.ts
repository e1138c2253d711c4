import { readMigrations } from './migrate.ts';
import type { Sql } from './open.ts';

// What keeps the books from being edited, as the migrations make it, held against what the database has. The migrations'
// own text says it: definitions that a server prints differ from version to version.

type Trigger = { name: string; table: string; type: number; calls: string; argument: string };
type Guards = { functions: Map<string, string>; triggers: Map<string, Trigger>; uniques: Set<string> };

/** Bits of pg_trigger.tgtype. https://www.postgresql.org/docs/current/catalog-pg-trigger.html */
const BITS = { ROW: 1, BEFORE: 2, INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 };

let wanted: Guards | null = null;

function guardsOfMigrations(): Guards {
  if (wanted !== null) return wanted;
  const guards: Guards = { functions: new Map(), triggers: new Map(), uniques: new Set() };
  for (const text of readMigrations().flatMap(({ sql }) => sql)) {
    for (const [, name = '', body = ''] of text.matchAll(/create (?:or replace )?function (\w+)\([^$]*\$\$([^]*?)\$\$/gi))
      guards.functions.set(name, body.trim());
    for (const found of text.matchAll(/create trigger (\w+)\s+(before|after) ([^]*?)\s+on (\w+)\s+for each (row|statement)[^]*?execute function (\w+)\((?:'([^']*)')?\)/gi)) {
      const [, name = '', time = '', events = '', table = '', each = '', calls = '', argument = ''] = found;
      const type = [time, each, ...events.split(/\W+/)].reduce((bits, word) => bits | (BITS[word.toUpperCase() as keyof typeof BITS] ?? 0), 0);
      guards.triggers.set(name, { name, table, type, calls, argument });
    }
    for (const [, name = ''] of text.matchAll(/create unique index "(\w+)"/gi)) guards.uniques.add(name);
    for (const [, name = ''] of text.matchAll(/constraint "(\w+)" (?:check|primary key|foreign key|unique)/gi)) guards.uniques.add(name);
  }
  return (wanted = guards);
} // prettier-ignore

/** The first of them that a database lacks or has otherwise: whoever edits the ledger drops its guards first. */
export async function missingGuard({ rows }: Sql): Promise<string | undefined> {
  const { functions, triggers, uniques } = guardsOfMigrations();
  const bodies = new Map(
    (
      await rows<{ name: string; body: string }>(
        `select proname as name, prosrc as body from pg_proc where pronamespace = 'public'::regnamespace`,
      )
    ).map(({ name, body }) => [name, body.trim()]),
  );
  const found = new Map(
    (
      await rows<Trigger & { enabled: string }>(
        `select t.tgname as name, c.relname as table, t.tgtype as type, p.proname as calls, rtrim(encode(t.tgargs, 'escape'), '\\000') as argument,
           t.tgenabled as enabled
         from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
         where not t.tgisinternal and c.relnamespace = 'public'::regnamespace`,
      )
    ).map((trigger) => [trigger.name, trigger]),
  );
  const kept = new Set(
    (
      await rows<{ name: string }>(
        `select conname as name from pg_constraint where connamespace = 'public'::regnamespace and convalidated
         union select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique and i.indisvalid`,
      )
    ).map(({ name }) => name),
  );
  const isSame = ({ name, table, type, calls, argument }: Trigger) => {
    const has = found.get(name);
    // Enabled for every session, but for a role that replicates.
    return has !== undefined && ['O', 'A'].includes(has.enabled) && has.table === table && has.type === type && has.calls === calls && has.argument === argument;
  }; // prettier-ignore
  return (
    [...functions].find(([name, body]) => bodies.get(name) !== body)?.[0] ??
    [...triggers.values()].find((trigger) => !isSame(trigger))?.name ??
    [...uniques].find((name) => !kept.has(name))
  );
}
