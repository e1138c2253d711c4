import type { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { isLoopback } from '../loopback.ts';
import { databasePlace, type DatabasePlace } from './database-address.ts';
import {
  addressKey,
  isHttpUrl,
  isProxyRange,
  isPublicUrl,
  isSlip,
  smtpUrlFault,
  webhookSecret,
} from './forms.ts';
import { readPublisher, type Publisher } from '../publisher/publisher.ts';

/** The whole configuration: read once at start, frozen, and handed on. Nothing else reads the environment. */
export type Config = {
  database: DatabasePlace;
  host: string;
  port: number;
  /** How readers reach the service; without a trailing slash. */
  publicUrl: string;
  publisher: Publisher;
  stripe: {
    secretKey: string;
    /** Newest first; an older one may carry the instant at which it stops being accepted. */
    webhookSecrets: { secret: string; until: Date | null }[];
    /** Another Stripe host (the sandbox); null is Stripe itself. */
    apiBase: string | null;
    livemode: boolean;
  };
  /** Null: no reminders and no links by mail. */
  mail: { smtpUrl: string; from: string } | null;
  /** Where staff may sign in with an account elsewhere; null: nowhere. */
  oidc: { issuer: string; clientId: string; clientSecret: string } | null;
  /** Keys that seal e-mail addresses and second factors, newest first. */
  addressKeys: { id: string; key: Buffer }[];
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  metricsToken: string | null;
  /** Addresses whose X-Forwarded-For and country header are believed. */
  trustedProxies: string[];
  countryHeader: string | null;
};

export type { DatabasePlace };

/** The file of a SQLite database, for what puts a file in its place. Throws in words where the settings name a server. */
export function sqliteFile({ database }: Pick<Config, 'database'>): string {
  if (database.kind === 'sqlite') return database.file;
  throw new AppError(
    409,
    'not_a_file',
    'This puts a file in place, and DATABASE_URL names a PostgreSQL server. Make an empty database there and fill it from the backup: import-store file:PATH. The way back of the server itself is pg_restore.',
  );
}

/** One wrong setting: its name, what is wrong, how to cure it. Never the value. */
export type ConfigFault = { setting: string; problem: string; cure: string };

const empty = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());

const settings = z.object({
  DATABASE_URL: z.preprocess(empty, z.string().default('file:./data/reader-support.db')).transform((url, ctx): DatabasePlace => {
    const found = databasePlace(url);
    if (typeof found !== 'string') return found;
    ctx.addIssue(found);
    return z.NEVER;
  }),
  HOST: z.preprocess(empty, z.string().default('127.0.0.1')),
  PORT: z.preprocess(empty, z.string().default('8080')).transform((text, ctx) => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
    if (port >= 0 && port <= 65_535) return port;
    ctx.addIssue('is not a port number');
    return z.NEVER;
  }),
  PUBLIC_URL: optional(
    z
      .string()
      .refine((text) => isPublicUrl(text), 'is not a web address that readers could open (https, or http on this machine)')
      .transform((text) => text.replace(/\/+$/, '')),
  ),
  PUBLISHER_FILE: z.string({ error: 'is missing' }).min(1, 'is empty'),
  STRIPE_SECRET_KEY: z
    .string({ error: 'is missing' })
    .regex(/^(sk|rk)_(test|live)_[A-Za-z0-9_]{8,}$/, 'is not a Stripe secret key (sk_… or rk_…)'),
  STRIPE_WEBHOOK_SECRETS: z.string({ error: 'is missing' }).transform((text, ctx) => {
    const secrets = text.split(',').map((part) => part.trim()).map((part) => webhookSecret(part));
    const wrong = secrets.find((secret) => typeof secret === 'string');
    if (wrong === undefined) return secrets.filter((secret) => typeof secret !== 'string');
    ctx.addIssue(wrong);
    return z.NEVER;
  }),
  STRIPE_API_BASE: optional(z.string().refine((text) => isHttpUrl(text), 'is not a web address').transform((text) => text.replace(/\/+$/, ''))),
  SMTP_URL: optional(
    z.string().transform((text, ctx) => {
      const fault = smtpUrlFault(text);
      if (fault === null) return text;
      ctx.addIssue(fault);
      return z.NEVER;
    }),
  ),
  MAIL_FROM: optional(z.string().regex(/^[^\r\n<>]{1,60}<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/, 'is not an address such as Notes <note@example.org>')),
  ADDRESS_KEYS: optional(
    z.string().transform((text, ctx) => {
      const keys = text.split(',').map((part) => addressKey(part.trim()));
      if (keys.every((key) => key !== null) && new Set(keys.map((key) => key.id)).size === keys.length) return keys;
      ctx.addIssue('is not a list of id:base64 pairs with 32 bytes each and different ids');
      return z.NEVER;
    }),
  ),
  OIDC_ISSUER: optional(z.string().refine((text) => isPublicUrl(text), 'is not an https address (or http on this machine)').transform((text) => text.replace(/\/+$/, ''))),
  OIDC_CLIENT_ID: optional(z.string().min(1)),
  OIDC_CLIENT_SECRET: optional(z.string().min(1)),
  LOG_LEVEL: z.preprocess(empty, z.enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'is none of debug, info, warn, error, silent' }).default('info')),
  METRICS_TOKEN: optional(z.string().min(16, 'is shorter than 16 characters')),
  TRUSTED_PROXIES: z.preprocess(empty, z.string().default('')).transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean)).refine((list) => list.every(isProxyRange), 'is not a list of addresses, ranges such as 10.0.0.0/8, or the words loopback, linklocal, uniquelocal'),
  COUNTRY_HEADER: optional(z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'is not a header name').transform((name) => name.toLowerCase())),
}); // prettier-ignore

