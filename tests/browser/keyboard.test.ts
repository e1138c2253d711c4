import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { articleHtml } from './newspaper.ts';
import { isFocused, openStage, reachesPayment, visit, type Stage } from './stage.ts';

type Stop = { name: string; ring: string | null; inView: boolean } | null;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A reader who has no mouse; counts the presses of Tab and looks at every stop. */
function reader(page: Page) {
  const stops: string[] = [];
  const look = async (): Promise<string> => {
    const stop = await page.evaluate<Stop>('look.focus()');
    if (stop === null) return '';
    expect([stop.name, stop.ring]).toEqual([stop.name, expect.stringMatching(/^[2-9]/)]);
    expect([stop.name, stop.inView]).toEqual([stop.name, true]);
    return stop.name;
  };
  return {
    stops,
    look,
    async tab(key = 'Tab') {
      await page.keyboard.press(key);
      stops.push(await look());
    },
    async press(...keys: string[]) {
      for (const key of keys) await page.keyboard.press(key);
    },
  };
}

test('annual, Other, an error, the correction, a reminder and back, Continue: nine presses of Tab at most', async () => {
  const { page, box, close, faults } = await visit(stage, { viewport: { width: 1280, height: 700 } });
  await page.goto(stage.newspaper.print('/keys', { html: articleHtml(stage.service.url) }));
  await box.locator('form').waitFor();
  const keys = reader(page);

  await keys.tab();
  await keys.press('ArrowRight');
  await expect.poll(() => box.locator('[name=frequency][value=annual]').isChecked()).toBe(true);
  await keys.tab();
  await keys.tab();
  await keys.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  // The arrows only pass over Other: the focus stays in the group.
  expect(await keys.look()).toBe('amount_annual');
  expect(await box.locator('[name=amount_annual][value=other]').isChecked()).toBe(true);
  await keys.press('Enter');
  const field = box.locator('#rs-other-annual');
  await expect.poll(() => isFocused(field)).toBe(true);
  expect(await keys.look()).toBe('other_annual');
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await page.keyboard.type('75');
  await expect.poll(() => field.getAttribute('aria-invalid')).toBeNull();
  await keys.tab();
  await keys.tab();
  await keys.press('Enter');
  await expect.poll(() => isFocused(box.locator('[part=heading]'))).toBe(true);
  await keys.press('Escape');
  await expect.poll(() => isFocused(box.locator('[part=remind]'))).toBe(true);
  expect(await field.inputValue()).toBe('75');
  await keys.tab('Shift+Tab');
  await keys.press('Enter');
  await reachesPayment(page, stage);

  expect(keys.stops).toEqual([
    'frequency',
    'currency',
    'amount_annual',
    'Continue',
    'Remind me later.',
    'Continue',
  ]);
  expect(keys.stops.length).toBeLessThanOrEqual(9);
  expect(faults).toEqual([]);
  await close();
});

test('the panel by keyboard: one stop per group, and Back leads to where it came from', async () => {
  const { page, box, close } = await visit(stage, { viewport: { width: 320, height: 700 } });
  await page.goto(stage.newspaper.print('/keys', { html: articleHtml(stage.service.url) }));
  await box.locator('[part=remind]').focus();
  const keys = reader(page);
  await keys.press('Enter');
  await expect.poll(() => isFocused(box.locator('[part=heading]'))).toBe(true);
  await keys.tab();
  await keys.press('ArrowDown', 'ArrowDown');
  await keys.tab();
  // A date field is three stops of the browser's own: day, month, year, and perhaps its calendar.
  while (keys.stops.at(-1) === 'date') await keys.tab();
  const rest = [keys.stops.at(-1)];
  while (keys.stops.at(-1) !== 'Back') {
    await keys.tab();
    rest.push(keys.stops.at(-1));
    expect(rest.length).toBeLessThan(6);
  }
  expect(keys.stops[0]).toBe('when');
  expect(new Set(rest)).toEqual(new Set(['Back', 'Save it to your calendar', 'Send me an e-mail', 'email']));
  await keys.press('Enter');
  await expect.poll(() => isFocused(box.locator('[part=remind]'))).toBe(true);
  await close();
});

test('on the demo’s article the way through the box is the same, and the first stop skips the masthead', async () => {
  const { page, box, close } = await visit(stage);
  await page.goto(stage.service.url);
  await box.locator('form').waitFor();
  const keys = reader(page);
  await keys.tab();
  await keys.press('Enter');
  while (keys.stops.at(-1) !== 'frequency') {
    await keys.tab();
    expect(keys.stops.length).toBeLessThan(9);
  }
  for (let i = 0; i < 4; i++) await keys.tab();
  expect(keys.stops.slice(-5)).toEqual([
    'frequency',
    'currency',
    'amount_monthly',
    'Continue',
    'Remind me later.',
  ]);
  await close();
});
