import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measured } from './measured.ts';
import { articleHtml } from './newspaper.ts';
import { openStage, reachesPayment, visit, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** 400 kbit/s, 400 ms, and a processor a fourth as fast. */
async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const bytes = (400 * 1_000) / 8;
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: bytes,
    uploadThroughput: bytes,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

/** When words and box appear, what moves meanwhile, and what keeps the processor busy. */
const WATCH = `
globalThis.seen = { shift: 0, longest: 0, input: 0 };
const watch = (type, note, more) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
watch('layout-shift', (one) => { if (!one.hadRecentInput) seen.shift += one.value; });
watch('longtask', (one) => { seen.longest = Math.max(seen.longest, one.duration); });
watch('event', (one) => { seen.input = Math.max(seen.input, one.duration); }, { durationThreshold: 16 });
watch('paint', (one) => { if (one.name === 'first-contentful-paint') seen.text = one.startTime; });
const look4box = () => {
  const form = document.querySelector('reader-support')?.shadowRoot?.querySelector('form');
  if (form) seen.box = performance.now();
  else requestAnimationFrame(look4box);
};
requestAnimationFrame(look4box);`;

type Seen = { shift: number; longest: number; input: number; text: number; box: number };

const ms = (value: number): string => `${Math.round(value)} ms`;

const LONG = Array.from(
  { length: 30 },
  () => '<p>A line of the article that is read before the box is reached.</p>',
);
const RESERVED =
  '<style>reader-support:not(:defined),reader-support:state(loading){display:block;min-block-size:VAL}</style>';

test.each([
  ['phone', 320, 568],
  ['desktop', 1280, 900],
] as const)(
  'the demo’s article on slow 3G and a slow %s: nothing moves, and the box is used',
  async (name, width, height) => {
    const { page, box, go, close } = await visit(stage, { viewport: { width, height } });
    await page.addInitScript(WATCH);
    await slow(page);
    await page.goto(stage.service.url, { waitUntil: 'commit' });
    await box.locator('form').waitFor();
    const loaded = await page.evaluate<Seen>('seen');
    // CLS is no time: it is the same on a busy machine.
    expect(loaded.shift).toBeLessThanOrEqual(0.01);
    await box.locator('[name=frequency][value=annual]').check();
    await box.locator('[name=amount_annual][value=other]').click();
    await box.locator('#rs-other-annual').pressSequentially('75');
    const used = await page.evaluate<Seen>('seen');
    await go.click();
    await reachesPayment(page, stage);
    measured(
      `slow 3G and 4x CPU, ${name}`,
      `article text after ${ms(loaded.text)}, box ${ms(loaded.box - loaded.text)} later, CLS ${loaded.shift.toFixed(4)}, longest task ${ms(loaded.longest)}, slowest input ${ms(used.input)}`,
    );
    await close();
  },
);

test.each([
  ['below the fold', LONG.join(''), ''],
  ['in sight, with the room reserved', '', RESERVED],
] as const)('a box %s of a publisher’s page moves nothing', async (where, above, style) => {
  const { page, box, close } = await visit(stage, { viewport: { width: 700, height: 900 } });
  await page.addInitScript(WATCH);
  // The box's own height at this width, as a publisher measures it once.
  await page.goto(stage.newspaper.print('/shift', { html: articleHtml(stage.service.url) }));
  await box.locator('form').waitFor();
  const height = await box.evaluate((element: unknown) => (element as { offsetHeight: number }).offsetHeight);
  await slow(page);
  const html = articleHtml(stage.service.url, { head: style.replace('VAL', `${height}px`) });
  await page.goto(stage.newspaper.print('/shift', { html: html.replace('<p>Before', `${above}<p>Before`) }));
  await box.locator('form').waitFor();
  const { shift } = await page.evaluate<Seen>('seen');
  expect(shift).toBeLessThanOrEqual(above === '' ? 0.01 : 0);
  measured(`CLS, ${where}`, shift.toFixed(4));
  await close();
});