type SettingName = keyof typeof settings.shape;

/** How each setting is mended; also the last column of the README's table. */
const CURES: Record<SettingName, string> = {
  DATABASE_URL:
    'Set it to file: and a path, for example file:./data/reader-support.db, or to a PostgreSQL server: postgres://user:password@host:5432/name?sslmode=verify-full. Without sslmode only a server on this machine is taken; sslmode=disable says that nothing is to be encrypted.',
  HOST: 'Set it to the address to listen on, for example 127.0.0.1.',
  PORT: 'Set it to a free port between 1 and 65535, for example 8080.',
  PUBLIC_URL: 'Set it to the address readers see, for example https://give.example.org.',
  PUBLISHER_FILE:
    'Set it to the path of your publisher file; docs/publisher.example.json is one to start from.',
  STRIPE_SECRET_KEY: 'Copy a key from the Stripe dashboard under Developers, API keys.',
  STRIPE_WEBHOOK_SECRETS:
    'Copy the signing secret (whsec_…) of your endpoint from the Stripe dashboard. During a rotation put the new one first and give the old one an end: whsec_new,whsec_old@2026-12-31T00:00:00Z.',
  STRIPE_API_BASE: 'Leave it out to use Stripe. Another host is accepted only with a test key.',
  SMTP_URL:
    'Set it to smtp://user:password@host:587, with % codes for signs such as @ : / % in the password (%40 %3A %2F %25), or leave out SMTP_URL, MAIL_FROM and ADDRESS_KEYS to offer no reminders by mail.',
  MAIL_FROM: 'Set it to a neutral sender, for example Notes <note@example.org>.',
  ADDRESS_KEYS: 'Make one with: echo k1:$(openssl rand -base64 32)',
  OIDC_ISSUER:
    'Set it to the issuer that your provider names, for example https://login.example.org, or leave out OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
  OIDC_CLIENT_ID: 'Copy the client id that your provider gave this service.',
  OIDC_CLIENT_SECRET: 'Copy the client secret that your provider gave this service.',
  LOG_LEVEL: 'Set it to info, or leave it out.',
  METRICS_TOKEN: 'Set it to a long random text, or leave it out to keep /metrics closed.',
  TRUSTED_PROXIES: 'List the addresses of your reverse proxies, for example 127.0.0.1.',
  COUNTRY_HEADER:
    'Set it to the header your edge fills in, for example CF-IPCountry, and list the edge in TRUSTED_PROXIES.',
};

/** Names of this service's settings begin with these; a name that does but is not known is a slip of the pen. */
const OWN_PREFIXES = /^(STRIPE|SMTP|MAIL|ADDRESS|OIDC|PUBLISHER|METRICS|TRUSTED|COUNTRY)_/;
/** Read by the Stripe SDK itself. */
const FOREIGN = new Set(['STRIPE_SUPPRESS_NOTICES', 'STRIPE_CLI_TELEMETRY_OPTOUT']);

/** Reads the settings. Every fault is reported at once, each with its cure. */
export function loadConfig(
  env: Record<string, string | undefined>,
): { config: Config } | { faults: ConfigFault[] } {
  const faults: ConfigFault[] = unknownSettings(env);
  const add = (setting: SettingName, problem: string) =>
    faults.push({ setting, problem, cure: CURES[setting] });

  const parsed = settings.safeParse(env);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) add(String(issue.path[0]) as SettingName, issue.message);
  }
  const publisher = env['PUBLISHER_FILE'] ? readPublisherFile(env['PUBLISHER_FILE'], faults) : null;
  checkTogether(env, parsed.success ? parsed.data : null, add);
  if (publisher !== null) checkSignIn(env, publisher, add);
  if (faults.length > 0 || !parsed.success || publisher === null) return { faults };

  const set = parsed.data;
  return {
    config: Object.freeze({
      database: set.DATABASE_URL,
      host: set.HOST,
      port: set.PORT,
      publicUrl: set.PUBLIC_URL ?? `http://${set.HOST}:${set.PORT}`,
      publisher,
      stripe: {
        secretKey: set.STRIPE_SECRET_KEY,
        webhookSecrets: set.STRIPE_WEBHOOK_SECRETS,
        apiBase: set.STRIPE_API_BASE ?? null,
        livemode: set.STRIPE_SECRET_KEY.includes('_live_'),
      },
      mail:
        set.SMTP_URL === undefined || set.MAIL_FROM === undefined
          ? null
          : { smtpUrl: set.SMTP_URL, from: set.MAIL_FROM },
      oidc:
        set.OIDC_ISSUER === undefined ||
        set.OIDC_CLIENT_ID === undefined ||
        set.OIDC_CLIENT_SECRET === undefined
          ? null
          : { issuer: set.OIDC_ISSUER, clientId: set.OIDC_CLIENT_ID, clientSecret: set.OIDC_CLIENT_SECRET },
      addressKeys: set.ADDRESS_KEYS ?? [],
      logLevel: set.LOG_LEVEL,
      metricsToken: set.METRICS_TOKEN ?? null,
      trustedProxies: set.TRUSTED_PROXIES,
      countryHeader: set.COUNTRY_HEADER ?? null,
    }),
  };
}

