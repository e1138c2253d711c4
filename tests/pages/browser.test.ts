import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../_support/browser.ts';
import { openSite, type Site } from '../widget/site.ts';
import { samples } from './samples.ts';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'";

let browser: Browser;
let site: Site;
const names = [
  'give',
  'give with a fault',
  'review',
  'thanks, paid',
  'remind',
  'remind with a fault',
  'reminder: confirm',
  'message: limited',
];

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
  for (const lang of ['en', 'ru', 'ar'] as const) {
    const pages = samples(lang);
    names.forEach((name, i) => {
      site.answers[`GET /${lang}/${i}`] = {
        headers: { 'Content-Security-Policy': POLICY },
        body: pages[name] ?? '',
      };
    });
  }
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test.each([
  { lang: 'ru', colorScheme: 'light', width: 320 },
  { lang: 'en', colorScheme: 'dark', width: 1280 },
] as const)(
  '$lang, $colorScheme, $width px: no fault, nothing refused, no sideways scroll',
  async (look) => {
    const { lang, colorScheme, width } = look;
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 900 },
      // Colours are measured when they stand: where a field has the focus from the start, a button fades in.
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    for (const [i, name] of names.entries()) {
      await page.goto(`${site.url}/${lang}/${i}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect([name, ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([name]);
      expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, width]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
  60_000,
);

test('whatever stands alone and can be pressed is 44 px high, the languages of the menu too', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
  for (const [i, name] of names.entries()) {
    await page.goto(`${site.url}/en/${i}`);
    if (!name.startsWith('reminder')) await page.locator('.langs summary').click();
    const low = await page.evaluate(`[...document.querySelectorAll('a[href], button, summary, select')]
      .filter((one) => !one.matches('.rs-vh, .skip, p a, h2 a'))
      .map((one) => [one.textContent.trim(), Math.round(one.getBoundingClientRect().height)])
      .filter(([, height]) => height < 44)`);
    expect([name, low]).toEqual([name, []]);
  }
  await page.close();
});

test('what a button says stands in its middle', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
  for (const [i, name] of names.entries()) {
    await page.goto(`${site.url}/en/${i}`);
    const wrong = await page.evaluate(`[...document.querySelectorAll('.rs-btn')]
      .filter((one) => one.checkVisibility())
      .flatMap((one) => {
        const box = one.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(one);
        const words = range.getBoundingClientRect();
        const off = Math.abs((words.top + words.bottom - box.top - box.bottom) / 2);
        return off > 2 ? [[one.textContent.trim(), off]] : [];
      })`);
    expect([name, wrong]).toEqual([name, []]);
  }
  await page.close();
});

test('on a small screen an amount stays on one line, in Arabic too', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
  await page.goto(`${site.url}/ar/0`);
  const lines = await page.evaluate(`[...document.querySelectorAll('.rs-amt bdi')]
    .filter((one) => one.checkVisibility())
    .map((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      // Two fonts in one line begin at two heights: a line is new where it begins below the one before.
      let below = -Infinity;
      return [...range.getClientRects()].sort((a, b) => a.top - b.top).filter(({ top, bottom }) => {
        const isNew = top > below - 2;
        below = Math.max(below, bottom);
        return isNew;
      }).length;
    })`);
  expect(lines).toEqual([1, 1, 1, 1, 1]);
  await page.close();
});

test('on paper pages are black on white, whatever theme the screen has; those of finance too', async () => {
  const page = await browser.newPage({ colorScheme: 'dark' });
  site.answers['GET /finance-frame'] = {
    body: `<!doctype html><html lang="en" class="rs-tokens"><link rel="stylesheet" href="/assets/tokens.css">
      <link rel="stylesheet" href="/assets/finance.css"><body class="fin"><section class="card">1`,
  };
  for (const path of ['/en/0', '/en/3', '/finance-frame']) {
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await page.goto(`${site.url}${path}`);
    const colours = () =>
      page.evaluate(`['--rs-page', '--rs-surface', '--rs-raised', '--rs-ink'].map((name) =>
        getComputedStyle(document.documentElement).getPropertyValue(name).trim())`);
    expect([path, ((await colours()) as string[])[3]]).toEqual([path, '#f2f0eb']);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect([path, await colours()]).toEqual([path, ['#fff', '#fff', '#fff', '#000']]);
  }
  await page.close();
});

test('without a script the give page shows one rhythm at a time and posts the reader’s choice', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  site.answers['POST /give'] = { body: '<h1>On the way</h1>' };
  await page.goto(`${site.url}/en/0`);
  expect(await page.locator('.rs-amt:visible').count()).toBe(1);
  await page.getByRole('radio', { name: 'Annual' }).check();
  await page.locator('[name=amount_annual][value=other]').check();
  await page.getByLabel('Your amount per year').fill('75');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/give');
  const sent = new URLSearchParams(site.asked.findLast(({ method }) => method === 'POST')?.body);
  expect(Object.fromEntries(sent)).toMatchObject({
    frequency: 'annual',
    amount_annual: 'other',
    other_annual: '75',
    currency: 'USD',
    campaign: 'Example',
    lang: 'en',
    return: 'Example',
    key: 'Example',
  });
  expect(sent.has('do')).toBe(false);
  await context.close();
});
