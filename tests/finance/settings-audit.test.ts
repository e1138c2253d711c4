import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { recordSettings, settingParts } from '../../src/finance/settings-audit.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';

let finance: FinanceApp;
beforeAll(() => {
  finance = financeApp();
});
afterAll(() => finance.close());

const mail = (password: string) => ({ smtpUrl: `smtp://books:${password}@mail.example:587`, from: 'Notes <note@example.org>' }); // prettier-ignore
const entries = async () =>
  (await finance.store.auditPage({ action: 'settings_change', by: null, outcome: null }, null, 9, 'oldest_first')).map(
    (link) => auditEntryOf(link).detail,
  ); // prettier-ignore
const start = async (config: Config) => {
  await recordSettings({ store: finance.store, now: () => new Date(), config });
  return (await entries()).map(({ changed }) => changed);
};

it('writes down at a start what changed since the last one, and nothing where nothing did', async () => {
  const config = financeConfig();
  expect(await start(config)).toEqual(['first']);
  expect(await start(financeConfig())).toEqual(['first']);
  const moved = {
    ...config,
    publicUrl: 'https://give.example.org',
    publisher: { ...config.publisher, name: 'Another' },
  };
  expect(await start(moved)).toEqual(['first', 'public_url publisher.name']);
  expect(await start({ ...moved, mail: mail('a') })).toEqual(['first', 'public_url publisher.name', 'mail']);
  // Back to what was: that is a change as well.
  expect(await start(config)).toEqual([
    'first',
    'public_url publisher.name',
    'mail',
    'mail public_url publisher.name',
  ]);
});

it('is written once, however many instances start at the same time', async () => {
  const config = { ...financeConfig(), publicUrl: 'https://three.example.org' };
  const before = (await entries()).length;
  await Promise.all([start(config), start(config), start(config)]);
  expect((await entries()).slice(before).map(({ changed }) => changed)).toEqual(['public_url']);
});

it('sees a change of every setting that says who may come in or where things go', async () => {
  const config = financeConfig();
  const oidc = { issuer: 'https://id.example.org', clientId: 'books', clientSecret: 'hunter2' };
  const changes: Partial<Config>[] = [
    { oidc },
    { metricsToken: 'token' },
    { addressKeys: [{ id: 'k1', key: Buffer.alloc(32) }] },
    { trustedProxies: ['10.0.0.1'] },
    { countryHeader: 'CF-IPCountry' },
  ];
  for (const changed of changes)
    expect(settingParts({ ...config, ...changed })).not.toEqual(settingParts(config));
  const other = { ...config, oidc: { ...oidc, clientSecret: 'hunter3' }, metricsToken: 'another' };
  expect(settingParts(other)).toEqual(settingParts({ ...config, oidc, metricsToken: 'token' }));
});

it('keeps no setting itself, and nothing that a guess at a short password could be held against', async () => {
  const config = financeConfig({ mail: mail('hunter2') });
  const kept = JSON.stringify(await entries());
  for (const word of ['example.org', 'Europe/Amsterdam', config.stripe.secretKey, 'hunter2'])
    expect(kept).not.toContain(word);
  expect(settingParts(config)).toEqual(settingParts({ ...config, mail: mail('hunter3') }));
  for (const hash of Object.values(settingParts(config))) expect(hash).toMatch(/^[0-9a-f]{12}$/);
});