/** Contradictions between settings. */
function checkTogether(
  env: Record<string, string | undefined>,
  set: z.output<typeof settings> | null,
  add: (setting: SettingName, problem: string) => void,
): void {
  const live = env['STRIPE_SECRET_KEY']?.includes('_live_') ?? false;
  const secrets = set === null ? [] : set.STRIPE_WEBHOOK_SECRETS;
  if (live && env['STRIPE_API_BASE']) add('STRIPE_API_BASE', 'is set beside a live key');
  const address = env['PUBLIC_URL'] && URL.canParse(env['PUBLIC_URL']) ? new URL(env['PUBLIC_URL']) : null;
  if (live && (address === null || address.protocol !== 'https:' || isLoopback(address.hostname))) {
    add('PUBLIC_URL', 'is not the https address that readers open, which a live key needs');
  }
  if (set !== null && address === null && !isLoopback(set.HOST)) {
    add('PUBLIC_URL', 'is missing: HOST is not this machine alone, so readers need an address');
  }
  if (secrets.length > 0 && secrets.every(({ until }) => until !== null && until <= new Date())) {
    add('STRIPE_WEBHOOK_SECRETS', 'holds only secrets whose end has passed: every event would be refused');
  }
  // ADDRESS_KEYS may stand alone: people who sign in by printed links need no mail.
  needTogether(
    env,
    ['SMTP_URL', 'MAIL_FROM'],
    'mail needs SMTP_URL, MAIL_FROM and ADDRESS_KEYS together',
    add,
  );
  needTogether(
    env,
    ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
    'single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and ADDRESS_KEYS together',
    add,
  );
  if (env['COUNTRY_HEADER'] && !env['TRUSTED_PROXIES'])
    add('COUNTRY_HEADER', 'is set, but no proxy is trusted to fill it in');
}

/** The publisher file may open only ways that the settings make possible. */
function checkSignIn(
  env: Record<string, string | undefined>,
  { finance }: Publisher,
  add: (setting: SettingName, problem: string) => void,
): void {
  const needs = { mail: 'SMTP_URL', oidc: 'OIDC_ISSUER' } as const;
  for (const way of ['mail', 'oidc'] as const)
    if (finance.signIn?.includes(way) && !env[needs[way]])
      add(needs[way], `is missing: "finance.signIn" in the publisher file names "${way}"`);
}

/** Where one of them is set, the others must be, and ADDRESS_KEYS: people are known by keyed hashes of addresses. */
function needTogether(
  env: Record<string, string | undefined>,
  names: readonly SettingName[],
  why: string,
  add: (setting: SettingName, problem: string) => void,
): void {
  if (names.every((name) => !env[name])) return;
  for (const name of [...names, 'ADDRESS_KEYS'] as const) if (!env[name]) add(name, `is missing: ${why}`);
}

/** Names in the environment that look like ours and are not. */
function unknownSettings(env: Record<string, string | undefined>): ConfigFault[] {
  const known = Object.keys(settings.shape);
  return strangers(Object.keys(env), 'is not a setting of this program').filter(
    ({ setting }) =>
      !FOREIGN.has(setting) &&
      (OWN_PREFIXES.test(setting) || known.some((own) => own.length >= 8 && isSlip(setting, own))),
  );
}

/** Names in a settings file must all be ours: the file belongs to this program. */
export function unknownInSettingsFile(names: string[]): ConfigFault[] {
  return strangers(names, 'stands in .env but is not a setting of this program');
}

function strangers(names: string[], problem: string): ConfigFault[] {
  const known = Object.keys(settings.shape);
  const cure = `Remove it, or correct its name. Known settings: ${known.join(', ')}.`;
  return names.filter((name) => !known.includes(name)).map((setting) => ({ setting, problem, cure }));
}

function readPublisherFile(path: string, faults: ConfigFault[]): Publisher | null {
  const cure = CURES.PUBLISHER_FILE;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const problem = error instanceof SyntaxError ? `is not JSON: ${error.message}` : 'cannot be read';
    faults.push({ setting: 'PUBLISHER_FILE', problem, cure });
    return null;
  }
  const read = readPublisher(value);
  if ('publisher' in read) return read.publisher;
  for (const { path: at, problem } of read.faults) {
    faults.push({
      setting: 'PUBLISHER_FILE',
      problem: `${at} ${problem}`,
      cure: 'Correct it in the publisher file.',
    });
  }
  return null;
}
