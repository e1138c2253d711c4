import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verify } from '../../src/finance/verify.ts';
import { filledService, type FilledService } from '../api/filled-service.ts';
import { moveStore } from '../../src/operations/move.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { walk } from '../store/walk.ts';
import { listen } from './listen.ts';

// The whole service on PostgreSQL: gives, is rung, serves every address under every kind of filter, runs every job, is
// verified and moved. What it sent to the server on the way is held against what docs/engines.md says it uses.

let filled: FilledService;
let database: Awaited<ReturnType<typeof freshPostgres>>;
let other: Awaited<ReturnType<typeof freshPostgres>>;
let notCalled: string[];
let sent: string[];
beforeAll(async () => {
  const heard = new Set<string>();
  const { stop } = listen((text) => heard.add(text));
  // With every migration, which are part of what is sent.
  [database, other] = [await freshPostgres(null), await freshPostgres(null)];
  filled = await filledService({ DATABASE_URL: database.url });
  notCalled = await walk(filled);
  const { store } = filled.service.ctx;
  await store.rebuildSums();
  await verify(filled.service.ctx);
  const config = { database: { kind: 'postgres' as const, url: other.url }, publisher: { bookZone: 'UTC' } };
  const target = await openStore(config, { toFill: true });
  await moveStore(store, target);
  await target.close();
  stop();
  sent = [...heard].map((text) => text.replaceAll(/\s+/g, ' ').trim().toLowerCase());
}, 120_000);
afterAll(async () => {
  await filled.close();
  await database.drop();
  await other.drop();
});

it('reaches every method of the store', () => {
  expect(notCalled).toEqual([]);
});

it('keeps books that hold', async () => {
  const done = await verify(filled.service.ctx);
  expect(done.finding).toBeNull();
  expect(await filled.service.ctx.store.wrongSums()).toEqual([]);
  const bound = await filled.service.ctx.store.ledgerBound();
  expect(bound.entries).toBeGreaterThan(10);
});

/** The rows of a table of the document under a heading: what is in the code of their first column. */
function listed(heading: string): string[] {
  const text = readFileSync(new URL('../../docs/engines.md', import.meta.url), 'utf8');
  const section = text.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^|]+)` +\|/gm)].map(([, code = '']) => code.replaceAll('`', ''));
}

/** Forms that look like functions and are in no catalog. */
const FORMS = ['coalesce', 'nullif', 'greatest', 'cast'];
/** Words of the language that a function has for a name as well. */
const WORDS = ['timestamp', 'text', 'int', 'bigint', 'name', 'left', 'right', 'row', 'values', 'exists'];

/** Functions of the server that a statement calls. */
function functionsIn(text: string, catalog: ReadonlySet<string>): string[] {
  const bare = text.replaceAll(/'[^']*'|"[^"]*"|--[^\n]*/g, ' ');
  return [...bare.matchAll(/\b([a-z_]\w*)\s*\(/g)].flatMap(([, name = '']) => (catalog.has(name) ? [name] : []));
} // prettier-ignore

it('calls no function that the list of functions leaves out, and the list names none that is not called', async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(`select distinct proname::text as name from pg_catalog.pg_proc`);
  await client.end();
  const catalog = new Set([...FORMS, ...rows.map(({ name }) => name).filter((name) => !WORDS.includes(name))]);
  const ours = new Set(sent.flatMap((text) => [...text.matchAll(/create (?:or replace )?function (\w+)/g)].map(([, name = '']) => name)));
  const called = new Set(sent.flatMap((text) => functionsIn(text, catalog)).filter((name) => !ours.has(name)));
  const known = listed('Functions').flatMap((row) => row.split(/,\s*/));
  expect([...called].filter((name) => !known.includes(name)).sort()).toEqual([]);
  expect(known.filter((name) => !called.has(name)).sort()).toEqual([]);
}); // prettier-ignore

/** What the engine's own dialect has beyond the standard; a word of these in a statement has to be in the list. */
const BEYOND: [RegExp, string][] = [
  [/\bfor update\b/, 'for update'],
  [/\bfor no key update\b/, 'for no key update'],
  [/\bskip locked\b/, 'skip locked'],
  [/\bon conflict\b/, 'on conflict'],
  [/\breturning\b/, 'returning'],
  [/\bas materialized\b/, 'with … as materialized'],
  [/\bas \( ?(insert|update|delete)\b/, 'with … as (insert …)'],
  [/= any ?\(/, '= any(list)'],
  [/\barray\( ?select\b/, 'array(select …)'],
  [/\bfilter \(where\b/, 'filter (where …)'],
  [/\bis (not )?distinct from\b/, 'is distinct from'],
  [/\bover \(/, 'over (partition by …)'],
  [/::/, 'value::type'],
  [/collate "c"/, 'collate "C"'],
  [/\bjsonb?\b/, 'jsonb'],
  [/\bgenerated by default as identity\b/, 'generated by default as identity'],
  [/\bcreate index [^;]* where\b/, 'create index … where'],
  [/\bcreate unique index [^;]* where\b/, 'create unique index … where'],
  [/\bcreate index [^;]*\((substr|\()/, 'create index … (expression)'],
  [/\bcreate view\b/, 'create view'],
  [/\blanguage plpgsql\b/, 'create function … language plpgsql'],
  [/\blanguage sql\b/, 'create function … language sql'],
  [/\bcreate trigger [^;]*for each row\b/, 'create trigger … for each row'],
  [/\bcreate trigger [^;]*for each statement\b/, 'create trigger … before truncate … for each statement'],
  [/\brepeatable read\b/, 'begin isolation level repeatable read read only'],
  [/\bset synchronous_commit\b/, 'set synchronous_commit'],
  [/\bset jit\b/, 'set jit'],
  [/\bvacuum\b/, 'vacuum'],
  [/\bpg_(proc|trigger|class|constraint|index|stat\w+)\b/, 'pg_catalog'],
  [/\binformation_schema\b/, 'information_schema'],
  [/\block table\b/, 'lock table'],
  [/\badvisory\b/, 'advisory locks'],
  [/\b(un)?listen \w|\bnotify \w/, 'listen and notify'],
  [/\bcreate extension\b/, 'create extension'],
  [/\blateral\b/, 'lateral'],
  [/\bwith recursive\b/, 'with recursive'],
  [/\b(copy \w+|declare \w+ cursor)\b/, 'copy and cursors'],
  [/\b(savepoint|prepare transaction)\b/, 'savepoint'],
  [/\b(xmin|ctid|tableoid)\b/, 'system columns'],
  [/\btemp(orary)? table\b/, 'temporary tables'],
];

it('uses of the dialect what the list says, and nothing that it says is left alone', () => {
  const used = BEYOND.filter(([pattern]) => sent.some((text) => pattern.test(text))).map(([, name]) => name);
  expect(used.filter((name) => !listed('What is used').includes(name))).toEqual([]);
  expect(listed('What is used').filter((name) => !used.includes(name))).toEqual([]);
  expect(listed('What is left alone').filter((name) => used.includes(name))).toEqual([]);
  expect(BEYOND.map(([, name]) => name).filter((name) => !used.includes(name) && !listed('What is left alone').includes(name))).toEqual([]);
}); // prettier-ignore
