import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults, layoutFaults } from './checks.ts';
import { articleHtml } from './newspaper.ts';
import { openStage, visit, type Stage, type Visit } from './stage.ts';
import { openState, STATES, type Lang } from './states.ts';

const ALL = process.env['BROWSER_ALL'] !== undefined;
/** What has the most words or the least room; with --all, every state. */
const TIGHT = STATES.filter(
  ({ name }) => ALL || ['form', 'notice', 'invalid, too much', 'busy', 'limited', 'reminder'].includes(name),
);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function eachState(
  options: BrowserContextOptions,
  lang: Lang,
  check: (visit: Visit, name: string) => Promise<void>,
): Promise<void> {
  const reader = await visit(stage, options);
  for (const one of TIGHT) {
    await openState(stage, reader, one, lang);
    await check(reader, one.name);
  }
  await reader.close();
}

const narrow = { viewport: { width: 320, height: 800 } };

test.each(ALL ? (['en', 'ru'] as const) : (['ru'] as const))(
  'text of twice the size, in %s, on 320 px: nothing scrolls sideways, nothing is cut',
  async (lang) => {
    await eachState(narrow, lang, async ({ page }, name) => {
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      expect([name, ...(await layoutFaults(page))]).toEqual([name]);
    });
  },
);

test('the hosted pages with text of twice the size, on 320 px', async () => {
  const { page, close } = await visit(stage, narrow);
  for (const path of [
    '/',
    '/give?lang=ru',
    '/remind?lang=ru',
    '/thanks?s=unknown&lang=ru',
    '/nowhere?lang=ru',
  ]) {
    await page.goto(stage.service.url + path);
    await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
    expect([path, ...(await layoutFaults(page))]).toEqual([path]);
  }
  await close();
});

/** WCAG 1.4.12, put into every shadow root as well. */
const SPACING = `for (const root of look.roots()) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}`;

test('text spacing of 1.4.12: nothing is lost', async () => {
  await eachState(narrow, 'ru', async ({ page }, name) => {
    await page.evaluate(SPACING);
    expect([name, ...(await layoutFaults(page))]).toEqual([name]);
  });
});

test('forced colours: every control has an edge, the choice and the focus can be told by it', async () => {
  const { page, box, close } = await visit(stage, { forcedColors: 'active' });
  await page.goto(stage.newspaper.print('/forced', { html: articleHtml(stage.service.url) }));
  await box.locator('form').waitFor();
  const edge = (selector: string) =>
    page.evaluate<{ width: number; seen: boolean }>(`(() => {
      const e = look.all(${JSON.stringify(selector)}).find(look.shown);
      const { borderTopWidth, borderTopColor, borderTopStyle } = getComputedStyle(e);
      return { width: borderTopStyle === 'none' ? 0 : parseFloat(borderTopWidth), seen: borderTopColor !== getComputedStyle(document.body).backgroundColor };
    })()`);
  const chosen = await edge('label:has([name=amount_monthly]:checked)');
  const free = await edge('label:has([name=amount_monthly]:not(:checked))');
  expect(chosen).toEqual({ width: 3, seen: true });
  expect(free).toEqual({ width: 1, seen: true });
  expect(await edge('[part=submit]')).toEqual({ width: 1, seen: true });
  await box.locator('[name=amount_monthly][value=other]').click();
  expect(await edge('[part=field]')).toEqual({ width: 1, seen: true });
  await box.locator('[part=submit]').click();
  await box.locator('[part=error]').waitFor();
  const { ring } = await page.evaluate<{ ring: string | null }>('look.focus()');
  expect(ring).toMatch(/^2px/);
  expect(await layoutFaults(page)).toEqual([]);
  await close();
});

test('reduced motion: nothing moves, not even while the payment page opens', async () => {
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    const reader = await visit(stage, { reducedMotion });
    const busy = STATES.find(({ name }) => name === 'busy');
    if (busy === undefined) throw new Error('no busy state');
    await openState(stage, reader, busy, 'en');
    await reader.go.hover({ force: true });
    const moving = await reader.page.evaluate<string[]>('look.moving()');
    // With motion there is the spinner: the check can fail.
    expect([reducedMotion, moving.length > 0]).toEqual([reducedMotion, reducedMotion === 'no-preference']);
    await reader.close();
  }
});

describe('right to left', () => {
  test('the box is mirrored: order, ticks, arrow and currency stand on the other side', async () => {
    const { page, box, close, faults } = await visit(stage, narrow);
    await page.route('**/v1/widget-config*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), lang: 'ar' } });
    });
    await page.goto(
      stage.newspaper.print('/rtl', { html: articleHtml(stage.service.url, { lang: 'ar', dir: 'rtl' }) }),
    );
    await box.locator('form').waitFor();
    const left = (selector: string) =>
      page.evaluate<number>(
        `look.all(${JSON.stringify(selector)}).find(look.shown).getBoundingClientRect().left`,
      );
    expect(await left('label:has([value=once])')).toBeGreaterThan(await left('label:has([value=annual])'));
    expect(await left('label:has([name=amount_monthly][value="2"])')).toBeGreaterThan(
      await left('label:has([name=amount_monthly][value="10"])'),
    );
    expect(await left('[part=currency]')).toBeLessThan(100);
    const mirrored = await page.evaluate<string>(
      `getComputedStyle(look.all('[part=submit] svg').find(look.shown)).scale`,
    );
    expect(mirrored).toBe('-1 1');
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });
});
