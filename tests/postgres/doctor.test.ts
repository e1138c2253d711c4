import { chmodSync, chownSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doctorCommand } from '../../src/commands/doctor.ts';
import { serverFindings } from '../../src/commands/doctor/server.ts';
import { inspectServer } from '../../src/store/postgres/inspect.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeAuthority } from '../_support/certificate.ts';
import { NOON, temporaryFolder } from '../_support/make.ts';
import { stopServer } from '../_support/places.ts';
import { freshPostgres, onServer, ownServer, runServer } from '../_support/postgres.ts';
import { freePort } from '../_support/service.ts';
import { configOf, settings } from '../_support/settings.ts';

const PASSWORD = 'c4nary-pw';
const KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

let folder: ReturnType<typeof temporaryFolder>;
let database: Awaited<ReturnType<typeof freshPostgres>>;
beforeEach(async () => {
  folder = temporaryFolder();
  database = await freshPostgres('Europe/Amsterdam');
});
afterEach(async () => {
  await database.drop();
  folder.remove();
});

/** What the doctor says about a database, as one line of words; nothing of the address but its host may be in it. */
async function doctor(url: string): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const env = settings(folder.path, { DATABASE_URL: url, ADDRESS_KEYS: KEYS });
  const code = await doctorCommand([], env, (line) => lines.push(line), join(folder.path, '.env'));
  const said = lines.join(' ').replace(/\s+/g, ' ');
  const { username, password, pathname } = new URL(url);
  for (const secret of [password, username, pathname.slice(1), url])
    if (secret.length > 3 && secret !== 'postgres') expect(said).not.toContain(secret);
  return { code, said };
}

const at = (over: Partial<URL>) => Object.assign(new URL(database.url), over).href;

describe('the doctor at a PostgreSQL server', () => {
  it('says that it can be used, how far its migrations are, and what erasing means there', async () => {
    const { code, said } = await doctor(database.url);
    expect(said).toMatch(/ok 127\.0\.0\.1 answers and is PostgreSQL 1\d/);
    expect(said).toMatch(/ok The database has all \d+ migrations/);
    expect(said).toMatch(/ok The server writes to disk before it acknowledges/);
    expect(said).toMatch(/ok The role may have \d+ connections, of which each instance takes up to 10/);
    expect(said).toMatch(/note The way there is not encrypted, and stays on this machine/);
    expect(said).toMatch(/its own backups hold them, sealed, until those are recycled/);
    // The role of the tests is one.
    expect(said).toMatch(/MIND The role is a superuser/);
    expect(code).toBe(0);
  });

  it('neither migrates nor writes', async () => {
    const empty = await freshPostgres(null);
    try {
      const { code, said } = await doctor(empty.url);
      expect([code, /note The database is empty as yet/.test(said)]).toEqual([0, true]);
      await expect(onServer(empty.url, 'select 1 from __drizzle_migrations')).rejects.toThrow(/does not exist/);
    } finally {
      await empty.drop();
    }
  });

  it('names a newer version', async () => {
    await onServer(database.url, `insert into __drizzle_migrations (id, hash, created_at) values (99, 'x', 99999999999999)`);
    const { code, said } = await doctor(database.url);
    expect([code, /MEND The database was written by a newer version/.test(said)]).toEqual([1, true]);
  });

  it('counts what waits under a key that is gone', async () => {
    const store = await openStore(configOf(settings(folder.path, { DATABASE_URL: database.url })));
    await store.addAddressSecret({ secretId: 'k9-1', sealed: '1.k9.sealed', createdAt: NOON });
    await store.close();
    const found = await inspectServer(database.url);
    expect(found).toMatchObject({ kind: 'read', secretsBy: new Map([['k9', 1]]), sealedBy: new Map() });
  });

  it('tells a wrong password, a missing database and a server that is not there apart', async () => {
    const faults: [string, RegExp][] = [
      [at({ password: PASSWORD }), /refuses the user or the password\. Copy them again/],
      [at({ password: '' }), /asks for a password\. Write one into DATABASE_URL/],
      [at({ pathname: '/no_such_db' }), /has no database of this name\. Make it/],
      [at({ port: String(await freePort()) }), /does not answer \(ECONNREFUSED\)\. Check host and port/],
      [`${database.url}?sslmode=verify-full`, /does not offer TLS\. Have it switched on/],
    ];
    for (const [url, words] of faults) {
      const { code, said } = await doctor(url);
      expect([code, said]).toEqual([1, expect.stringMatching(words)]);
    }
  }, 60_000);

  it('sees a role without the right to make tables and with none of its own, and one with few connections', async () => {
    await onServer(database.url, `drop role if exists few_${process.pid}`);
    await onServer(database.url, `create role few_${process.pid} login password '${PASSWORD}' connection limit 15`);
    await onServer(database.url, 'revoke create on schema public from public');
    await onServer(database.url, 'delete from __drizzle_migrations where id > 0');
    await onServer(database.url, `grant select on __drizzle_migrations, reminders, address_secrets to few_${process.pid}`);
    try {
      const { code, said } = await doctor(at({ username: `few_${process.pid}`, password: PASSWORD }));
      expect(said).toMatch(/MEND The role may make no tables/);
      expect(said).toMatch(/MEND \d\d tables belong to another role, as after a restore/);
      expect(said).toMatch(/MIND The role may have 15 connections, enough for one instance of 10/);
      expect(said).not.toMatch(/superuser/);
      expect(code).toBe(1);
    } finally {
      await database.drop();
      await onServer(at({ pathname: '/postgres' }), `drop role few_${process.pid}`);
    }
  });
}); // prettier-ignore

