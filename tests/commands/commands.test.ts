import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../_support/make.ts';
import { builtProgram } from '../_support/built.ts';
import { childEnv } from '../_support/places.ts';
import { freePort } from '../_support/service.ts';
import { settings } from '../_support/settings.ts';

const LAUNCH = fileURLToPath(new URL('../../src/launch.mjs', import.meta.url));

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

type Run = { code: number | null; out: string; err: string };

/** Runs a command as a person would, in the test's folder; a service that starts, by its launcher. */
async function run(
  args: string[],
  env: Record<string, string | undefined>,
  until?: (out: string) => boolean,
): Promise<Run> {
  const program = until === undefined ? await builtProgram() : LAUNCH;
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder.path,
    env: childEnv(env),
  });
  const result: Run = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    result.out += String(chunk);
    if (until?.(result.out)) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk) => (result.err += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...result, code })));
}

const started = (out: string) => out.includes('"started"');

describe('start', () => {
  it('runs until a signal and stops cleanly', async () => {
    const env = { ...settings(folder.path), PORT: String(await freePort()), LOG_LEVEL: 'info' };
    const { code, out } = await run(['start'], env, started);
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { event: string }).event),
    ).toEqual(['started', 'stopped']);
  });

  it('reports every wrong setting at once, with its cure, and starts nothing', async () => {
    const { code, out, err } = await run(['start'], {
      ...settings(folder.path),
      PORT: 'x',
      STRIPE_WEBHOOK_SECRETS: '',
      STRIPE_SECRETKEY: 'sk_test_x',
    });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/^3 settings are wrong:/);
    for (const words of [
      /PORT is not a port number\.\n {4}Set it to a free port/,
      /STRIPE_WEBHOOK_SECRETS is empty: anyone could sign events/,
      /STRIPE_SECRETKEY is not a setting/,
    ])
      expect(err).toMatch(words);
    expect(err).not.toMatch(/ {4}at /);
  });

  it('says which port is in use and what to do', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const { code, err } = await run(['start'], { ...settings(folder.path), PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(err).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop the other program, or set PORT to a free one.\n`,
    );
  });

  it('says where the data folder cannot be written', async () => {
    writeFileSync(join(folder.path, 'data'), 'a file, not a folder');
    const { code, err } = await run(['start'], settings(folder.path));
    expect(code).toBe(1);
    expect(err).toMatch(/cannot be opened or written\. Check that the folder exists/);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('refuses a file that is no database, and a database of a newer version', async () => {
    mkdirSync(join(folder.path, 'data'));
    writeFileSync(join(folder.path, 'data', 'test.db'), 'this is a letter, not a database '.repeat(100));
    expect((await run(['start'], settings(folder.path))).err).toMatch(/is not a database of this program/);

    const file = join(folder.path, 'newer.db');
    const env = { ...settings(folder.path), DATABASE_URL: `file:${file}` };
    expect((await run(['migrate'], env)).out).toMatch(/^The database is ready \(sqlite 3\./);
    const db = new Database(file);
    db.exec("insert into __drizzle_migrations (hash, created_at) values ('from the future', 9999999999999)");
    db.close();
    const { code, err } = await run(['start'], env);
    expect(code).toBe(1);
    expect(err).toMatch(/^The database was written by a newer version of this program\./);
  });

  it('reads .env in its folder, and the environment wins', async () => {
    const env = settings(folder.path);
    writeFileSync(
      join(folder.path, '.env'),
      Object.entries({ ...env, PORT: 'wrong' })
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    expect((await run(['migrate'], {})).err).toMatch(/One setting is wrong:\n {2}PORT/);
    expect((await run(['migrate'], { PORT: '0' })).code).toBe(0);
  });
});

describe('other commands', () => {
  it('make a key, show it once alone on the last line, and keep only its hash', async () => {
    const env = settings(folder.path);
    const made = await run(['keys', 'create', '--name', 'books', '--scope', 'ledger:read,totals:read'], env);
    const key = made.out.trim().split('\n').at(-1) ?? '';
    expect(made.code).toBe(0);
    expect(key).toMatch(/^rsk_[A-Za-z0-9_-]{43}$/);
    expect(readFileSync(join(folder.path, 'data', 'test.db'), 'latin1')).not.toContain(key.slice(4));
    const list = await run(['keys', 'list'], env);
    expect(list.out).toContain('books');
    expect(list.out).not.toContain(key);
  });

  it('parked and tasks run on a new database', async () => {
    const env = settings(folder.path);
    const parked = await run(['parked', 'list'], env);
    expect([parked.code, parked.out.trim().split('\n').at(-1)]).toEqual([
      0,
      '0 received = 0 applied + 0 ignored + 0 parked + 0 waiting: it holds',
    ]);
    expect((await run(['tasks', 'done', 'tsk_1'], env)).code).toBe(2);
  });

  it('say what they did and exit with 0', async () => {
    const env = settings(folder.path);
    expect(await run(['project'], env)).toMatchObject({ code: 0, out: 'project: settled 0, failed 0\n' });
    const purge = await run(['purge'], env);
    expect([purge.code, purge.out.trim().split('\n').length]).toEqual([0, 7]);
  });

  it('that do not exist lead to the list, with exit code 2', async () => {
    const { code, err } = await run(['reminder'], {});
    expect(code).toBe(2);
    expect(err).toContain('reader-support: the donation service');
    const { out } = await run(['help'], {});
    for (const command of ['parked list', 'parked retry', 'parked dismiss', 'tasks list', 'tasks done'])
      expect(out).toContain(command);
  });
});
