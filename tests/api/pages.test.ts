import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDescription } from '../../src/api/described.ts';
import { GROUPS } from '../../src/api/operation.ts';
import { OPERATIONS } from '../../src/api/operations/all.ts';
import { PROBLEMS } from '../../src/api/problems.ts';
import { fieldRu } from '../../src/api/words/fields-ru.ts';
import { openBrowser } from '../_support/browser.ts';
import { testService, type TestService } from '../_support/service.ts';

const PATHS = [
  '/docs',
  '/docs/api',
  ...GROUPS.map((group) => `/docs/api/${group}`),
  '/docs/api/errors',
  '/docs/api/examples',
];

let browser: Browser;
let service: TestService;
beforeAll(async () => {
  [browser, service] = await Promise.all([openBrowser(), testService()]);
});
afterAll(async () => {
  await browser.close();
  await service.stop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${service.url}${path}`, { headers });
const text = async (path: string) => (await get(path)).text();

describe('every page of the documentation', () => {
  it.each(PATHS)(
    '%s is public, kept out of search, cacheable, strict, and whole in two languages',
    async (path) => {
      const { status, headers } = await get(path);
      expect(status).toBe(200);
      expect(headers.get('x-robots-tag')).toBe('noindex');
      expect(headers.get('cache-control')).toBe('public, max-age=300');
      expect(headers.get('vary')).toMatch(/accept-language/i);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
      for (const lang of ['en', 'ru']) {
        const page = await text(`${path}?lang=${lang}`);
        expect(page).toContain(`<html lang="${lang}"`);
        expect(page.match(/<h1[ >]/g)).toHaveLength(1);
        expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)|undefined|\[object/);
        const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
        // A Russian page has no English sentence but the examples and what it says is English.
        if (lang === 'ru') expect(page).not.toContain('<span lang="en">');
      }
    },
  );

  it('leads to nothing that is not there', async () => {
    const seen = new Set<string>();
    for (const path of PATHS)
      for (const [, href = ''] of (await text(`${path}?lang=en`)).matchAll(/href="(\/[^"]*)"/g))
        seen.add(href);
    const pages = new Map<string, string>();
    for (const href of seen) {
      const [address = '', anchor] = href.replaceAll('&#38;', '&').split('#');
      if (!pages.has(address)) {
        const answer = await get(address);
        expect(answer.status, address).toBe(200);
        pages.set(address, await answer.text());
      }
      if (anchor !== undefined) expect(pages.get(address), href).toContain(`id="${anchor}"`);
    }
    expect(seen.size).toBeGreaterThan(OPERATIONS.length);
    expect((await get('/docs/api/nothing')).status).toBe(404);
  });

  it('documents every address, every parameter and every code', async () => {
    const pages = new Map<string, string>();
    for (const group of GROUPS) pages.set(group, await text(`/docs/api/${group}?lang=en`));
    const errors = await text('/docs/api/errors?lang=en');
    for (const { group, method, path, parameters, operationId } of readDescription().operations) {
      const page = pages.get(group) ?? '';
      expect(page, operationId).toContain(`<code>${method} ${path}</code>`);
      for (const { name } of parameters) expect(page, name).toContain(`<dt><code>${name}</code>`);
    }
    for (const code of Object.keys(PROBLEMS)) expect(errors).toContain(`id="${code}"`);
    // Every operation has its recorded request and answer, a file in the two formats that people read.
    for (const { id, group, file } of OPERATIONS)
      if (file === undefined || ['csv', 'jsonl'].includes(file.ending))
        expect(pages.get(group), id).toContain(`id="${id}-answer"`);
  });

  it('says in Russian what every field holds', () => {
    const missing = new Set<string>();
    const look = (part: unknown): void => {
      if (part === null || typeof part !== 'object') return;
      const { description, type, anyOf, $ref } = part as Record<string, unknown>;
      const isField = typeof type === 'string' || anyOf !== undefined || $ref !== undefined;
      if (typeof description === 'string' && isField && fieldRu(description) === undefined)
        missing.add(description);
      for (const inner of Object.values(part)) look(inner);
    };
    const { schemas, operations } = readDescription();
    // What the columns of files hold, the dictionary says in both languages.
    for (const [name, schema] of Object.entries(schemas)) if (!name.endsWith('Row')) look(schema);
    for (const { parameters, requestBody } of operations) look([parameters, requestBody]);
    expect([...missing]).toEqual([]);
  });

  // Each page in both widths; axe, which takes seconds, in one of the two by turns.
  const looks = PATHS.flatMap((path, n) =>
    ([[320, 'light', 'ru'], [1280, 'dark', 'en']] as const).map(([width, colorScheme, lang], i) => ({ path, width, colorScheme, lang, axe: n % 2 === i })),
  ); // prettier-ignore

  it.each(looks)('$path, $lang, $colorScheme, $width px: no fault, no complaint, no sideways scroll', async (look) => {
    const { path, width, colorScheme, lang, axe } = look;
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${service.url}${path}?lang=${lang}`);
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`);
    const { violations } = axe ? await new AxeBuilder({ page }).analyze() : { violations: [] };
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  }); // prettier-ignore
});
