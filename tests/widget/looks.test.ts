import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../_support/browser.ts';
import { offer, openSite, widgetConfig, type Site } from './site.ts';

let browser: Browser;
let site: Site;
let page: Page;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
  page = await browser.newPage({ viewport: { width: 320, height: 800 } });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function open(lang: string, attributes = ''): Promise<void> {
  site.answers['GET /v1/widget-config'] = { body: widgetConfig({ lang, currencies: [offer('EUR', 2)] }) };
  // An article's column on the smallest screen.
  site.answers['GET /article'] = {
    body: `<!doctype html><html lang="${lang}"><title>Article</title><style>body { margin: 0 16px }</style>
      <reader-support id="box" ${attributes}></reader-support><script type="module" src="/rs/v1/rs.js"></script>`,
  };
  await page.goto(`${site.url}/article`);
  await page.locator('reader-support form').waitFor();
}

test.each(['en', 'ru', 'uk', 'de', 'fr', 'es', 'ar'])(
  'in %s no word of the rhythms and amounts is broken in a column of 288 px',
  async (lang) => {
    await open(lang);
    for (const rhythm of ['once', 'monthly', 'annual']) {
      await page.locator(`[name=frequency][value=${rhythm}]`).check();
      const broken = await page.evaluate(`[...box.shadowRoot.querySelectorAll('label')]
        .filter((label) => label.checkVisibility() && label.querySelector('[type=radio]'))
        .flatMap((label) => {
          const walk = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
          const words = [];
          for (let node; (node = walk.nextNode()); )
            for (const { 0: word, index } of node.data.matchAll(/[^\\s]+/g)) {
              const range = document.createRange();
              range.setStart(node, index);
              range.setEnd(node, index + word.length);
              const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
              if (lines.size > 1) words.push(word);
            }
          return words;
        })`);
      expect([rhythm, broken]).toEqual([rhythm, []]);
    }
  },
);
