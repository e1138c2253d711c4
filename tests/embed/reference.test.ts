import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxWords } from '../../src/box/texts.ts';
import { REFERENCE } from '../../src/embed/docs/reference.ts';
import { ROOT } from '../../src/root.ts';
import { openBrowser } from '../_support/browser.ts';
import { testService, type TestService } from '../_support/service.ts';

// The reference on /docs/embed names everything and nothing else: each list against the sources of the box, and
// the element's own properties, methods and events against a browser.

const names = (list: keyof typeof REFERENCE) => Object.keys(REFERENCE[list]).sort();

const sources = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|css|mjs)$/.test(name) && !name.includes('words/'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');
const widget = sources('src/widget');
const code = widget + sources('src/box');
const styles = ['tokens', 'box'].map((name) => readFileSync(join(ROOT, `public/${name}.css`), 'utf8')).join();

const found = (text: string, ...patterns: RegExp[]) =>
  [
    ...new Set(patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name))),
  ].sort();

describe('the reference names', () => {
  it('every attribute that the box reads', () => {
    const observed = /observedAttributes = \[([^\]]*)\]/.exec(widget)?.[1] ?? '';
    const read = found(`${observed.replaceAll("'", '')},`, /([a-z-]+),/g).concat(
      found(
        widget.replace(/querySelector(All)?(<\w+>)?\([^)]*\)/g, ''),
        /(?:element|this|box)\.(?:get|has)Attribute\('([a-z-]+)'\)/g,
        /asks\('([a-z-]+)'/g,
        /\bof\('([a-z-]+)'\)/g,
        /\[(variant|nudge|metrics)\]/g,
      ),
      found(styles + widget, /:host\((?:\[|:not\(\[)(?!hidden)([a-z-]+)/g),
    );
    expect([...new Set(read)].sort()).toEqual(names('attributes'));
  });

  it('every event that it sends', () => {
    expect(found(code, /emit\('([a-z-]+)'/g).map((name) => `rs-${name}`)).toEqual(names('events'));
  });

  it('every slot and part that it draws', () => {
    expect(found(code, /\bslot\(\s*view,\s*'([a-z-]+)'/g)).toEqual(names('slots'));
    expect(found(code, /\bpart: '([a-z-]+)'/g)).toEqual(names('parts'));
  });

  it('every state', () => {
    const union = /type BoxState =([^;]*);/.exec(widget)?.[1] ?? '';
    expect([...found(union, /'([a-z]+)'/g), 'error'].sort()).toEqual(names('states'));
  });

  it('every token that keeps its name in the box', () => {
    const list = /PUBLIC_TOKENS = \[([^\]]*)\]/.exec(widget)?.[1] ?? '';
    expect(found(list, /'([a-z-]+)'/g).map((name) => `--rs-${name}`)).toEqual(names('tokens'));
  });
});

describe('in a browser', () => {
  let browser: Browser;
  let service: TestService;
  let page: Page;
  beforeAll(async () => {
    [browser, service] = await Promise.all([openBrowser(), testService()]);
    page = await browser.newPage();
    await page.goto(`${service.url}/docs/embed?lang=en`);
    await page.locator('#script reader-support #rs-terms').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it('the element has these properties and methods, and no others', async () => {
    const own = await page.evaluate<[string, boolean][]>(
      `Object.entries(Object.getOwnPropertyDescriptors(customElements.get('reader-support').prototype))
        .map(([name, { value }]) => [name, value !== undefined])`,
    );
    const mine = own.filter(([name]) => name !== 'constructor' && !name.endsWith('Callback'));
    const sorted = (isMethod: boolean) =>
      mine
        .filter(([, method]) => method === isMethod)
        .map(([name]) => name)
        .sort();
    expect(sorted(true)).toEqual(names('methods'));
    expect(sorted(false)).toEqual(names('properties'));
  });

  it('events carry what stands beside them', async () => {
    const box = page.locator('#script reader-support');
    const heardOf = (name: string) => expect.poll(() => page.evaluate(`'${name}' in heard`)).toBe(true);
    await page.evaluate(`heard = {}; for (const name of ${JSON.stringify(names('events'))})
      document.addEventListener(name, ({ detail, bubbles, composed }) =>
        (heard[name] ??= []).push([bubbles, composed, Object.keys(detail).join()]));
      document.addEventListener('rs-submit', (event) => event.preventDefault());`);
    await box.locator('[name=amount_monthly][value=other]').click();
    await box.locator('[part=submit]').click();
    await heardOf('rs-invalid');
    await box.locator('[name=amount_monthly][value="10"]').click();
    await box.locator('[part=submit]').click();
    await heardOf('rs-submit');
    await box.evaluate((element: unknown) => (element as { openReminder: () => void }).openReminder());
    await heardOf('rs-remind-open');
    await page.evaluate(`document.querySelector('#script reader-support').setAttribute('frequency', 'once')`);
    await heardOf('rs-ready');
    await page.evaluate(`document.querySelector('#script reader-support').quiet(1); localStorage.clear()`);
    await page.evaluate(`document.querySelector('#ssr reader-support').setAttribute('src', '/nowhere')`);
    await heardOf('rs-error');
    const heard = await page.evaluate<Record<string, [boolean, boolean, string][]>>('heard');
    const documented = Object.fromEntries(
      Object.entries(REFERENCE.events).map(([name, detail]) => [
        name,
        detail.replace(/[{} ]/g, '').split(',').filter(Boolean),
      ]),
    );
    // Those that what was done here leads to; a box that was seen for a while says so, too.
    const asked = Object.keys(heard).filter((name) => name !== 'rs-view');
    expect(asked.sort()).toEqual(
      ['change', 'error', 'hidden', 'invalid', 'ready', 'remind-open', 'submit'].map((name) => `rs-${name}`),
    );
    for (const [name, all] of Object.entries(heard))
      for (const [bubbles, composed, keys] of all) {
        const may = (documented[name] ?? []).map((key) => key.replace('?', ''));
        const must = (documented[name] ?? []).filter((key) => !key.endsWith('?'));
        expect([name, bubbles, composed]).toEqual([name, true, true]);
        expect([name, keys.split(',').filter((key) => key !== '' && !may.includes(key))]).toEqual([name, []]);
        expect([name, must.filter((key) => !keys.split(',').includes(key))]).toEqual([name, []]);
      }
  });

  it.each(['en', 'ru'])(
    'the page in %s has a sentence for each name, and every text of the box',
    async (lang) => {
      await page.goto(`${service.url}/docs/embed?lang=${lang}`);
      const rows = await page
        .locator('#reference .terms > div')
        .evaluateAll((all: unknown[]) =>
          (all as { querySelector: (selector: string) => { textContent: string } }[]).map((row) => [
            row.querySelector('dt code').textContent,
            row.querySelector('dd').textContent,
          ]),
        );
      const texts = Object.values(boxWords(lang)).flatMap((part: Record<string, string>) =>
        Object.entries(part),
      );
      const wanted = Object.values(REFERENCE).flatMap((list) => Object.keys(list));
      expect(rows.map(([name]) => name)).toEqual([...wanted, ...texts.map(([name]) => name)]);
      expect(rows.filter(([, words]) => (words ?? '').length < 4).map(([, words]) => words)).toEqual(
        texts.map(([, words]) => words).filter((words) => words.length < 4),
      );
      expect(rows.slice(wanted.length).map(([, words]) => words)).toEqual(texts.map(([, words]) => words));
    },
  );
});
