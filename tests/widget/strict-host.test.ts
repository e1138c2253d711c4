import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../_support/browser.ts';
import { openSite, widgetConfig, type Site } from './site.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

let browser: Browser;
let site: Site;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
  for (const lang of ['en', 'ru']) {
    site.answers[`GET /${lang}`] = {
      headers: { 'Content-Security-Policy': POLICY },
      body: `<!doctype html><html lang="${lang}" class="rs-tokens"><meta name="viewport" content="width=device-width"><title>Article</title><link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/page.css"><script type="module" src="/rs/v1/rs.js"></script><main><h1>Article</h1><reader-support lang="${lang}"></reader-support></main>`,
    };
  }
  site.answers['GET /v1/widget-config'] = (request) => {
    const ru = request.url?.includes('lang=ru') === true;
    const notice = { kind: 'notice' as const, title: 'Вы в России?', body: 'Не переводите деньги.' };
    return {
      body: widgetConfig({ lang: ru ? 'ru' : 'en', payHosts: [site.host], notice: ru ? notice : null }),
    };
  };
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [320, 1280].map((width) => ({ colorScheme, width })),
);

test.each(looks)(
  'under a strict policy, $colorScheme at $width px: no fault, no complaint, no sideways scroll',
  async ({ colorScheme, width }) => {
    const lang = width === 320 ? 'ru' : 'en';
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${site.url}/${lang}`);
    const box = page.locator('reader-support');
    await box.locator('form').waitFor();
    const background = await page.evaluate<string>(
      `getComputedStyle(document.querySelector('reader-support').shadowRoot.querySelector('[part=root]')).backgroundColor`,
    );
    expect(background).toBe(colorScheme === 'dark' ? 'rgb(24, 27, 32)' : 'rgb(248, 245, 239)');
    const check = async (where: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect([where, ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([where]);
    };
    await check('form');
    await box.locator('[name=amount_monthly][value=other]').click();
    await box.locator('button[type=submit]').click();
    await box.locator('[part=error]').waitFor();
    await check('invalid');
    site.answers['POST /v1/checkout'] = { status: 500 };
    await box.locator('[name=amount_monthly][value="5"]').check();
    await box.locator('button[type=submit]').click();
    await box.getByRole('alert').waitFor();
    await check('offline');
    await box.locator('[part=remind]').click();
    await box.locator('[type=email]').waitFor();
    await check('reminder');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints.filter((text) => !text.includes('500 (Internal'))).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  },
);

test('a hostile host style sheet cannot reach into the box, and the page stands without a script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  site.answers['GET /hostile'] = {
    body: `<!doctype html><html lang="en"><title>x</title><style>*{all:unset!important}label,input{display:none!important}</style><script type="module" src="/rs/v1/rs.js"></script><reader-support></reader-support>`,
  };
  await page.goto(`${site.url}/hostile`);
  await page.locator('reader-support label:visible').first().waitFor();
  expect(await page.locator('reader-support label:visible').count()).toBeGreaterThan(8);
  await context.close();
});

test('two boxes on a page, one removed and put back: each works alone', async () => {
  const page = await browser.newPage();
  site.answers['GET /two'] = {
    body: `<!doctype html><html lang="en"><title>x</title><script type="module" src="/rs/v1/rs.js"></script><reader-support id="a"></reader-support><reader-support id="b" frequency="annual" amount="77"></reader-support>`,
  };
  await page.goto(`${site.url}/two`);
  await page.locator('#b form').waitFor();
  await page.locator('#a form').waitFor();
  await page.evaluate(
    `(() => { const a = document.querySelector('#a'); a.remove(); document.body.append(a); })()`,
  );
  await page.locator('#a').getByRole('radio', { name: '$10' }).check();
  await expect.poll(() => page.locator('#a #rs-terms').innerText()).toContain('$10 today');
  await expect
    .poll(() => page.locator('#b #rs-terms').innerText())
    .toContain('$77 today, then $77 every year');
  await page.close();
});
