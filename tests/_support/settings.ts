import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../src/config/config.ts';

/** A signing secret that only tests use. */
export const WEBHOOK_SECRET = 'whsec_dGVzdHNlY3JldGZvcnRlc3Rz';

/** A publisher as tests want it; parts can be replaced. */
export function publisherFile(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'The Example Times',
    homeUrl: 'https://news.example.org',
    origins: ['https://news.example.org'],
    bookZone: 'Europe/Amsterdam',
    editions: { en: { currency: 'USD' }, ru: { currency: 'EUR' } },
    currencies: ['USD', 'EUR', 'GBP', 'JPY'],
    limits: { checkoutsPerHour: 100_000, remindersPerHour: 1_000 },
    ...over,
  };
}

/** Settings that start, in a folder of the test's. */
export function settings(
  folder: string,
  over: Record<string, string | undefined> = {},
  publisher: Record<string, unknown> = {},
): Record<string, string | undefined> {
  const file = join(folder, 'publisher.json');
  writeFileSync(file, JSON.stringify(publisherFile(publisher)));
  return {
    DATABASE_URL: `file:${join(folder, 'data', 'test.db')}`,
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1:8080',
    PUBLISHER_FILE: file,
    STRIPE_SECRET_KEY: 'sk_test_51ForTestsOnly',
    STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
    LOG_LEVEL: 'silent',
    ...over,
  };
}

/** The configuration from settings that a test expects to be right. */
export function configOf(env: Record<string, string | undefined>): Config {
  const loaded = loadConfig(env);
  if ('config' in loaded) return loaded.config;
  throw new Error(loaded.faults.map((fault) => `${fault.setting} ${fault.problem}`).join('; '));
}
