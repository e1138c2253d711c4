import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { migrateThroughGate, readMigrations } from '../../src/store/postgres/migrate.ts';
import { openDatabase } from '../../src/store/postgres/open.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { ROOT } from '../../src/root.ts';
import type { Store } from '../../src/store/store.ts';
import { makePledge, NOON } from '../_support/make.ts';
import { freshPostgres, onServer, ownServer, serverUrl } from '../_support/postgres.ts';

let database: Awaited<ReturnType<typeof freshPostgres>>;
beforeEach(async () => {
  database = await freshPostgres(null);
});
afterEach(async () => database.drop());

const withParts = (
  parts: Partial<Record<'username' | 'password' | 'pathname' | 'port' | 'search', string>>,
) => Object.assign(new URL(database.url), parts).href;

/** What opening fails with: never with the address or the password, and nothing is left open. */
async function refusal(url: string): Promise<{ code: string; message: string }> {
  const began = performance.now();
  const error: unknown = await openPostgresStore(url, 'UTC').then(
    (store) => store.close?.().then(() => new Error('it opened')),
    (failed: unknown) => failed,
  );
  if (!(error instanceof AppError)) throw error;
  const { password } = new URL(url);
  for (const text of [error.message, String(error.cause)]) {
    expect(text).not.toContain('postgres://');
    if (password !== '') expect(text).not.toContain(password);
  }
  expect(await sessions()).toBe(0);
  // The server waits a minute for whoever does not end a connection, and with it whoever makes or drops a database.
  await onServer(await serverUrl(), `drop database if exists "${new URL(url).pathname.slice(1)}_beside"`);
  expect(performance.now() - began).toBeLessThan(20_000);
  return { code: error.code, message: error.message };
}

