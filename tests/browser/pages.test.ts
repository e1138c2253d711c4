import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './checks.ts';
import { openStage, reachesPayment, visit, type Stage, type Visit } from './stage.ts';

const ALL = process.env['BROWSER_ALL'] !== undefined;
const LOOKS = ALL
  ? (['en', 'ru'] as const).flatMap((lang) =>
      (['light', 'dark'] as const).flatMap((colorScheme) =>
        [320, 768, 1280].map((width) => ({ lang, colorScheme, width })),
      ),
    )
  : ([
      { lang: 'ru', colorScheme: 'dark', width: 320 },
      { lang: 'en', colorScheme: 'light', width: 1280 },
    ] as const);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A page of the real service, and how a reader gets to it. */
type Way = [name: string, path: string, then?: (visit: Visit) => Promise<void>];

const submit = async ({ page }: Visit): Promise<void> => {
  await page.locator('[part=submit]').click();
};

const WAYS: Way[] = [
  ['the demo’s article', '/'],
  ['give', '/give?campaign=letter'],
  [
    'give with a fault',
    '/give?frequency=annual',
    async (visit) => {
      await visit.page.locator('[name=amount_annual][value=other]').check();
      await visit.page.locator('#rs-other-annual').fill('7,5o');
      await submit(visit);
    },
  ],
  ['give after turning back', '/give?rs=c'],
  ['remind', '/remind'],
  [
    'remind with a fault',
    '/remind',
    async ({ page }) => {
      await page.locator('[type=email]').fill('nobody');
      await page.locator('form:has([type=email]) button').first().click();
    },
  ],
  [
    'remind, check your inbox',
    '/remind',
    async ({ page }) => {
      await page.locator('[type=email]').fill(`reader-${Math.random()}@example.net`);
      await page.locator('form:has([type=email]) button').first().click();
    },
  ],
  [
    'thanks, paid',
    '/give?frequency=monthly',
    async (visit) => {
      await submit(visit);
      await reachesPayment(visit.page, stage);
      await visit.page.locator('button[name=card][value=good]').click();
      await visit.page.waitForURL('**/thanks?**');
      await stage.service.settle();
      await visit.page.reload();
    },
  ],
  ['thanks, unknown', '/thanks?s=unknown'],
  ['a reminder’s link that no longer works', '/r/nothing?'],
  ['not here', '/nowhere'],
];

describe.each(LOOKS)('pages in $lang, $colorScheme, $width px', ({ lang, colorScheme, width }) => {
  test.each(WAYS)('%s: all of it can be read, pressed and heard', async (_, path, then) => {
    const reader = await visit(stage, { colorScheme, viewport: { width, height: 900 }, locale: lang });
    await reader.page.goto(`${stage.service.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
    await then?.(reader);
    await reader.page.locator('h1').waitFor();
    if (path === '/') await reader.box.locator('form').waitFor();
    expect(await reader.page.evaluate('document.documentElement.lang')).toBe(lang);
    expect(await faultsOf(reader.page)).toEqual([]);
    expect(reader.faults).toEqual([]);
    await reader.close();
  });
});
