import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doctorCommand } from '../../src/commands/doctor.ts';
import { printSection } from '../../src/commands/doctor/finding.ts';
import { setLinesFindings } from '../../src/commands/doctor/mail-domain-dns.ts';
import { spfLine } from '../../src/commands/doctor/mail-domain.ts';
import { stripePermissions } from '../../src/commands/doctor/stripe-permissions.ts';
import { seal } from '../../src/sealed/seal.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { ago, makeAuthority } from '../_support/certificate.ts';
import { NOON, temporaryFolder } from '../_support/make.ts';
import { nameServer } from '../_support/name-server.ts';
import { builtProgram } from '../_support/built.ts';
import { childEnv } from '../_support/places.ts';
import { settings } from '../_support/settings.ts';
import { faultyServer, type FaultyServer } from '../email/faulty-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = 'tr0ub4dor-und-3';
const KEY = randomBytes(32);

let folder: ReturnType<typeof temporaryFolder>;
let smtp: FaultyServer;
let mails: number;
beforeEach(async () => {
  folder = temporaryFolder();
  mails = 0;
  smtp = await faultyServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username = '', password }, _session, done) =>
      password === PASSWORD
        ? done(null, { user: username })
        : done(Object.assign(new Error(`${username} is unknown`), { responseCode: 535 })),
    onMailFrom: (_address, _session, done) => {
      mails += 1;
      done();
    },
  });
});
afterEach(async () => {
  await smtp.close();
  folder.remove();
});

/** Settings with mail by the server of this test. */
const env = (over: Record<string, string | undefined> = {}, publisher: Record<string, unknown> = {}) =>
  settings(
    folder.path,
    {
      PUBLIC_URL: 'https://notes.quiet-letters.example',
      SMTP_URL: `smtp://clerk:${PASSWORD}@127.0.0.1:${smtp.port}`,
      MAIL_FROM: 'Notes <note@quiet-letters.example>',
      ADDRESS_KEYS: `k1:${KEY.toString('base64')}`,
      ...over,
    },
    publisher,
  );

/** Runs the doctor, and sees to it that nothing secret is in what it says. */
async function doctor(args: string[], given: Record<string, string | undefined>) {
  const lines: string[] = [];
  const code = await doctorCommand(args, given, (line) => lines.push(line), join(folder.path, '.env'));
  return { code, ...heard(lines.join('\n'), given) };
}

