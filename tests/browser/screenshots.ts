// npm run screenshots: draws the pictures of docs/screenshots from the running service, in a browser that has the
// fonts of the design (PT Serif and Inter; Noto Sans Arabic for the Arabic one).
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { openStage, reachesPayment, visit, type Stage, type Visit } from './stage.ts';
import { openState, STATES, type BoxState } from './states.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));
/** The clock stands still, so that a picture changes only where its page does. */
const NOW = new Date('2026-11-25T12:00:00Z');

type Picture = {
  name: string;
  path: string;
  width: number;
  options?: BrowserContextOptions;
  enter?: (reader: Visit, stage: Stage) => Promise<unknown>;
  /** The box alone instead of the whole page. */
  box?: true;
};

const dark: BrowserContextOptions = { colorScheme: 'dark' };
const article = (lang: string) => `/demo?bare=1&lang=${lang}`;

const PICTURES: readonly Picture[] = [
  { name: 'article', path: article('en'), width: 900 },
  { name: 'article-dark', path: article('en'), width: 900, options: dark },
  { name: 'article-320', path: article('ru'), width: 320 },
  { name: 'article-arabic', path: article('ar'), width: 900 },
  {
    name: 'reminder',
    path: article('en'),
    width: 760,
    box: true,
    enter: async ({ box }) => {
      await box.locator('[part=remind]').click();
      await box.locator('[type=email]').waitFor();
    },
  },
  { name: 'give', path: '/give?lang=en&campaign=letter', width: 900 },
  {
    name: 'thanks',
    path: '/give?lang=en&frequency=monthly',
    width: 900,
    enter: async ({ page }, stage) => {
      await page.locator('[part=submit]').click();
      await reachesPayment(page, stage);
      await page.locator('button[name=card][value=good]').click();
      await page.waitForURL('**/thanks?**');
      await stage.service.settle();
      await page.reload();
    },
  },
  { name: 'not-found', path: '/nowhere?lang=en', width: 900 },
  { name: 'theming', path: '/docs/theming?lang=en', width: 1280 },
];

/** CSS pixels; pictures are put side by side as they were drawn, without scaling. */
const SHEET_COLUMN = 480;
/** Shown side by side, as in the design. */
const STATE_NAMES = ['invalid', 'busy', 'offline', 'limited', 'back', 'inbox', 'supporter'];

const stage = await openStage({
  isWhole: true,
  publisher: {
    legalEntity: 'Example Media Foundation, Amsterdam',
    privacyUrl: 'https://news.example.org/privacy',
  },
});
mkdirSync(FOLDER, { recursive: true });
for (const picture of PICTURES) await take(picture);
await takeStates();
await stage.close();

async function take({ name, path, width, options, enter, box }: Picture): Promise<void> {
  const reader = await visit(stage, {
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const { page } = reader;
  await page.clock.setFixedTime(NOW);
  await page.goto(stage.service.url + path);
  if (path.startsWith('/demo')) await reader.box.locator('form').waitFor();
  await enter?.(reader, stage);
  await page.waitForLoadState('networkidle');
  // No button stays as it looks under the pointer.
  await page.mouse.move(0, 0);
  const target = box ? reader.box : page;
  await target.screenshot({
    path: `${FOLDER}/${name}.png`,
    animations: 'disabled',
    ...(box || name === 'theming' ? {} : { fullPage: true }),
  });
  process.stdout.write(`${name}\n`);
  await reader.close();
}

/** Every state of the list, each drawn by the box itself, on one sheet. */
async function takeStates(): Promise<void> {
  const boxes: string[] = [];
  for (const name of STATE_NAMES) {
    const one = STATES.find((state) => state.name === name) as BoxState;
    const reader = await visit(stage, {
      viewport: { width: SHEET_COLUMN, height: 900 },
      reducedMotion: 'reduce',
    });
    await openState(stage, reader, one, 'en');
    await reader.page.mouse.move(0, 0);
    const picture = await reader.box.screenshot({ animations: 'disabled' });
    boxes.push(picture.toString('base64'));
    await reader.close();
  }
  const page = await stage.browser.newPage({ viewport: { width: 3 * SHEET_COLUMN + 4 * 24, height: 800 } });
  await page.setContent(
    `<!doctype html><style>body{margin:24px;display:grid;grid-template-columns:repeat(3,max-content);gap:24px;align-items:start}</style>${boxes.map((box) => `<img src="data:image/png;base64,${box}">`).join('')}`,
  );
  await page.screenshot({ path: `${FOLDER}/states.png`, fullPage: true });
  await page.close();
  process.stdout.write('states\n');
}
