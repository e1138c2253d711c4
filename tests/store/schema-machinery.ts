import type { Database } from 'better-sqlite3';
import type { Client } from 'pg';

/** What a database does by itself, as lines that both engines share. */
export type Machinery = {
  /** `insert of ledger_entries adds to ledger_sums` */
  sums: string[];
  /** `update of ledger_entries: ledger entries are never changed` */
  refusals: string[];
  /** `plan_rows: pledge_id, started_in, …` */
  views: string[];
};

const WRITES = /(?:insert\s+(?:or\s+\w+\s+)?into|update)\s+[`"]?(\w+_sums|\w+_spans|\w+_balances)[`"]?/gi;

const written = (body: string): string[] => [...body.matchAll(WRITES)].map((found) => found[1] ?? '');
const sorted = (lines: string[]): string[] => [...new Set(lines)].sort();

export function sqliteMachinery(db: Database): Machinery {
  const triggers = db.prepare(`select tbl_name as "table", sql from sqlite_master where type = 'trigger'`).all() as { table: string; sql: string }[];
  const sums: string[] = [];
  const refusals: string[] = [];
  for (const { table, sql } of triggers) {
    const [, event = ''] = /(?:before|after)\s+(insert|update|delete)/i.exec(sql) ?? [];
    const what = `${event.toLowerCase()} of ${table}`;
    const [, words] = /raise\s*\(\s*abort\s*,\s*'([^']+)'/i.exec(sql) ?? [];
    if (words !== undefined) refusals.push(`${what}: ${words}`);
    sums.push(...written(sql).map((sum) => `${what} adds to ${sum}`));
  }
  const views = db.prepare(`select name from sqlite_master where type = 'view'`).pluck().all() as string[];
  const columns = (view: string) => (db.pragma(`table_info(${view})`) as { name: string }[]).map(({ name }) => name);
  return { sums: sorted(sums), refusals: sorted(refusals), views: sorted(views.map((view) => `${view}: ${columns(view).join(', ')}`)) };
} // prettier-ignore

/** Cutting off a table is refused wherever deleting is: SQLite knows no such command, so it is checked here and left out. */
export async function postgresMachinery(client: Client): Promise<Machinery> {
  const bodies = await functionBodies(client);
  const { rows: triggers } = await client.query<{ table: string; definition: string; called: string }>(
    `select c.relname as "table", pg_get_triggerdef(t.oid) as definition, p.proname as called
     from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal`,
  );
  const sums: string[] = [];
  const refusals: string[] = [];
  for (const { table, definition, called } of triggers) {
    const [, timing = ''] = /(?:BEFORE|AFTER) (.*?) ON /.exec(definition) ?? [];
    const events = timing.split(' OR ').map((event) => event.split(' ')[0]?.toLowerCase() ?? '');
    // The words are an argument of the trigger, or stand in its function.
    const words = /EXECUTE FUNCTION \w+\('([^']+)'\)/.exec(definition)?.[1] ?? /RAISE EXCEPTION '([^'%]+)'/.exec(bodies.get(called) ?? '')?.[1];
    for (const event of events) {
      if (words !== undefined) refusals.push(`${event} of ${table}: ${words}`);
      sums.push(...reached(called, bodies).map((sum) => `${event} of ${table} adds to ${sum}`));
    }
  }
  const cut = refusals.filter((line) => line.startsWith('truncate ')).map((line) => line.replace('truncate', 'delete'));
  const deleted = refusals.filter((line) => line.startsWith('delete '));
  if (sorted(cut).join() !== sorted(deleted).join()) throw new Error(`may be cut off though not deleted from: ${sorted(deleted).join()} / ${sorted(cut).join()}`);
  const { rows: views } = await client.query<{ line: string }>(
    `select c.table_name || ': ' || string_agg(c.column_name, ', ' order by c.ordinal_position) as line from information_schema.columns c
     join information_schema.views v using (table_schema, table_name) where table_schema = 'public' group by c.table_name`,
  );
  return {
    sums: sorted(sums),
    refusals: sorted(refusals.filter((line) => !line.startsWith('truncate '))),
    views: sorted(views.map(({ line }) => line)),
  };
} // prettier-ignore

async function functionBodies(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; body: string }>(
    `select p.proname as name, p.prosrc as body from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public'`,
  );
  return new Map(rows.map(({ name, body }) => [name, body]));
}

/** The sums that a function writes to, and those that it calls. */
function reached(name: string, bodies: Map<string, string>): string[] {
  const body = bodies.get(name) ?? '';
  const calls = [...bodies.keys()].filter(
    (other) => other !== name && new RegExp(`\\b${other}\\(`).test(body),
  );
  return [...written(body), ...calls.flatMap((other) => reached(other, bodies))];
}
