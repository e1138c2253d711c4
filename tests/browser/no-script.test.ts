import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, reachesPayment, visit, type Stage, type Visit } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const reader = (width = 320): Promise<Visit> =>
  visit(stage, { javaScriptEnabled: false, viewport: { width, height: 800 } });
const go = (page: Page) => page.locator('[part=submit]');

/** What the sandbox would take: the amount stands on the payment page. */
const amountOnPage = async (page: Page): Promise<string> =>
  (await page.locator('body').innerText()).replaceAll('\u00a0', ' ');

describe.each(['en', 'ru'] as const)('without scripts, in %s', (lang) => {
  test.each([
    ['once', '25', '25'],
    ['monthly', '5', '5'],
    ['annual', '60', '60'],
  ])('%s, a preset: reaches the payment page', async (frequency, value, shown) => {
    const { page, close } = await reader();
    await page.goto(`${stage.service.url}/give?lang=${lang}&campaign=letter`);
    await page.locator(`[name=frequency][value=${frequency}]`).check();
    expect(await page.locator('fieldset[part=amounts]:visible').count()).toBe(1);
    await page.locator(`[name=amount_${frequency}][value="${value}"]`).check();
    await go(page).click();
    await reachesPayment(page, stage);
    expect(await amountOnPage(page)).toMatch(new RegExp(`\\b${shown}\\b`));
    await close();
  });

  test('Other: an error page that keeps what was typed, then the payment page', async () => {
    const { page, close } = await reader();
    await page.goto(`${stage.service.url}/give?lang=${lang}&frequency=annual`);
    await page.locator('[name=amount_annual][value=other]').check();
    const field = page.locator('#rs-other-annual');
    await field.fill('7,5o');
    await go(page).click();
    expect(await page.title()).toMatch(lang === 'ru' ? /^Ошибка: / : /^Error: /);
    expect(await field.inputValue()).toBe('7,5o');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('a[href="#rs-other-annual"]').count()).toBe(1);
    expect(await layoutFaultsOf(page)).toBe(0);
    await field.fill('75,50');
    await go(page).click();
    await reachesPayment(page, stage);
    expect(await amountOnPage(page)).toMatch(/75[.,]50/);
    await close();
  });

  test('another currency has its own presets; turning back at the payment page charges nothing', async () => {
    const { page, close } = await reader();
    await page.goto(`${stage.service.url}/give?lang=${lang}`);
    await page.locator('#rs-currency').selectOption('GBP');
    await page.locator('button[name=do]').click();
    expect(await page.locator('label:has([name=amount_monthly])').first().innerText()).toContain('£');
    await go(page).click();
    await reachesPayment(page, stage);
    await page
      .getByRole('link', { name: /back|назад|вернуться/i })
      .first()
      .click();
    await page.waitForURL((url) => url.origin !== new URL(stage.service.sandbox.url).origin);
    expect(page.url()).toMatch(/\/give\?/);
    expect(await page.locator('[part=notice][role=status]').innerText()).toContain(
      lang === 'ru' ? 'Деньги не списаны' : 'Nothing was charged',
    );
    await close();
  });

  test('a reminder: the calendar file, and by mail with its confirmation', async () => {
    const { page, close } = await reader();
    await page.goto(`${stage.service.url}/give?lang=${lang}`);
    await page.locator('[part=remind]').click();
    await page.waitForURL('**/remind?**');
    const download = page.waitForEvent('download');
    await page.locator('form[action$="calendar.ics"] button, a[href*="calendar.ics"]').first().click();
    expect((await download).suggestedFilename()).toMatch(/\.ics$/);
    const email = `reader-${lang}@example.net`;
    await page.locator('[type=email]').fill(email);
    await page.locator('form:has([type=email]) button').first().click();
    await page.locator('h1').waitFor();
    await expect.poll(() => stage.inbox.messages().some(({ to }) => to === email)).toBe(true);
    const mail = stage.inbox.messages().find(({ to }) => to === email);
    const link = /https?:\/\/\S+\/r\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    await page.goto(link);
    await page.locator('form[action$="/confirm"] button').click();
    expect(await page.locator('h1').innerText()).toMatch(lang === 'ru' ? /^Готово/ : /^Done/);
    await close();
  });

  test('cancelling at the payment page, then giving after all: the thank-you page', async () => {
    const { page, close } = await reader(1280);
    await page.goto(`${stage.service.url}/give?lang=${lang}&frequency=once&amount=33`);
    await go(page).click();
    await reachesPayment(page, stage);
    await page.locator('button[name=card][value=good]').click();
    await page.waitForURL('**/thanks?**');
    await stage.service.settle();
    await page.reload();
    expect(await page.locator('h1').innerText()).toBe(
      lang === 'ru' ? 'Спасибо. Это настоящая помощь.' : 'Thank you. That is real help.',
    );
    await close();
  });
});

/** Scripts are off in the page, so only what the engine itself tells is asked. */
async function layoutFaultsOf(page: Page): Promise<number> {
  const widths = await page.locator('html').evaluate((html: unknown) => {
    const { scrollWidth, clientWidth } = html as { scrollWidth: number; clientWidth: number };
    return scrollWidth - clientWidth;
  });
  return widths;
}
