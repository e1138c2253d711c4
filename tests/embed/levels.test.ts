import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyOf, roomFor, type Level } from '../../src/embed/levels.ts';
import { frameMarkup, scriptMarkup } from '../../src/embed/markup.ts';
import { filesOf } from '../../src/embed/files.ts';
import { giveAddress } from '../../src/checkout/give-address.ts';
import { openBrowser } from '../_support/browser.ts';
import { testService, type TestService } from '../_support/service.ts';
import { openHost, type Host } from './host.ts';

// Each way to embed on a page of another origin, which allows exactly what the documentation says it must.

let browser: Browser;
let host: Host;
let service: TestService;
const markup: Record<Level, string> = { link: '', form: '', ssr: '', script: '', frame: '' };

beforeAll(async () => {
  [browser, host] = await Promise.all([openBrowser(), openHost()]);
  service = await testService({ publisher: { origins: [host.url] } });
  const files = filesOf(service.ctx.config)();
  const wish = { lang: 'en', campaign: 'article' };
  const include = async (file: string) =>
    (
      await fetch(
        `${service.url}/embed/${file}?lang=en&campaign=article&return=${encodeURIComponent(`${host.url}/article`)}`,
      )
    ).text();
  markup.link = `<a href="${giveAddress(service.url, { ...wish, frequency: 'monthly', amount: 5 }).replaceAll('&', '&amp;')}">Support us</a>`;
  markup.form = await include('form.html');
  markup.ssr = await include('ssr.html');
  markup.script = scriptMarkup(files, wish, 'Support us');
  markup.frame = frameMarkup(files, { ...wish, parent: host.url, return: `${host.url}/frame` }, 'Support us');
  for (const [level, body] of Object.entries(markup))
    host.put(`/${level}`, { body, policy: policyOf(level as Level, service.url) });
  host.put('/article', { body: 'The article.' });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await host.close();
  await service.stop();
});

type Visit = { page: Page; context: BrowserContext; faults: string[]; hosts: Set<string> };

async function visit(path: string, options: { javaScript: boolean; width?: number }): Promise<Visit> {
  const context = await browser.newContext({
    javaScriptEnabled: options.javaScript,
    viewport: { width: options.width ?? 1280, height: 900 },
  });
  const page = await context.newPage();
  const [faults, hosts] = [[] as string[], new Set<string>()];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${host.url}${path}`);
  return { page, context, faults, hosts };
}

/** What arrived at the payment page: amount, currency and rhythm as the sandbox's page shows them. */
async function atStripe({ page, context, faults, hosts }: Visit): Promise<string> {
  await page.waitForURL((url) => url.host === new URL(service.sandbox.url).host);
  expect(page.mainFrame().url()).toContain(service.sandbox.url);
  expect(faults).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  const known = [host.url, service.url, service.sandbox.url].map((url) => new URL(url).host);
  expect([...hosts].filter((one) => !known.includes(one) && one !== '')).toEqual([]);
  return page.locator('body').innerText();
}

describe('without a script', () => {
  it('a link opens the give page with the choice made, and that leads on', async () => {
    const seen = await visit('/link', { javaScript: false });
    await seen.page.getByRole('link', { name: 'Support us' }).click();
    await seen.page.getByRole('button', { name: 'Continue' }).last().click();
    expect(await atStripe(seen)).toContain('$5.00');
    await seen.context.close();
  });

  it.each(['form', 'ssr'] as const)('%s: three rhythms, a typed amount, another currency', async (level) => {
    const seen = await visit(`/${level}`, { javaScript: false, width: 320 });
    const { page } = seen;
    expect(await page.locator('.rs-amt:visible').count()).toBe(1);
    await page.getByRole('radio', { name: 'Annual' }).check();
    await page.locator('[name=amount_annual][value=other]').check();
    await page.getByLabel('Your amount per year').fill('75,50');
    await page.keyboard.press('Enter');
    expect(await atStripe(seen)).toContain('$75.50');
    await page.goto(`${host.url}/${level}`);
    await page.getByRole('combobox').selectOption('JPY');
    await page.getByRole('button', { name: 'Change currency' }).click();
    await page.waitForURL(`${service.url}/give`);
    expect(await page.getByRole('radio', { name: '¥700' }).isChecked()).toBe(true);
    await seen.context.close();
  });

  it('form: a fault comes back as a page with the values kept; turning back leads to the article', async () => {
    const seen = await visit('/form', { javaScript: false });
    const { page } = seen;
    await page.locator('[name=amount_monthly][value=other]').check();
    await page.getByLabel('Your amount per month').fill('1');
    await page.getByRole('button', { name: 'Continue' }).last().click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByLabel('Your amount per month').inputValue()).toBe('1');
    // The browser notes the 422 of the page itself.
    seen.faults.length = 0;
    await page.getByLabel('Your amount per month').fill('3');
    await page.getByRole('button', { name: 'Continue' }).last().click();
    await atStripe(seen);
    await page
      .getByRole('link', { name: /back|cancel|return/i })
      .first()
      .click();
    await page.waitForURL(`${host.url}/article#rs=c`);
    await seen.context.close();
  });

  it('frame: the form takes the whole tab to the payment page', async () => {
    const seen = await visit('/frame', { javaScript: false });
    await seen.page.frameLocator('iframe').getByRole('button', { name: 'Continue' }).last().click();
    expect(await atStripe(seen)).toContain('$5.00');
    await seen.context.close();
  });
});

