import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import { NOON } from '../_support/make.ts';
import { ownServer } from '../_support/postgres.ts';

// A server of its own, for its files are looked through.
let server: Awaited<ReturnType<typeof ownServer>>;
let store: Store;
let beside: Client;

beforeAll(async () => {
  server = await ownServer();
  store = (await openPostgresStore(server.url, 'UTC')) as Store;
  beside = new Client({ connectionString: server.url });
  await beside.connect();
});

afterAll(async () => {
  await store.close();
  await beside.end();
  server.stop();
});

/** A sealed address whose pieces are found one by one: half an address is one too many. */
const pieces = (id: string) =>
  Array.from({ length: 12 }, (_, i) => `<${id}.${String(i).padStart(2, '0')}`.padEnd(16, 'qrstuvwx'));
const hashOf = (id: string) => `#${id}#`.padEnd(43, 'h');

async function add(id: string): Promise<void> {
  await store.addReminder({
    reminderId: id,
    status: 'pending',
    createdAt: NOON,
    confirmedAt: null,
    sentAt: null,
    expiresAt: new Date(NOON.getTime() + 1e9),
    attempts: 0,
    nextAttemptAt: NOON,
    leaseUntil: null,
    dueAt: NOON,
    tokenHash: `token of ${id}`,
    dueDay: '2026-12-24',
    lang: 'en',
    campaign: null,
    postponed: 0,
    sealedAddress: pieces(id).join(''),
    addressHash: hashOf(id),
  });
}

/** Which of some ids a piece of the address or the hash is found in the files of tables and indexes, once all is on the disk. */
async function found(ids: readonly string[]): Promise<string[]> {
  await beside.query('checkpoint');
  const base = join(server.data, 'base');
  const files = readdirSync(base, { recursive: true, withFileTypes: true });
  // The server's own tables have the lower numbers.
  const ours = files.filter((file) => Number.parseInt(file.name, 10) >= 16_384 && file.isFile());
  const bytes = Buffer.concat(ours.map((file) => readFileSync(join(file.parentPath, file.name))));
  return ids.filter((id) => [...pieces(id), hashOf(id)].some((piece) => bytes.includes(piece)));
}

it('leaves nothing of an erased address in the files of tables, wherever its row stood', async () => {
  const ids = Array.from({ length: 60 }, (_, i) => `rem_${String(i).padStart(2, '0')}x`);
  for (const id of ids) await add(id);
  const gone = ids.filter((_, i) => i % 7 === 0 || i > 50);
  const kept = ids.filter((id) => !gone.includes(id));
  expect(await found(ids)).toEqual(ids);
  for (const id of gone) expect(await store.stopReminder(id)).toBe(true);
  expect(await found(gone)).toEqual(gone);
  // A plain vacuum is not enough, or all of this would be for nothing.
  await beside.query('vacuum (index_cleanup on) reminders');
  expect(await found(gone)).not.toEqual([]);
  expect(await store.scrubErased()).toBe(true);
  expect(await found(gone)).toEqual([]);
  expect(await found(kept)).toEqual(kept);
});

it('says no while somebody may still read the old rows, waits for nobody, and does it the next time', async () => {
  await add('rem_old');
  const reader = new Client({ connectionString: server.url });
  await reader.connect();
  try {
    for (const statement of ['select 1 from pledges', 'select 1 from reminders']) {
      await reader.query('begin isolation level repeatable read');
      await reader.query(statement);
      await add(`rem_${statement.length}`);
      await store.stopReminder(`rem_${statement.length}`);
      const began = performance.now();
      expect(await store.scrubErased()).toBe(false);
      expect(performance.now() - began).toBeLessThan(2_000);
      await reader.query('commit');
      // Unless the server itself is vacuuming such a table just now.
      await expect.poll(async () => store.scrubErased()).toBe(true);
      expect(await found([`rem_${statement.length}`])).toEqual([]);
    }
  } finally {
    await reader.end();
  }
});

it('says no, and nothing worse, to a role that may not', async () => {
  await beside.query(`create role stranger login password 'stranger'`);
  await beside.query('grant select, insert, update, delete on all tables in schema public to stranger');
  await beside.query('grant all on all sequences in schema public to stranger');
  await beside.query(
    'grant all on __drizzle_migrations to stranger; grant create on schema public to stranger',
  );
  const url = Object.assign(new URL(server.url), { username: 'stranger', password: 'stranger' });
  const theirs = (await openPostgresStore(url.href)) as Store;
  try {
    expect(await theirs.scrubErased()).toBe(false);
  } finally {
    await theirs.close();
  }
});