/** The same in a process of its own. */
async function doctorAlone(args: string[], given: Record<string, string | undefined>) {
  const child = spawn(process.execPath, [await builtProgram(), 'doctor', ...args], {
    cwd: folder.path,
    env: childEnv(given),
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, err, ...heard(out, given) };
}

function heard(out: string, given: Record<string, string | undefined>): { out: string; said: string } {
  const secrets = [
    PASSWORD,
    'clerk',
    KEY.toString('base64'),
    given['STRIPE_SECRET_KEY'],
    given['STRIPE_WEBHOOK_SECRETS'],
    'reader@example.org',
  ];
  for (const secret of secrets) if (secret) expect(out).not.toContain(secret);
  // Lines are broken for the eye; a sentence is looked for as one.
  return { out, said: out.replace(/\s+/g, ' ') };
}

/** Every file below a folder with its bytes: what must not change. */
function snapshot(path = folder.path): string[] {
  return (readdirSync(path, { recursive: true }) as string[])
    .filter((name) => statSync(join(path, name)).isFile())
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(path, name)))
          .digest('hex')}`,
    )
    .sort();
}

/** A database with one reminder that waits, sealed with this key. */
async function databaseWithReminder(keyId: string) {
  const store = openSqliteStore(join(folder.path, 'data', 'test.db'));
  const reminderId = 'rem_0000000000000000000001';
  await store.addReminder({
    reminderId,
    status: 'confirmed',
    dueDay: '2027-01-01',
    dueAt: NOON,
    lang: 'en',
    campaign: null,
    sealedAddress: seal([{ id: keyId, key: KEY }], 'reader@example.org', reminderId),
    addressHash: null,
    tokenHash: 'h',
    postponed: 0,
    createdAt: NOON,
    confirmedAt: NOON,
    sentAt: null,
    expiresAt: NOON,
    attempts: 0,
    nextAttemptAt: NOON,
    leaseUntil: null,
  });
  const secret = seal([{ id: keyId, key: KEY }], 'a secret', 'somewhere');
  await store.addAddressSecret({ secretId: `${keyId}-1`, sealed: secret, createdAt: NOON });
  await store.close();
}

describe('the doctor', () => {
  it('finds nothing to mend in a good service, and says so section by section', async () => {
    await databaseWithReminder('k1');
    const { code, out, said, err } = await doctorAlone([], env());
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^\S.*$/gm)).toEqual([
      'Settings',
      'Publisher file',
      'Database',
      'Mail',
      'Stripe',
      'Nothing to mend (MEND), nothing to mind (MIND). Nothing was changed and no mail was sent.',
    ]);
    for (const words of [
      /opens and has all \d+ migrations\./,
      /The disk of the database has [\d.]+ [GM]iB left\./,
      /The mail server 127\.0\.0\.1:\d+ answers\./,
      /It is on this machine, so no TLS is asked for\./,
      /It takes the user and the password\./,
      /MAIL_FROM is one mailbox at quiet-letters\.example\./,
      /"k1" seals\./,
      /Keep ADDRESS_KEYS apart from the backups/,
    ])
      expect(said).toMatch(words);
  });

  it('changes nothing: no file, no migration, no mail; nor beside a running service', async () => {
    await databaseWithReminder('k1');
    const given = env();
    const before = snapshot();
    await doctorAlone([], given);
    expect(snapshot()).toEqual(before);

    const running = openSqliteStore(join(folder.path, 'data', 'test.db'));
    const during = snapshot();
    expect((await doctorAlone([], given)).code).toBe(0);
    expect(snapshot()).toEqual(during);
    await running.close();
    expect(mails).toBe(0);
  });

  it('makes no database where there is none, and names a damaged, an older and a newer one', async () => {
    expect((await doctor([], env())).said).toContain('is not there yet. The first start makes it');
    expect(readdirSync(folder.path)).not.toContain('data');

    mkdirSync(join(folder.path, 'data'), { mode: 0o700 });
    const file = join(folder.path, 'data', 'test.db');
    writeFileSync(file, 'this is a letter, not a database '.repeat(100));
    const damaged = await doctor([], env());
    expect([damaged.code, damaged.said]).toEqual([
      1,
      expect.stringMatching(/MEND \S+ cannot be read as a database/),
    ]);

    writeFileSync(file, '');
    await openSqliteStore(file).close();
    const db = new Database(file);
    db.exec('delete from __drizzle_migrations where id = (select max(id) from __drizzle_migrations)');
    db.close();
    const older = await doctor([], env());
    expect([older.code, older.said]).toEqual([
      0,
      expect.stringMatching(/MIND \S+ opens and has (\d+) of \d+ migrations/),
    ]);
    const again = new Database(file);
    again.exec(
      "insert into __drizzle_migrations (hash, created_at) values ('from the future', 9999999999999)",
    );
    again.close();
    expect((await doctor([], env())).said).toContain('was written by a newer version');
  });

  it('reports every wrong setting at once, each with its cure, and looks at the rest afterwards', async () => {
    const { code, said } = await doctor(
      [],
      env({ PORT: 'x', SMTP_URL: 'mail', STRIPE_SECRETKEY: 'sk_test_x' }),
    );
    expect(code).toBe(1);
    for (const words of [
      'MEND PORT is not a port number. Set it to a free port',
      'MEND SMTP_URL is not an smtp:// or smtps:// address',
      'MEND STRIPE_SECRETKEY is not a setting',
      'are looked at once these are mended',
      '3 to mend',
    ])
      expect(said).toContain(words);
    expect(said).not.toContain('Database is');
  });

  it('warns of settings and of a database that other users of the machine can read', async () => {
    await databaseWithReminder('k1');
    writeFileSync(join(folder.path, '.env'), 'LOG_LEVEL=silent\n', { mode: 0o644 });
    chmodSync(join(folder.path, 'data'), 0o755);
    const { code, said } = await doctor([], env());
    expect(code).toBe(0);
    expect(said).toMatch(/Close it: chmod 600 \S+\.env/);
    expect(said).toMatch(/Close it: chmod 700 \S+data/);
    expect(said).toContain('Nothing to mend (MEND), 2 to mind (MIND).');
  });

  it('says that mail is off where none is set', async () => {
    const off = { SMTP_URL: undefined, MAIL_FROM: undefined, ADDRESS_KEYS: undefined };
    const { code, said } = await doctor([], env(off));
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('No mail is set: readers are offered the calendar file alone'),
    ]);
  });
});

describe('the doctor on mail', () => {
  it('finds TLS from the first byte with the certificate’s days, and one that ends soon', async () => {
    const authority = makeAuthority();
    writeFileSync(join(folder.path, 'authority.pem'), authority.cert);
    for (const [days, label] of [
      [90, 'ok'],
      [5, 'MIND'],
    ] as const) {
      await smtp.close();
      const made = authority.issue({ host: 'localhost', to: ago(-days - 0.5) });
      smtp = await faultyServer({ ...made, secure: true, disabledCommands: ['AUTH'] });
      const { code, said } = await doctorAlone(
        [],
        env({
          SMTP_URL: `smtps://localhost:${smtp.port}`,
          NODE_EXTRA_CA_CERTS: join(folder.path, 'authority.pem'),
        }),
      );
      expect(code).toBe(0);
      expect(said).toContain('It speaks TLS 1.3 from the first byte.');
      expect(said).toContain(`${label} Its certificate is valid for localhost, for ${days} days more.`);
    }
  });

  it.each([
    [
      'a wrong password',
      () => ({ SMTP_URL: `smtp://clerk:wrong@127.0.0.1:${smtp.port}` }),
      /MEND 127\.0\.0\.1:\d+ refuses the user and the password \(535\)\. Copy them again/,
    ],
    [
      'no server',
      () => ({ SMTP_URL: 'smtp://127.0.0.1:9' }),
      /MEND The mail server 127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)\. Check host and port/,
    ],
    [
      'a host without an address',
      () => ({ SMTP_URL: 'smtp://mail.invalid:587' }),
      /MEND The (name of the )?mail server,? mail\.invalid/,
    ],
    [
      'two mailboxes in MAIL_FROM',
      () => ({ MAIL_FROM: 'a@quiet.example, Notes <note@quiet-letters.example>' }),
      /MEND MAIL_FROM is not one mailbox/,
    ],
    [
      'a key that can be guessed',
      () => ({ ADDRESS_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` }),
      /MEND The key "k1" of ADDRESS_KEYS is not random/,
    ],
    [
      'one key under two names',
      () => ({ ADDRESS_KEYS: ['k2', 'k1'].map((id) => `${id}:${KEY.toString('base64')}`).join(',') }),
      /MEND The key "k1" of ADDRESS_KEYS is another one under a second name/,
    ],
  ])('names %s with its cure', async (_what, over, words) => {
    const { code, said } = await doctor([], env(over()));
    expect(code).toBe(1);
    expect(said).toMatch(words);
    expect(mails).toBe(0);
  });

  it('names a key that addresses still wait for', async () => {
    await databaseWithReminder('k0');
    const { code, said } = await doctor([], env());
    expect(code).toBe(1);
    expect(said).toContain('One address waits that the key "k0" sealed, which ADDRESS_KEYS no longer holds');
    expect(said).toContain(
      'addresses are hashed was sealed by the key "k0", which ADDRESS_KEYS no longer holds',
    );
    expect(said).toContain('2 to mend');
  });

  it('names what a seized phone would show: loud words, the paper’s own domain; none of it must be mended', async () => {
    const { code, said } = await doctor(
      [],
      env(
        {
          MAIL_FROM: 'River Gazette <donate@letters.example>',
          PUBLIC_URL: 'https://support.gazette.example',
        },
        {
          name: 'The River Gazette',
          homeUrl: 'https://gazette.example',
        },
      ),
    );
    expect(code).toBe(0);
    expect(said).toMatch(
      /MIND MAIL_FROM holds words that tell what the mails are about: river, gazette, donate\./,
    );
    expect(said).toMatch(
      /MIND PUBLIC_URL holds words that tell what the mails are about: support, gazette\./,
    );
    expect(said).toContain('the paper’s own domain (gazette.example)');
  });
});

describe('the doctor on Stripe', () => {
  it('lists the rights of a restricted key: exactly the calls that stand in the source', async () => {
    const source = (readdirSync(join(ROOT, 'src'), { recursive: true }) as string[])
      .filter((file) => file.endsWith('.ts') && !/^(sandbox|demo|widget|ledger)\//.test(file))
      .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'))
      .join('\n');
    const called = [...source.matchAll(/\bstripe\.((?:[a-zA-Z]+\.)+[a-zA-Z]+)\(/g)].map(
      ([, call = '']) => call,
    );
    const remote = new Set(called.filter((call) => call !== 'webhooks.constructEvent'));
    const rights = stripePermissions({ refunds: true });
    expect(rights.flatMap(({ calls }) => calls).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      [...remote].sort((a, b) => (a < b ? -1 : 1)),
    );
    for (const { resource, right, calls } of rights)
      expect([resource, right]).toEqual([
        resource,
        calls.every((call) => /\.(retrieve|list)$/.test(call)) ? 'read' : 'write',
      ]);

    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8').replace(/\s+/g, ' ');
    const { said } = await doctor([], env());
    for (const { resource } of rights) {
      const name = resource.replace(/ \(.*/, '');
      expect(readme).toContain(name);
      expect(said).toContain(name);
    }
    expect(said).toContain('read Refunds');
    expect((await doctor([], env({}, { countries: { list: ['RU'], refund: true } }))).said).toContain(
      'write Refunds',
    );
  });
});

describe('the doctor on a domain', () => {
  const DOMAIN = 'quiet-letters.example';
  const SPF = 'v=spf1 a:mail.provider.example -all';
  const DMARC = 'v=DMARC1; p=reject; adkim=s; aspf=s';
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const DKIM = `v=DKIM1; k=rsa; p=${spki}`;
  const provider = () => env({ SMTP_URL: 'smtp://mail.provider.example:587' });
  let withKey: string[];
  beforeEach(() => {
    withKey = [
      '--mail-domain',
      DOMAIN,
      '--dkim-selector',
      's1',
      '--dkim-key-file',
      join(folder.path, 'dkim.pem'),
    ];
    writeFileSync(join(folder.path, 'dkim.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  });

  it('prints the three lines ready to paste, long texts in pieces of 255, and asks no name server about it', async () => {
    const { out, said } = await doctor(withKey, provider());
    const lines = [...out.matchAll(/name {3}(\S+)\n\s+type {3}TXT\n\s+value {2}(.+)/g)].map(
      ([, name, value]) => [name, value],
    );
    const whole = lines.map(([name, value]) => [name, (value ?? '').replace(/^"|" "|"$/g, '')]);
    expect(whole).toEqual([
      [DOMAIN, SPF],
      [`s1._domainkey.${DOMAIN}`, DKIM],
      [`_dmarc.${DOMAIN}`, DMARC],
    ]);
    for (const [, value] of lines)
      for (const piece of (value ?? '').split('" "')) expect(piece.length).toBeLessThanOrEqual(257);
    expect(lines[1]?.[1]?.split('" "')).toHaveLength(2);
    expect(said).toContain('It asks for no reports (rua, ruf)');
    expect(said).toContain('Set no null MX');
    expect(said).not.toContain('Looked up');
  });

  it('says how to make a key where none is given, takes Ed25519 and a private key, and refuses a short one', async () => {
    expect((await doctor(['--mail-domain', DOMAIN], provider())).said).toContain(
      'openssl genrsa -out dkim.pem 2048',
    );
    const write = (key: { type: 'spki' | 'pkcs8'; pem: string | Buffer }) =>
      writeFileSync(join(folder.path, 'dkim.pem'), key.pem);
    const ed = generateKeyPairSync('ed25519').publicKey;
    write({ type: 'spki', pem: ed.export({ type: 'spki', format: 'pem' }) });
    const raw = Buffer.from(ed.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
    expect((await doctor(withKey, provider())).said).toContain(`"v=DKIM1; k=ed25519; p=${raw}"`);
    const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    write({ type: 'pkcs8', pem: secret });
    const { out, said } = await doctor(withKey, provider());
    expect(said.replaceAll('" "', '')).toContain(spki);
    expect(out).not.toContain(secret.split('\n')[3]);
    write({
      type: 'spki',
      pem: generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
        type: 'spki',
        format: 'pem',
      }),
    });
    const short = await doctor(withKey, provider());
    expect([short.code, short.said]).toEqual([1, expect.stringContaining('shorter than 2048 bits')]);
  });

  it('looks up with --dns alone, and finds all of it set', async () => {
    const names = await nameServer({
      [DOMAIN]: { txt: ['another-service=1', SPF], mx: ['mail.provider.example'] },
      [`s1._domainkey.${DOMAIN}`]: { txt: [DKIM] },
      [`_dmarc.${DOMAIN}`]: { txt: [DMARC] },
    });
    await doctor(withKey, env());
    expect(names.asked).toEqual([]);
    const { code, said } = await doctor([...withKey, '--dns', '--dns-server', names.address], {
      ...env(),
      SMTP_URL: `smtp://clerk:${PASSWORD}@127.0.0.1:${smtp.port}`,
    });
    await names.close();
    expect(said).toContain('the name server now knows that somebody here asked for this domain');
    expect(said).toContain('DKIM has your key');
    expect(said).toContain('DMARC is set as above.');
    expect(said).toContain('takes mail, so bounces have somewhere to go');
    // The sender of this test is on this machine: its public address is the publisher's to fill in.
    expect(said).toContain(`MIND SPF is set, and differs from the line above: ${SPF}`);
    expect(code).toBe(0);
    expect(names.asked.sort()).toEqual(
      [`${DOMAIN} MX`, `${DOMAIN} TXT`, `_dmarc.${DOMAIN} TXT`, `s1._domainkey.${DOMAIN} TXT`].sort(),
    );
  });

  it.each([
    [
      'missing',
      { [DOMAIN]: {} },
      [/MEND SPF is missing/, /MEND DKIM is missing/, /MEND DMARC is missing/, /MIND \S+ has no MX/],
    ],
    [
      'given twice',
      {
        [DOMAIN]: { txt: [SPF, 'v=spf1 include:other.example ~all'], mx: ['.'] },
        [`s1._domainkey.${DOMAIN}`]: { txt: [DKIM, DKIM] },
        [`_dmarc.${DOMAIN}`]: { txt: [DMARC, DMARC] },
      },
      [
        /MEND SPF stands 2 times/,
        /MEND DKIM stands 2 times/,
        /MEND DMARC stands 2 times/,
        /says that it takes no mail \(null MX\)/,
      ],
    ],
    [
      'wrong',
      {
        [DOMAIN]: { txt: ['v=spf1 +all'] },
        [`s1._domainkey.${DOMAIN}`]: { txt: ['v=DKIM1; p='] },
        [`_dmarc.${DOMAIN}`]: { txt: ['v=DMARC1; p=none'] },
      },
      [
        /MEND SPF lets everybody send/,
        /MEND DKIM at \S+ has an empty key/,
        /MIND DMARC is set, and lets forgeries through/,
      ],
    ],
    [
      'others',
      {
        [DOMAIN]: { txt: ['v=spf1 include:other.example -all'] },
        [`s1._domainkey.${DOMAIN}`]: { txt: ['v=DKIM1; k=rsa; p=MIIB'] },
        [`_dmarc.${DOMAIN}`]: { txt: ['v=DMARC1; p=reject; rua=mailto:x@y.example'] },
      },
      [
        /MIND SPF is set, and differs/,
        /MEND DKIM at \S+ has another key/,
        /MIND DMARC is set, and asks for reports/,
      ],
    ],
    ['not to be had', { [DOMAIN]: { fails: true } }, [/MIND SPF could not be looked up \(ESERVFAIL\)/]],
  ] as const)('says so where they are %s', async (_what, zone, words) => {
    const names = await nameServer(zone as Parameters<typeof nameServer>[0]);
    const { said } = await doctor([...withKey, '--dns', '--dns-server', names.address], env());
    await names.close();
    for (const each of words) expect(said).toMatch(each);
  });

  it('takes the line of SPF for the host of SMTP_URL, by its name or address, and holds what is set against it', async () => {
    const about = (smtpHost: string | null) => ({
      domain: DOMAIN,
      smtpHost,
      dkim: { selector: null, publicKey: null },
    });
    expect(
      ['mail.provider.example', '192.0.2.7', '2001:db8::7', '127.0.0.1', null].map(
        (host) => spfLine(about(host)).value,
      ),
    ).toEqual(
      ['a:mail.provider.example', 'ip4:192.0.2.7', 'ip6:2001:db8::7', 'ip4:192.0.2.1', 'ip4:192.0.2.1'].map(
        (who) => `v=spf1 ${who} -all`,
      ),
    );
    for (const [set, words] of [
      [SPF.toUpperCase(), 'ok SPF is set as above.'],
      ['v=spf1 include:mail.provider.example', 'End it with -all: as it is, it refuses nobody.'],
      ['v=spf1 redirect=mail.provider.example', 'It is right if your provider documents it so'],
    ] as const) {
      const names = await nameServer({ [DOMAIN]: { txt: [set] } });
      const resolver = new Resolver({ timeout: 3_000, tries: 1 });
      resolver.setServers([names.address]);
      const found = await setLinesFindings(about('mail.provider.example'), resolver);
      await names.close();
      const lines: string[] = [];
      printSection({ title: '', findings: found }, (line) => lines.push(line));
      expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(words);
    }
  });

  it('warns where the lines are for another domain than the sender’s', async () => {
    const { said } = await doctor(['--mail-domain', 'other.example'], env());
    expect(said).toContain(`MIND MAIL_FROM is at ${DOMAIN}, not at other.example.`);
  });

  it.each([
    [['--mail-domain', 'not a domain'], 'Write the domain of MAIL_FROM as --mail-domain example.org.'],
    [['--dkim-selector', 's1'], '--dkim-selector belongs to --mail-domain example.org.'],
    [['--mail-domain', DOMAIN, '--dkim-selector', 'a b'], 'A selector is letters, digits and hyphens'],
    [
      ['--mail-domain', DOMAIN, '--dkim-key-file', 'nowhere.pem'],
      'The file of --dkim-key-file cannot be read.',
    ],
    [['--mail-domain', DOMAIN, '--dns-server', 'nobody'], 'Name the name server by its address'],
  ])('does not understand %j', async (args, words) => {
    await expect(doctor(args, env())).rejects.toThrow(words);
  });

  it('says a mistake in the words with exit code 2', async () => {
    const { code, err } = await doctorAlone(['--fix'], env());
    expect([code, err]).toEqual([2, expect.stringContaining("Unknown option '--fix'")]);
  });
});