/** Sessions of the service at the test's database, once those that ended are gone. */
async function sessions(): Promise<number> {
  const beside = openDatabase(database.url);
  try {
    for (let tries = 0; ; tries++) {
      const found = await beside.rows('select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = :name', { name: 'reader-support' });
      if (found.length === 0 || tries === 50) return found.length;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await beside.close();
  }
} // prettier-ignore

describe('opening a PostgreSQL database says what to do', () => {
  it('where no server answers', async () => {
    const closed = createServer();
    closed.listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    const port = String(typeof address === 'object' && address !== null ? address.port : 0);
    closed.close();
    await once(closed, 'close');
    expect(await refusal(withParts({ port }))).toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('where the password is wrong, or missing', async () => {
    expect(await refusal(withParts({ password: 'not-this-one' }))).toMatchObject({
      code: 'database_refused',
    });
    expect(await refusal(withParts({ password: '' }))).toMatchObject({ code: 'database_refused' });
  });

  it('where the database is not there', async () => {
    expect(await refusal(withParts({ pathname: '/nobody_made_it' }))).toMatchObject({
      code: 'database_missing',
      message: expect.stringContaining('CREATE DATABASE') as string,
    });
  });

  it('where the server offers no encryption and the address asks for it', async () => {
    expect(await refusal(withParts({ search: '?sslmode=verify-full' }))).toMatchObject({ code: 'database_not_encrypted' });
  }); // prettier-ignore

  it('where the user may make no tables', async () => {
    const role = `guest_${process.pid}`;
    await onServer(database.url, `create role ${role} login password 'a-guest-of-the-house'`);
    try {
      expect(await refusal(withParts({ username: role, password: 'a-guest-of-the-house' }))).toMatchObject({
        code: 'database_not_allowed',
        message: expect.stringContaining('OWNER TO') as string,
      });
    } finally {
      await onServer(database.url, `drop role ${role}`);
    }
  });

  it('where the database takes no writes, as a standby does not', async () => {
    const name = new URL(database.url).pathname.slice(1);
    const server = await serverUrl();
    const set = (value: string) => onServer(server, `alter database ${name} set default_transaction_read_only = ${value}`); // prettier-ignore
    await set('on');
    expect(await refusal(database.url)).toMatchObject({ code: 'database_read_only' });
    // Also once its tables are there.
    await set('off');
    await (await openPostgresStore(database.url, 'UTC')).close?.();
    await set('on');
    expect(await refusal(database.url)).toMatchObject({ code: 'database_read_only' });
  });

  it('where the server would lose what it acknowledged', async () => {
    const careless = await ownServer(['fsync=off']);
    try {
      expect(await refusal(careless.url)).toMatchObject({
        code: 'postgres_not_durable',
        message: expect.stringContaining('fsync = on') as string,
      });
    } finally {
      careless.stop();
    }
  });

  it('where the database cannot hold every letter', async () => {
    const plain = withParts({ pathname: '/letters_of_bytes' });
    await onServer(await serverUrl(), `create database letters_of_bytes encoding 'SQL_ASCII' template template0 locale 'C'`); // prettier-ignore
    try {
      expect(await refusal(plain)).toMatchObject({
        code: 'postgres_not_utf8',
        message: expect.stringContaining(`ENCODING 'UTF8'`) as string,
      });
    } finally {
      await onServer(await serverUrl(), 'drop database letters_of_bytes');
    }
  });

  it('where a newer version wrote it', async () => {
    await (await openPostgresStore(database.url, 'UTC')).close?.();
    await onServer(database.url, `insert into __drizzle_migrations (id, hash, created_at) values (99, 'of tomorrow', 9999999999999)`); // prettier-ignore
    expect(await refusal(database.url)).toMatchObject({
      code: 'database_newer',
      message: expect.stringContaining('newer version') as string,
    });
  });
});

describe('migrations', () => {
  const last = readMigrations().at(-1)?.folderMillis ?? 0;
  const tomorrow = (...sql: string[]) => [...readMigrations(), { sql, folderMillis: last + 1, hash: 'x', bps: true }]; // prettier-ignore

  it('that change data are rolled back, with all that came with them', async () => {
    const store = (await openPostgresStore(database.url, 'UTC')) as Store;
    const pledge = makePledge();
    await store.claimCheckout({ keyHash: 'k', bodyHash: 'b', pledge }, NOON);
    await store.close();
    const raw = openDatabase(database.url);
    try {
      const damages: [string, string][] = [
        ['delete from checkout_requests', 'the number of rows in checkout_requests'],
        ['update pledges set amount_minor = amount_minor + 1', 'the sum of pledges'],
      ];
      for (const [damage, what] of damages) {
        const migrated = migrateThroughGate(
          raw,
          tomorrow('alter table pledges add column colour text', damage),
        );
        await expect(migrated).rejects.toMatchObject({ code: 'migration_changed_data', message: expect.stringContaining(what) as string }); // prettier-ignore
      }
      expect(await raw.rows('select key_hash from checkout_requests')).toHaveLength(1);
      expect(await raw.rows('select amount_minor from pledges')).toEqual([
        { amount_minor: pledge.amountMinor },
      ]);
      await expect(raw.rows('select colour from pledges')).rejects.toThrow('colour');
      // The same without the damage is run, and then known.
      expect(await migrateThroughGate(raw, tomorrow('alter table pledges add column colour text'))).toBe(1);
      expect(await migrateThroughGate(raw, tomorrow('alter table pledges add column colour text'))).toBe(0);
    } finally {
      await raw.close();
    }
  });

  it('are run once by three processes that start at the same time', async () => {
    const script = `
      import { openPostgresStore } from './src/store/postgres/postgres-store.ts';
      const store = await openPostgresStore(process.env.URL, 'UTC');
      await store.checkReady();
      await store.close();`;
    const start = async () => {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { cwd: ROOT, env: { PATH: process.env['PATH'], URL: database.url }, stdio: ['ignore', 'ignore', 'pipe'] }); // prettier-ignore
      let said = '';
      child.stderr.on('data', (bytes) => (said += String(bytes)));
      const [code] = (await once(child, 'close')) as [number | null];
      return code === 0 ? 'ready' : said;
    };
    expect(await Promise.all([start(), start(), start()])).toEqual(['ready', 'ready', 'ready']);
    const raw = openDatabase(database.url);
    try {
      const done = await raw.rows('select created_at from __drizzle_migrations where id > 0 order by id');
      expect(done).toEqual(readMigrations().map(({ folderMillis }) => ({ created_at: folderMillis })));
      expect(await raw.rows('select name from write_locks')).toHaveLength(3);
    } finally {
      await raw.close();
    }
  }, 60_000);
});

describe('every session', () => {
  it('commits durably and reads in its own schema, whatever its role or database is set to', async () => {
    const name = new URL(database.url).pathname.slice(1);
    const careless = ['synchronous_commit = off', `search_path = 'elsewhere'`, `default_transaction_isolation = 'serializable'`, `client_encoding = 'LATIN1'`, `timezone = 'Asia/Kathmandu'`, 'jit = on']; // prettier-ignore
    for (const setting of careless) await onServer(database.url, `alter database ${name} set ${setting}`);
    for (let i = 0; i < 200; i++) {
      const one = openDatabase(database.url);
      try {
        const [found] = await one.rows(
          `select current_setting('synchronous_commit') as commits, current_setting('search_path') as path,
             current_setting('transaction_isolation') as isolation, current_setting('client_encoding') as encoding,
             current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
             current_setting('idle_in_transaction_session_timeout') as idle, current_setting('jit', true) as jit`,
        );
        expect(found).toEqual({ commits: 'on', path: 'public', isolation: 'read committed', encoding: 'UTF8', statement: '50s', lock: '10s', idle: '10s', jit: 'off' }); // prettier-ignore
      } finally {
        await one.close();
      }
    }
  });

  it('of a pool has them too, each of ten that are opened at once', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await onServer(database.url, `alter database ${name} set synchronous_commit = off`);
    const one = openDatabase(database.url);
    try {
      const ask = () => one.rows<{ pid: number; commits: string }>(`select pg_backend_pid() as pid, current_setting('synchronous_commit') as commits from pg_sleep(0.2)`); // prettier-ignore
      const found = (await Promise.all(Array.from({ length: 10 }, ask))).flat();
      expect(new Set(found.map(({ pid }) => pid)).size).toBe(10);
      expect(new Set(found.map(({ commits }) => commits))).toEqual(new Set(['on']));
    } finally {
      await one.close();
    }
  });
});
