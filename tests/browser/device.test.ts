import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isShell, openProfile } from '../_support/browser.ts';
import { temporaryFolder } from '../_support/make.ts';
import { BLOCKING_PATTERNS, HIDING_SELECTORS } from './hiding-rules.ts';
import { articleHtml } from './newspaper.ts';
import { openStage, reachesPayment, visit, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ isWhole: true });
});
afterAll(() => stage.close());

const article = (path: string) => stage.newspaper.print(path, { html: articleHtml(stage.service.url) });

/** What a browser says to a page where its settings forbid storage. A shell has no settings and ignores them. */
const REFUSED = `for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(globalThis, name, {
    get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); },
  });`;

describe('storage', () => {
  test('switched off in the browser’s settings: the box shows, thanks and leads to the payment page', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder.path, 'Default'));
    writeFileSync(
      join(folder.path, 'Default', 'Preferences'),
      // 2 is "block", for cookies and everything like them.
      JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
    );
    const context = await openProfile(folder.path);
    if (isShell()) await context.addInitScript(REFUSED);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    const box = page.locator('reader-support');
    await page.goto(article('/blocked'));
    const storage = await page.evaluate<string>(
      `(() => { try { return typeof localStorage; } catch (error) { return error.name; } })()`,
    );
    expect(storage).toBe('SecurityError');
    await box.locator('form').waitFor();
    await page.goto(`${article('/blocked')}?rs=t`);
    await expect.poll(() => box.locator('[part=root]').innerText()).toContain('Thank you for supporting us.');
    await page.goto(article('/blocked'));
    await box.locator('[part=submit]').click();
    await reachesPayment(page, stage);
    expect(faults).toEqual([]);
    await context.close();
    folder.remove();
  });

  test('full or refusing: the same', async () => {
    const { page, box, faults, state, close } = await visit(stage);
    await page.addInitScript(
      `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`,
    );
    await page.goto(`${article('/full')}?rs=t`);
    await expect.poll(() => box.locator('[part=root]').innerText()).toContain('Thank you for supporting us.');
    await page.goto(article('/full'));
    await expect.poll(state).toBe('form');
    expect(faults).toEqual([]);
    await close();
  });

  test('holding something of another program’s under our key: the box shows', async () => {
    for (const value of ['', 'null', '7', '{"v":1}', '{"v":1,"q":"x"}', '{"v":2,"q":99999999}', '\u0000{']) {
      const { page, state, faults, close } = await visit(stage);
      await page.addInitScript(`localStorage.setItem('rs', ${JSON.stringify(value)})`);
      await page.goto(article('/foreign'));
      await expect.poll(state, { message: value }).toBe('form');
      expect(faults).toEqual([]);
      await close();
    }
  });
});

describe('a clock that is two days off', () => {
  test.each([
    ['behind', -2],
    ['ahead', 2],
  ])('%s: the box shows and leads to the payment page', async (_, days) => {
    const { page, box, go, faults, close } = await visit(stage);
    await page.clock.setSystemTime(Date.now() + days * 86_400_000);
    await page.goto(article('/clock'));
    await box.locator('form').waitFor();
    await go.click();
    await reachesPayment(page, stage);
    expect(faults).toEqual([]);
    await close();
  });

  test('the reminder’s earliest day by a clock that is behind: the server says which days there are', async () => {
    const { page, box, go, state, close } = await visit(stage);
    const device = Date.now() - 2 * 86_400_000;
    await page.clock.setSystemTime(device);
    await page.goto(article('/clock'));
    await box.locator('[part=remind]').click();
    await box.locator('[name=when][value=date]').check();
    // Tomorrow by this device; yesterday for everyone else.
    await box.locator('[type=date]').fill(new Date(device + 86_400_000).toISOString().slice(0, 10));
    await box.locator('[type=email]').fill('reader@example.net');
    await go.click();
    await expect.poll(() => box.locator('[part=error]').first().innerText()).toContain('Choose a day from');
    expect(await state()).toBe('reminder');
    await box.getByRole('radio', { name: /three months/ }).check();
    await go.click();
    await expect.poll(state).toBe('inbox');
    await close();
  });
});

describe('lists that hide and block', () => {
  const PAGES = ['/', '/give', '/remind', '/thanks?s=unknown', '/nowhere'];

  test('no rule finds an element, class or id of the box or of our pages', async () => {
    const { page, box, close } = await visit(stage);
    const caught = (selectors: readonly string[]) =>
      page.evaluate<string[]>(
        `${JSON.stringify(selectors)}.flatMap((one) => look.all(one).map((e) => one + ' hides ' + e.outerHTML.slice(0, 90)))`,
      );
    await page.goto(article('/listed'));
    await box.locator('form').waitFor();
    // The rules are tried on something that they must find, or finding nothing would prove nothing.
    await page.evaluate(`document.querySelector('h1').className = 'donation-widget'`);
    expect(await caught(HIDING_SELECTORS)).toHaveLength(2);
    await page.evaluate(`document.querySelector('h1').className = ''`);
    expect(await caught(HIDING_SELECTORS)).toEqual([]);
    await box.locator('[part=remind]').click();
    await box.locator('[type=email]').waitFor();
    expect(await caught(HIDING_SELECTORS)).toEqual([]);
    for (const path of PAGES) {
      await page.goto(stage.service.url + path);
      expect([path, ...(await caught(HIDING_SELECTORS))]).toEqual([path]);
    }
    await close();
  });

  test('with the rules at work the box is seen and used, and no address of ours is blocked', async () => {
    const { page, box, go, state, close } = await visit(stage);
    const blocked: string[] = [];
    await page.route('**', (route) => {
      const { pathname } = new URL(route.request().url());
      if (BLOCKING_PATTERNS.some((pattern) => pattern.test(pathname))) {
        blocked.push(pathname);
        return route.abort();
      }
      return route.continue();
    });
    await page.goto(article('/listed'));
    await page.addStyleTag({ content: `${HIDING_SELECTORS.join(',')}{display:none!important}` });
    await box.locator('form').waitFor();
    await box.locator('[part=remind]').click();
    await box.locator('[type=email]').waitFor();
    await box.locator('[type=email]').fill('reader-listed@example.net');
    await go.click();
    await expect.poll(state).toBe('inbox');
    await page.keyboard.press('Escape');
    await go.click();
    await reachesPayment(page, stage);
    expect(blocked).toEqual([]);
    await close();
  });
});
