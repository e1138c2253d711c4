import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { localProvider } from './oidc-provider.ts';
import { staffApp, type StaffApp, type StaffBrowser } from './staff-app.ts';

const BACK = '/finance/sign-in/back';

let provider: Awaited<ReturnType<typeof localProvider>>;
let app: StaffApp;
let anna: string;
beforeAll(async () => {
  provider = await localProvider(`http://127.0.0.1:8080${BACK}`);
});
afterAll(() => provider.stop());
beforeEach(async () => {
  Object.assign(provider.person, { email: 'anna@example.org', isVerified: true, letsIn: true });
  app = staffApp({ oidc: provider.settings, mail: null });
  anna = await app.add('anna@example.org', 'bookkeeper');
});
afterEach(() => app.close());

/** Leaves for the provider; returns the address to which the page leads. */
async function leave(browser: StaffBrowser, lang = 'en'): Promise<string> {
  const page = await browser.submit('/finance/sign-in', `/finance/sign-in/oidc?lang=${lang}`);
  expect(page.status).toBe(200);
  return (/content="0;url=([^"]+)"/.exec(page.text)?.[1] ?? '').replaceAll('&#38;', '&');
}
const comeBack = (browser: StaffBrowser, answer: string) =>
  browser.submit(`${BACK}?${answer}`, BACK, { answer });
const lastReason = async () => {
  const [link] = await app.store.auditPage(
    { action: null, by: null, outcome: null },
    null,
    1,
    'newest_first',
  );
  const { outcome, detail } = auditEntryOf(link ?? { entry: '{}' });
  return `${outcome} ${detail['reason'] ?? detail['factor'] ?? ''}`;
};

describe('single sign-on', () => {
  it('brings in whose confirmed address is known here, by a button and not by a GET, in the language they left in', async () => {
    const browser = app.browser();
    const url = new URL(await leave(browser, 'ru'));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.search).not.toContain(encodeURIComponent('anna'));
    const query = await provider.visit(url.href);
    const page = await browser.get(`${BACK}?${query}`).expect(200);
    expect(page.text).toContain('<html lang="ru"');
    expect(browser.cookie).not.toContain('rs_finance');
    const done = await browser.send(page, BACK, { answer: query });
    expect([done.status, done.headers['location']]).toEqual([303, '/finance?lang=en']);
    await browser.get('/finance').expect(200);
    expect(await lastReason()).toBe('done provider');
    expect((await app.store.staffById(anna))?.sealedTotp).toBeNull();
  });

  it('refuses what comes back with another state, in another browser, or a second time', async () => {
    const [mine, other] = [app.browser(), app.browser()];
    const query = await provider.visit(await leave(mine));
    await leave(other);
    expect((await comeBack(other, query)).status).toBe(401);
    expect((await comeBack(app.browser(), query)).status).toBe(410);
    const forged = new URLSearchParams(query);
    forged.set('state', `${'A'.repeat(43)}.en`);
    expect((await comeBack(mine, forged.toString())).status).toBe(401);
    // The try has ended that sign-in, so the true answer comes too late.
    expect((await comeBack(mine, query)).status).toBe(410);
    const again = app.browser();
    const fresh = await provider.visit(await leave(again));
    expect((await comeBack(again, fresh)).status).toBe(303);
    expect((await comeBack(again, fresh)).status).toBe(410);
  });

  it('refuses a code that was used elsewhere, and one that is made up', async () => {
    const [first, second] = [app.browser(), app.browser()];
    const used = new URLSearchParams(await provider.visit(await leave(first)));
    expect((await comeBack(first, used.toString())).status).toBe(303);
    const mixed = new URLSearchParams(await provider.visit(await leave(second)));
    mixed.set('code', used.get('code') ?? '');
    expect((await comeBack(second, mixed.toString())).status).toBe(401);
    expect(await lastReason()).toBe('denied provider_refused');
  });

  it('refuses an address that is not confirmed, one that nobody here has, and who was not let in, in the same words', async () => {
    const pages = new Set<string>();
    for (const change of [
      { isVerified: false },
      { isVerified: true, email: 'eve@example.org' },
      { email: 'anna+x@example.org' },
      { letsIn: false },
    ]) {
      Object.assign(provider.person, change);
      const browser = app.browser();
      const answer = await comeBack(browser, await provider.visit(await leave(browser)));
      expect([answer.status, browser.cookie]).toEqual([401, '']);
      pages.add(answer.text);
    }
    expect(pages.size).toBe(1);
    expect([...pages][0]).not.toMatch(/anna|eve/);
  });

  it('says when the provider does not answer, and works again when it does', async () => {
    const browser = app.browser();
    const query = await provider.visit(await leave(browser));
    await provider.stop();
    try {
      expect((await comeBack(browser, query)).status).toBe(503);
      await app.close();
      app = staffApp({ oidc: provider.settings, mail: null });
      const away = await app.browser().submit('/finance/sign-in', '/finance/sign-in/oidc');
      expect([away.status, /does not answer/.test(away.text)]).toEqual([503, true]);
    } finally {
      await provider.start();
    }
    expect(await leave(app.browser())).toContain(provider.settings.issuer);
  });

  it('runs out after a quarter of an hour', async () => {
    const browser = app.browser();
    const query = await provider.visit(await leave(browser));
    app.pass(15 * 60_000);
    expect((await comeBack(browser, query)).status).toBe(410);
  });
});
