import { Client } from 'pg';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/commands/settings.ts';
import { loadConfig } from '../../src/config/config.ts';
import { temporaryFolder } from '../_support/make.ts';
import { configOf, publisherFile, settings } from '../_support/settings.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const faults = (over: Record<string, string | undefined>, publisher: Record<string, unknown> = {}) => {
  const loaded = loadConfig(settings(folder.path, over, publisher));
  return 'faults' in loaded ? loaded.faults.map((fault) => `${fault.setting} ${fault.problem}`) : [];
};

describe('the settings', () => {
  it('start as the example shows', () => {
    expect(configOf(settings(folder.path))).toMatchObject({
      host: '127.0.0.1',
      stripe: { livemode: false, apiBase: null },
      mail: null,
    });
  });

  it.each([
    [{ STRIPE_SECRET_KEY: undefined }, /STRIPE_SECRET_KEY is missing/],
    [{ STRIPE_SECRET_KEY: 'pk_test_123456789' }, /not a Stripe secret key/],
    [{ STRIPE_WEBHOOK_SECRETS: '' }, /STRIPE_WEBHOOK_SECRETS is empty/],
    [{ STRIPE_WEBHOOK_SECRETS: 'whsec_short' }, /not a signing secret/],
    [{ STRIPE_WEBHOOK_SECRETS: 'whsec_dGVzdHNlY3JldGZvcnRlc3Rz,' }, /is empty: anyone could sign/],
    [{ STRIPE_WEBHOOK_SECRETS: 'whsec_dGVzdHNlY3JldGZvcnRlc3Rz@soon' }, /not a date/],
    [
      {
        STRIPE_SECRET_KEY: 'sk_live_123456789',
        PUBLIC_URL: 'https://give.example.org',
        STRIPE_API_BASE: 'http://127.0.0.1:1',
      },
      /STRIPE_API_BASE is set beside a live key/,
    ],
    [
      { STRIPE_SECRET_KEY: 'sk_live_123456789', PUBLIC_URL: undefined },
      /PUBLIC_URL is not the https address/,
    ],
    [
      { STRIPE_SECRET_KEY: 'sk_live_123456789', PUBLIC_URL: 'HTTP://127.0.0.1:8080' },
      /PUBLIC_URL is not the https address/,
    ],
    [{ HOST: '0.0.0.0', PUBLIC_URL: undefined }, /PUBLIC_URL is missing/],
    [
      { STRIPE_WEBHOOK_SECRETS: 'whsec_dGVzdHNlY3JldGZvcnRlc3Rz@2020-01-01' },
      /holds only secrets whose end has passed/,
    ],
    [{ TRUSTED_PROXIES: 'foo' }, /TRUSTED_PROXIES is not a list of addresses/],
    [{ TRUSTED_PROXIES: '10.0.0.0/40' }, /TRUSTED_PROXIES is not a list of addresses/],
    [{ SMTP_URL: 'smtp://a:b@', MAIL_FROM: 'a@example.org' }, /SMTP_URL is not an smtp/],
    [
      { SMTP_URL: 'smtp://a:100%@mail.example.org' },
      /SMTP_URL holds a % in its user or password that begins no code/,
    ],
    [{ SMTP_URL: 'smtp://a@mail.example.org' }, /SMTP_URL names a user without a password/],
    [{ SMTP_URL: 'smtp://:b@mail.example.org' }, /SMTP_URL names a user without a password/],
    [{ DATABSE_URL: 'x' }, /DATABSE_URL is not a setting/],
    [{ LOGLEVEL: 'info' }, /LOGLEVEL is not a setting/],
    [{ PORT: '99999' }, /PORT is not a port/],
    [{ PORT: '80x' }, /PORT is not a port/],
    [{ PUBLIC_URL: 'http://give.example.org' }, /PUBLIC_URL/],
    [{ DATABASE_URL: 'postgres://somewhere/db' }, /does not say whether the way to the server is encrypted/],
    [{ DATABASE_URL: 'postgres://u:p@db.example.org' }, /names no server or no database/],
    [{ DATABASE_URL: 'postgres://u:p/w@x/db' }, /written as % codes/],
    [{ DATABASE_URL: 'postgres://localhost/x?host=db.example.org' }, /parameter host that is not taken/],
    [{ DATABASE_URL: 'postgres://localhost/x?options=-c%20fsync%3Doff' }, /parameter options that is not/],
    [{ DATABASE_URL: 'postgres://db/x?uselibpqcompat=true&sslmode=require' }, /uselibpqcompat that is not/],
    [{ DATABASE_URL: 'postgres://db/x?sslmode=verify-full&sslmode=disable' }, /sslmode more than once/],
    [{ DATABASE_URL: 'postgres://db/x?sslmode=no-verify' }, /leaves the server unchecked/],
    [{ DATABASE_URL: 'postgres://db/x?sslmode=prefer' }, /leaves the server unchecked/],
    [{ DATABASE_URL: 'postgres://db/x?sslmode=disable&sslrootcert=ca.pem' }, /beside sslmode=disable/],
    [{ DATABASE_URL: 'postgres://u:100%@localhost/x' }, /holds a % that begins no code/],
    [{ DATABASE_URL: 'mysql://x' }, /neither a file: nor a postgres:/],
    [{ SMTP_URL: 'smtp://127.0.0.1:25' }, /MAIL_FROM is missing/],
    [{ SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'n@example.org' }, /ADDRESS_KEYS is missing: mail/],
    [{ ADDRESS_KEYS: 'k1:short' }, /ADDRESS_KEYS is not a list/],
    [{ OIDC_ISSUER: 'https://login.example.org' }, /OIDC_CLIENT_ID is missing: single sign-on/],
    [{ OIDC_ISSUER: 'https://login.example.org' }, /ADDRESS_KEYS is missing: single sign-on/],
    [{ OIDC_ISSUER: 'http://login.example.org' }, /OIDC_ISSUER is not an https address/],
    [{ OIDC_SECRET: 'x' }, /OIDC_SECRET is not a setting/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is none of/],
    [{ METRICS_TOKEN: 'short' }, /METRICS_TOKEN is shorter/],
    [{ COUNTRY_HEADER: 'CF-IPCountry' }, /no proxy is trusted/],
    [{ STRIPE_WEBHOOK_SECRET: 'whsec_x' }, /STRIPE_WEBHOOK_SECRET is not a setting/],
    [{ PUBLISHER_FILE: 'nowhere.json' }, /PUBLISHER_FILE cannot be read/],
  ])('refuse %j', (over, words) => {
    expect(faults(over).join('\n')).toMatch(words);
  });

  it('name a server: encrypted and checked wherever it is not this machine or said to be in the clear', () => {
    const taken = (DATABASE_URL: string) => {
      const loaded = loadConfig(settings(folder.path, { DATABASE_URL }));
      return 'config' in loaded ? loaded.config.database : loaded.faults;
    };
    const whole = 'postgres://u:p%40w@db.example.org:5432/x?sslmode=verify-full';
    const as = (url: string) => ({ kind: 'postgres', url });
    for (const mode of ['require', 'verify-ca', 'verify-full'])
      expect(taken(whole.replace('verify-full', mode))).toEqual(as(whole));
    // What the driver makes of it.
    const ssl = (connectionString: string) =>
      (new Client({ connectionString }) as unknown as { ssl: unknown }).ssl;
    expect(ssl(whole)).toEqual({});
    expect(ssl(whole.replace('verify-full', 'disable'))).toBe(false);
    const inTheClear = 'postgresql://u:p@10.0.0.5/x?sslmode=disable';
    expect(taken(inTheClear)).toEqual(as(inTheClear));
    for (const here of ['postgres://localhost/x', 'postgres://[::1]/x', 'postgres://%2Frun%2Fpostgresql/x'])
      expect(taken(here)).toEqual(as(here));
  });

  it('say nothing of an address that is refused', () => {
    for (const DATABASE_URL of ['postgres://canary:canary-pw@db/x', 'postgres://canary:canary-pw@db/x?canary-pw=1', 'postgres://canary:can ary-pw@/']) {
      const loaded = loadConfig(settings(folder.path, { DATABASE_URL }));
      expect('faults' in loaded && loaded.faults.length).toBe(1);
      expect(JSON.stringify(loaded)).not.toMatch(/canary|ary-pw/);
    }
  }); // prettier-ignore

  it('report every fault at once, each with a cure and without the value', () => {
    const loaded = loadConfig(
      settings(folder.path, { PORT: 'x', LOG_LEVEL: 'loud', STRIPE_SECRET_KEY: 'secret-value' }),
    );
    const found = 'faults' in loaded ? loaded.faults : [];
    expect(found.map((fault) => fault.setting).sort()).toEqual(['LOG_LEVEL', 'PORT', 'STRIPE_SECRET_KEY']);
    expect(found.every((fault) => fault.cure.length > 10)).toBe(true);
    expect(JSON.stringify(found)).not.toContain('secret-value');
  });

  it('refuse a way to sign in that cannot work, and take keys that seal without a mail server', () => {
    const named = (way: string) =>
      loadConfig(settings(folder.path, {}, { finance: { signIn: ['key', way] } }));
    const refused = {
      faults: [expect.objectContaining({ problem: expect.stringContaining('finance.signIn') })],
    };
    expect(named('mail')).toEqual(refused);
    expect(named('oidc')).toEqual(refused);
    expect(named('key')).toHaveProperty('config');
    const alone = { ADDRESS_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}` };
    expect(configOf(settings(folder.path, alone))).toMatchObject({ mail: null, addressKeys: [{ id: 'k1' }] });
  });

  it('refuse a name in .env that is not theirs', () => {
    const file = join(folder.path, '.env');
    writeFileSync(file, 'PROT=8080\n');
    const read = readSettings(settings(folder.path), file);
    expect('faults' in read ? read.faults.map((fault) => fault.setting) : []).toEqual(['PROT']);
  });

  it('take a second signing secret with an end', () => {
    const config = configOf(
      settings(folder.path, {
        STRIPE_WEBHOOK_SECRETS:
          'whsec_bmV3c2VjcmV0bmV3c2VjcmV0,whsec_b2xkc2VjcmV0b2xkc2VjcmV0@2026-12-31T00:00:00Z',
      }),
    );
    expect(config.stripe.webhookSecrets.map(({ until }) => until?.toISOString() ?? null)).toEqual([
      null,
      '2026-12-31T00:00:00.000Z',
    ]);
  });
});

describe('the publisher file', () => {
  const monthly = (over: Record<string, unknown>) => ({
    amounts: { USD: { monthly: { min: 2, max: 1000, presets: [2, 5, 10], ...over } } },
  });

  it.each([
    [monthly({ presets: [1, 5] }), /presets\[0\] 1 lies outside the limits 2 to 1000/],
    [monthly({ min: 0.3, presets: [2, 5] }), /below Stripe's minimum of 0.50 USD/],
    [monthly({ presets: [5, 2] }), /presets must rise/],
    [monthly({ default: 7 }), /default is not one of the presets/],
    [monthly({ presets: [2.005, 5] }), /finer than the currency's smallest step/],
    [monthly({ min: 2, max: 1 }), /max not below min/],
    [{ amounts: { JPY: { once: { min: 300.5, max: 1000, presets: [400] } } } }, /finer than/],
    [{ currencies: ['RUR'] }, /not a currency/],
    [{ currencies: ['USD', 'ISK'] }, /amounts.ISK.once is missing: there are no built-in amounts/],
    [{ amounts: { CHF: { once: { min: 2, max: 10, presets: [2] } } } }, /amounts.CHF is not among/],
    [{ editions: { en: { currency: 'CHF' } } }, /CHF is not among/],
    [{ defaultLang: 'de' }, /there is no edition "de"/],
    [{ bookZone: 'Mars/Base' }, /not a time zone/],
    [{ origins: ['https://news.example.org/path'] }, /not an origin/],
    [{ surprise: 1 }, /unknown key: surprise/],
    [{ editions: { en: { texts: { headline: 'x' } } } }, /unknown key: headline/],
    [{ name: '' }, /name is empty/],
    [{ editions: { en: { spending: [] } } }, /spending names nothing/],
    [{ editions: { en: { spending: ['a', 'b', 'c', 'd'] } } }, /spending has more than three lines/],
    [{ editions: { en: { spending: ['x'.repeat(141)] } } }, /spending.0 is longer than 140 characters/],
  ])('refuses %j', (over, words) => {
    expect(faults({}, over).join('\n')).toMatch(words);
  });

  it('is refused with a clear word where it is not JSON', () => {
    mkdirSync(join(folder.path, 'p'));
    const file = join(folder.path, 'p', 'publisher.json');
    writeFileSync(file, '{');
    const loaded = loadConfig({ ...settings(folder.path), PUBLISHER_FILE: file });
    expect('faults' in loaded ? loaded.faults[0]?.problem : '').toMatch(/is not JSON/);
  });

  it('fills in amounts for known currencies, in minor units', () => {
    const { publisher } = configOf(settings(folder.path));
    expect(publisher.currencies[0]).toMatchObject({
      currency: 'USD',
      digits: 2,
      monthly: { minMinor: 200, defaultMinor: 500, presetsMinor: [200, 500, 1000, 2000, 5000] },
    });
    expect(publisher.currencies.find((offer) => offer.currency === 'JPY')?.once).toMatchObject({
      minMinor: 300,
      maxMinor: 1_000_000,
    });
  });

  it('has an example that is right', async () => {
    const { readFileSync } = await import('node:fs');
    const example = JSON.parse(
      readFileSync(new URL('../../docs/publisher.example.json', import.meta.url), 'utf8'),
    ) as Record<string, unknown>;
    writeFileSync(join(folder.path, 'example.json'), JSON.stringify({ ...publisherFile(), ...example }));
    const loaded = loadConfig({
      ...settings(folder.path),
      PUBLISHER_FILE: join(folder.path, 'example.json'),
    });
    expect('faults' in loaded ? loaded.faults : []).toEqual([]);
  });

  it('has a JSON Schema in docs that is the one the code checks', async () => {
    const { readFileSync } = await import('node:fs');
    const { publisherJsonSchema } = await import('../../src/publisher/publisher.ts');
    const written = readFileSync(new URL('../../docs/publisher.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(publisherJsonSchema())));
  });
});
