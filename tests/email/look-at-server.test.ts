import { createServer, type AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lookAtMailServer } from '../../src/email/look-at-server.ts';
import { ago, makeAuthority } from '../_support/certificate.ts';
import { faultyServer, type FaultyServer } from './faulty-server.ts';

const FROM = 'Notes <note@notes.example>';
const HOST = { host: 'localhost' };
const STRICT = { requireTls: true };

const authority = makeAuthority();
const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, authority.cert]));
afterAll(() => setDefaultCACertificates(trusted));

let server: FaultyServer;
/** What the server was asked for beyond greeting, TLS and signing in. */
let mails: number;
/** Settles once the doctor has hung up, so that everything it said has been heard. */
let left: Promise<void>;
let signedIn: string[];
afterEach(() => server.close());

/** A server with sign-in that takes one password, and counts every mail that somebody begins. */
async function start(options: SMTPServerOptions = {}): Promise<FaultyServer> {
  mails = 0;
  signedIn = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  left = promise;
  server = await faultyServer({
    onClose: () => resolve(),
    disabledCommands: [],
    authOptional: true,
    onAuth: ({ username = '', password }, _session, done) => {
      signedIn.push(username);
      if (password === 'right word') done(null, { user: username });
      else done(Object.assign(new Error(`no ${username} ${password}`), { responseCode: 535 }));
    },
    onMailFrom: (_address, _session, done) => {
      mails += 1;
      done();
    },
    ...options,
  });
  return server;
}

const look = (
  { host = 'localhost', user = 'clerk:right%20word@', protocol = 'smtp' } = {},
  options: Parameters<typeof lookAtMailServer>[1] = {},
) => lookAtMailServer({ smtpUrl: `${protocol}://${user}${host}:${server.port}`, from: FROM }, options);

describe('a look at the mail server', () => {
  it('finds STARTTLS, the version, the certificate’s days and a good password, and begins no mail', async () => {
    const until = ago(-40);
    const certificate = authority.issue({ ...HOST, to: until });
    await start(certificate);
    const found = await look({}, STRICT);
    expect(found).toMatchObject({ fault: null, signIn: 'done', mustEncrypt: true, fromTheStart: false });
    expect(found.tls).toMatchObject({ version: 'TLS 1.3', names: ['localhost'] });
    expect(Math.abs((found.tls?.validTo.getTime() ?? 0) - until.getTime())).toBeLessThan(1_000);
    await left;
    expect([mails, signedIn]).toEqual([0, ['clerk']]);
  });

  it('finds the same where TLS is spoken from the first byte', async () => {
    const certificate = authority.issue(HOST);
    await start({ ...certificate, secure: true });
    const found = await look({ protocol: 'smtps' }, STRICT);
    expect(found).toMatchObject({
      fault: null,
      signIn: 'done',
      fromTheStart: true,
      tls: { version: 'TLS 1.3' },
    });
  });

  it('asks a server on this machine for no TLS', async () => {
    await start({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect(await look()).toMatchObject({ fault: null, signIn: 'done', mustEncrypt: false, tls: null });
  });

  it.each([
    [
      'a certificate that nobody vouches for',
      makeAuthority('A stranger'),
      {},
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    [
      'a certificate for another name',
      authority,
      { host: 'mail.example.org' },
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    ['a certificate whose time is over', authority, { from: ago(9), to: ago(1) }, 'CERT_HAS_EXPIRED'],
  ])('names %s, and tells it no password', async (_what, by, made, code) => {
    await start(by.issue({ ...HOST, ...made }));
    const found = await look({}, STRICT);
    expect(found.fault).toEqual({ at: 'certificate', code });
    expect(found.tls?.version).toBe('TLS 1.3');
    await left;
    expect([mails, signedIn]).toEqual([0, []]);
  });

  it('names a server without STARTTLS, and tells it no password', async () => {
    await start({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect((await look({}, { requireTls: true })).fault).toEqual({ at: 'no_starttls' });
    expect(signedIn).toEqual([]);
  });

  it('names a wrong password by the server’s number alone: its words may repeat the user', async () => {
    const certificate = authority.issue(HOST);
    await start(certificate);
    const found = await look({ user: 'clerk:wrong@' }, STRICT);
    expect(found.fault).toEqual({ at: 'sign_in', code: 535 });
    expect(JSON.stringify(found)).not.toMatch(/clerk|wrong/);
  });

  it('says whether a user is missing, or one too many', async () => {
    await start({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect(await look({ user: '' })).toMatchObject({ fault: null, signIn: 'open' });
    await server.close();
    await start({ disabledCommands: ['STARTTLS', 'AUTH'] });
    expect(await look({ user: '' })).toMatchObject({ fault: null, signIn: 'none' });
    expect((await look()).fault).toEqual({ at: 'no_sign_in' });
  });

  it('tells apart a port where nobody listens, a busy server, and TLS spoken to plain text', async () => {
    await start({ disabledCommands: ['STARTTLS'] });
    server.fail({ at: 'greeting', code: 421 });
    expect((await look()).fault).toEqual({ at: 'reply', code: 421 });
    expect((await look({ protocol: 'smtps' })).fault).toEqual({ at: 'wrong_tls' });
    await server.close();
    expect((await look()).fault).toEqual({ at: 'connect', code: 'ECONNREFUSED' });
  });

  it('leaves a server that says nothing', async () => {
    await start({ disabledCommands: ['STARTTLS'] });
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as AddressInfo;
    const found = await lookAtMailServer(
      { smtpUrl: `smtp://127.0.0.1:${port}`, from: FROM },
      { limitMs: 200 },
    );
    expect(found.fault).toEqual({ at: 'silence' });
    mute.close();
  });
});
