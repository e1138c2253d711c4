import { AxeBuilder } from '@axe-core/playwright';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { demoRoutes } from '../../src/demo/article.ts';
import { PREVIEW_STATES } from '../../src/pages/demo-bar.ts';
import { openBrowser } from '../_support/browser.ts';
import { testService, type TestService } from '../_support/service.ts';
import { buildWidget } from '../widget/site.ts';

let service: TestService;
let server: Server;
let browser: Browser;
let url = '';
beforeAll(async () => {
  buildWidget();
  browser = await openBrowser();
  service = await testService({
    settings: {
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'Notes <note@example.org>',
      ADDRESS_KEYS: `one:${randomBytes(32).toString('base64')}`,
    },
  });
  const links = { inspector: '/inspector', inbox: '/inbox' };
  server = createServer(createApp(service.ctx, demoRoutes(service.ctx, links)) as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await service.stop();
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  return page;
}

const stateOf = (page: Page) =>
  page.evaluate<string | undefined>(`document.querySelector('reader-support').state`);

/**
 * What the element itself says it is in: the warnings stand in the form's place or above it, and no other script of
 * a page may read off a property who has paid.
 */
const EXPECTED: Record<string, string> = {
  '': 'form',
  again: 'form',
  notice: 'form',
  stop: 'form',
  supporter: 'quiet',
};

describe('each state of the box on the demo’s page', () => {
  it.each(PREVIEW_STATES)('“%s” is the box’s own, and leaves no trace on the device', async (state) => {
    const page = await open(`/demo?state=${state}&lang=en`);
    await expect.poll(() => stateOf(page)).toBe(EXPECTED[state] ?? (state || 'form'));
    const box = page.locator('reader-support');
    const shown = await box.isVisible();
    expect(shown).toBe(state !== 'quiet' && state !== 'closed');
    const words: Record<string, string> = {
      fallback: 'Support our reporting',
      invalid: 'The smallest monthly amount is',
      busy: 'Opening the payment page',
      offline: 'We could not reach the payment page.',
      limited: 'Please wait a moment.',
      back: 'Nothing was charged.',
      inbox: 'Check your inbox',
      again: 'We kept quiet for a while.',
      supporter: 'Thank you for supporting us.',
      notice: 'Are you in Russia or Belarus?',
      stop: 'Are you in Russia or Belarus?',
    };
    if (words[state] !== undefined) await box.getByText(words[state]).first().waitFor();
    if (state === 'stop') expect(await box.locator('form').count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('rs')).toBeNull();
    expect(await page.evaluate('localStorage.getItem("rs")')).toBeNull();
    await page.context().close();
  });

  it('saving a day to the calendar there leaves no trace either', async () => {
    const page = await open('/demo?state=reminder&lang=en');
    const file = page.waitForEvent('download');
    await page.locator('reader-support [download]').click();
    await file;
    await page.getByText('Open the file to put the day in your calendar.').waitFor();
    expect(await page.evaluate('localStorage.getItem("rs")')).toBeNull();
    await page.context().close();
  });

  it('the ways out of a state’s address lead to pages that work', async () => {
    const page = await open('/demo?state=offline&lang=en');
    const link = page.locator('reader-support').getByText('open it in a new page');
    const href = (await link.getAttribute('href')) ?? '';
    expect(new URL(href).pathname).toBe('/demo/offline/give');
    expect(await (await fetch(href)).text()).toContain('name="frequency"');
    await page.context().close();
    const stopped = await fetch(`${url}/demo/stop/v1/checkout`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ frequency: 'once', amountMinor: 2500, currency: 'USD' }),
    });
    expect(stopped.status).toBe(403);
  });
});

describe('the switches', () => {
  it('work without a script, and keep what was chosen', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    await page.getByLabel('State').selectOption('limited');
    await page.getByLabel('Theme').selectOption('dark');
    await page.getByLabel('Look').selectOption('plain');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      lang: 'en',
      state: 'limited',
      theme: 'dark',
      width: 'full',
      variant: 'plain',
    });
    expect(await page.getByLabel('State').inputValue()).toBe('limited');
    const box = page.locator('reader-support');
    expect([await box.getAttribute('theme'), await box.getAttribute('variant')]).toEqual(['dark', 'plain']);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await box.getByRole('link', { name: 'Support our reporting' }).isVisible()).toBe(true);
    await page.context().close();
  });

  it.each(['320', '768', '1280'])('show the article in a frame %s px wide, without a sideways scroll', async (width) => {
    const page = await open(`/demo?width=${width}&state=back&lang=ru`, { viewport: { width: 320, height: 800 } });
    const frame = page.frameLocator('iframe');
    await frame.locator('reader-support').getByText('Деньги не списаны.').waitFor();
    expect(await frame.locator('html').evaluate((root) => root.clientWidth)).toBe(Number(width));
    expect(await frame.locator('.demo').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await page.context().close();
  });

  it('only the framed article may be framed, and only by us', async () => {
    const headers = async (path: string) => (await fetch(`${url}${path}`)).headers;
    const inner = await headers('/demo?bare=1');
    expect(inner.get('content-security-policy')).toContain("frame-ancestors 'self'");
    const outer = await headers('/demo?width=320');
    expect(outer.get('content-security-policy')).toMatch(/frame-src 'self'.*frame-ancestors 'none'/);
    expect(outer.get('x-frame-options')).toBe('DENY');
  });

  it.each([
    { lang: 'en', colorScheme: 'light', width: 1280 },
    { lang: 'ru', colorScheme: 'dark', width: 320 },
  ] as const)('and the article have no fault: $lang, $colorScheme, $width px', async ({ lang, colorScheme, width }) => {
    for (const query of ['', '&state=limited', '&width=768', '&state=stop&variant=plain']) {
      const page = await open(`/demo?lang=${lang}${query}`, { colorScheme, viewport: { width, height: 900 } });
      await page.waitForTimeout(500);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect([query, ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([query]);
      expect([query, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([query, width]);
      await page.context().close();
    }
  });
}); // prettier-ignore