describe('with a script', () => {
  it.each(['ssr', 'script'] as const)(
    '%s: reaches the payment page from another origin, with SRI',
    async (level) => {
      const seen = await visit(`/${level}`, { javaScript: true });
      const box = seen.page.locator('reader-support');
      await seen.page.evaluate(`customElements.whenDefined('reader-support')`);
      await box.locator('#rs-terms').waitFor();
      await box.getByText('Annual', { exact: true }).click();
      await box.getByRole('radio', { name: '$100' }).check({ force: true });
      await box.getByRole('button', { name: 'Continue' }).click();
      expect(await atStripe(seen)).toContain('$100.00');
      await seen.page
        .getByRole('link', { name: /back|cancel|return/i })
        .first()
        .click();
      await box.getByText('Nothing was charged.').waitFor();
      await seen.context.close();
    },
  );

  it('ssr: nothing below the box moves when the script takes over', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(
      `globalThis.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.shift += entry.value))).observe({ type: 'layout-shift', buffered: true });`,
    );
    await page.goto(`${host.url}/ssr`);
    await page.locator('reader-support #rs-terms').waitFor();
    await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`);
    expect(await page.evaluate('globalThis.shift')).toBeLessThanOrEqual(0.05);
    await context.close();
  });

  it.each(['en', 'ru'])('script: in %s, what is reserved is what the box takes', async (lang) => {
    const files = filesOf(service.ctx.config)();
    host.put(`/room-${lang}`, {
      body: scriptMarkup(files, { lang }, 'x'),
      policy: policyOf('script', service.url),
      lang,
    });
    const { wideRem, narrowRem } = roomFor(lang);
    for (const [width, rem] of [
      [680, wideRem],
      [360, narrowRem],
    ] as const) {
      const seen = await visit(`/room-${lang}`, { javaScript: true, width });
      await seen.page.locator('reader-support #rs-terms').waitFor();
      const { height = 0 } = (await seen.page.locator('reader-support').boundingBox()) ?? {};
      // Fonts differ from machine to machine; four lines of text is where a reader would notice.
      expect([lang, width, height, Math.abs(height - rem * 16) < 64]).toEqual([lang, width, height, true]);
      await seen.context.close();
    }
  });

  it('frame: takes the height of the box, leads the whole tab out, and keeps quiet after a payment', async () => {
    const seen = await visit('/frame', { javaScript: true, width: 360 });
    const { page } = seen;
    const frame = page.frameLocator('iframe');
    await frame.locator('reader-support #rs-terms').waitFor();
    const heights = async () => {
      const [outer, inner] = await Promise.all([
        page.locator('iframe').boundingBox(),
        frame.locator('body').evaluate((body) => body.getBoundingClientRect().height),
      ]);
      return [outer?.height, Math.ceil(inner)];
    };
    await expect.poll(async () => new Set(await heights()).size).toBe(1);
    const [before = 0] = await heights();
    expect(before).toBeGreaterThan(600);
    await frame.locator('[name=amount_monthly][value=other]').check({ force: true });
    await expect.poll(async () => (await heights())[0]).toBeGreaterThan(before);
    await frame.getByLabel('Your amount per month').fill('7.50');
    await frame.getByRole('button', { name: 'Continue' }).click();
    expect(await atStripe(seen)).toContain('$7.50');
    await page.locator('button[name=card][value=good]').click();
    await page.getByRole('link', { name: 'Back to the article' }).click();
    await page.waitForURL(`${host.url}/frame`);
    await expect.poll(async () => (await page.locator('iframe').boundingBox())?.height ?? 0).toBe(0);
    await seen.context.close();
  });

  it('frame: an amount that cannot be paid stays in the frame, and a page of another origin shows none', async () => {
    const seen = await visit('/frame', { javaScript: true });
    const frame = seen.page.frameLocator('iframe');
    await frame.locator('[name=amount_monthly][value=other]').check({ force: true });
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByText('Enter an amount.').waitFor();
    expect(seen.page.url()).toBe(`${host.url}/frame`);
    await seen.context.close();

    const stranger = await openHost();
    stranger.put('/', { body: markup.frame, policy: policyOf('frame', service.url) });
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(stranger.url);
    await expect.poll(() => refused.join()).toMatch(/frame-ancestors/);
    await page.close();
    await stranger.close();
  });
});