describe('a server of other settings', () => {
  let server: Awaited<ReturnType<typeof ownServer>>;
  beforeAll(async () => {
    server = await ownServer(['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=12']);
  }, 60_000);
  afterAll(() => server.stop());

  it('that does not write to disk, or has hardly a connection, is to be mended', async () => {
    const { code, said } = await doctor(server.url);
    expect(said).toMatch(/MEND fsync is off: a power cut/);
    expect(said).toMatch(/MIND full_page_writes is off/);
    expect(said).toMatch(/note synchronous_commit is off there; the service turns it on/);
    expect(said).toMatch(/MEND The role may have 9 connections/);
    expect(code).toBe(1);
  });

  it('is spoken to over TLS where its certificate holds, and not at all where it does not', async () => {
    const authority = makeAuthority();
    const { cert, key } = authority.issue({ host: 'localhost' });
    const place = (name: string, text: string) => {
      const path = join(server.data, name);
      writeFileSync(path, text);
      const { uid, gid } = statSync(server.data);
      chownSync(path, uid, gid);
      chmodSync(path, 0o600);
      return path;
    };
    const given = [`ssl_cert_file=${place('tls.crt', cert)}`, `ssl_key_file=${place('tls.key', key)}`];
    stopServer(join(server.data, 'postmaster.pid'));
    await gone(server.data);
    await runServer(dirname(server.data), server.url, ['ssl=on', ...given]);
    const trusted = join(folder.path, 'ca.pem');
    writeFileSync(trusted, authority.cert);
    const by = (hostname: string, query: string) => `${Object.assign(new URL(server.url), { hostname }).href}?${query}`;
    const { said } = await doctor(by('localhost', `sslmode=require&sslrootcert=${encodeURIComponent(trusted)}`));
    expect(said).toMatch(/ok The way there is encrypted, and the server’s certificate was held against its name/);
    const strange = await doctor(by('localhost', 'sslmode=require'));
    expect(strange.said).toMatch(/has a certificate that does not hold \([A-Z_]+\)\. With an authority of its own/);
    const otherName = await doctor(by('127.0.0.1', `sslmode=verify-ca&sslrootcert=${encodeURIComponent(trusted)}`));
    expect(otherName.said).toMatch(/does not hold \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    const noFile = await doctor(by('localhost', 'sslmode=require&sslrootcert=/nowhere/ca.pem'));
    expect(noFile.said).toMatch(/a certificate file or the socket that DATABASE_URL names cannot be read/);
  }, 60_000);
}); // prettier-ignore

it('the words for what no server of the tests is: old, far away in the clear, a standby, not UTF-8', async () => {
  const found = await inspectServer(database.url);
  if (found.kind !== 'read') throw new Error('not read');
  const findings = serverFindings('db.example.org', {
    ...found,
    version: { name: '13.4', number: 130_004 },
    isStandby: true,
    migrations: { applied: 1, known: 3, newer: false },
    encoding: 'LATIN1',
  });
  expect(findings.map(({ kind, text }) => `${kind} ${text}`).join('\n')).toMatch(
    /^mend db\.example\.org answers and is PostgreSQL 13\.4[^\n]*\nmind The way to db\.example\.org is not encrypted[^\n]*\nmend The server is a standby(.|\n)*mind The database has 1 of 3 migrations(.|\n)*mend The database is encoded in LATIN1/,
  );
  for (const { kind, cure } of findings) expect(kind === 'ok' || kind === 'note' || (cure ?? '').length > 10).toBe(true);
}); // prettier-ignore

/** Waits until a server that was told to stop has let go of its files. */
async function gone(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  for (let tries = 0; existsSync(pidFile); tries++) {
    if (tries === 200) throw new Error('the server does not stop');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
