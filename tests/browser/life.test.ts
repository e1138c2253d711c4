import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isShell } from '../_support/browser.ts';
import { articleHtml } from './newspaper.ts';
import { openStage, reachesPayment, visit, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  // Playwright switches the back/forward cache off; readers have it.
  stage = await openStage({ isWhole: true, launch: { ignoreDefaultArgs: ['--disable-back-forward-cache'] } });
});
afterAll(() => stage.close());

const article = (path: string, more: Parameters<typeof articleHtml>[1] = {}): string =>
  stage.newspaper.print(path, { html: articleHtml(stage.service.url, more) });

test('two boxes on a page: each keeps its own choice, and Continue is the one that was pressed', async () => {
  const { page, faults, close } = await visit(stage);
  await page.goto(article('/two', { boxes: 2 }));
  const [first, second] = [page.locator('reader-support').first(), page.locator('reader-support').last()];
  await first.locator('form').waitFor();
  await second.locator('form').waitFor();
  await first.locator('[name=frequency][value=annual]').check();
  await second.locator('[name=amount_monthly][value="20"]').check();
  expect(await first.locator('[part=terms]').innerText()).toContain('$60 today, then $60 every year');
  expect(await second.locator('[part=terms]').innerText()).toContain('$20 today, then $20 every month');
  const sent = page.waitForRequest('**/v1/checkout');
  await second.locator('[part=submit]').click();
  expect((await sent).postDataJSON()).toMatchObject({ frequency: 'monthly', amountMinor: 2_000 });
  await reachesPayment(page, stage);
  expect(faults).toEqual([]);
  await close();
});

/** What the engine counts after it has collected its garbage. */
async function counted(page: Page): Promise<{ nodes: number; listeners: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { nodes, listeners: jsEventListeners };
}

test('removed and put back fifty times: nothing leaks, the choice and the button live', async () => {
  const { page, box, go, faults, close } = await visit(stage);
  await page.goto(article('/again'));
  await box.locator('form').waitFor();
  const rounds = (times: number) =>
    page.evaluate(`(async () => {
      const place = document.querySelector('main');
      for (let i = 0; i < ${times}; i++) {
        const box = document.querySelector('reader-support');
        box.remove();
        // Now and then a new one instead, as a page that draws itself again does it.
        const next = i % 2 ? box : box.cloneNode(true);
        place.append(next);
        while (next.state !== 'form') await new Promise((done) => setTimeout(done));
      }
    })()`);
  await rounds(10);
  const before = await counted(page);
  await rounds(50);
  const after = await counted(page);
  expect(after.listeners - before.listeners).toBeLessThanOrEqual(2);
  expect(after.nodes - before.nodes).toBeLessThanOrEqual(40);
  await go.click();
  await reachesPayment(page, stage);
  expect(faults).toEqual([]);
  await close();
});

test('a site that changes its pages without loading: the box of the next article sends its address', async () => {
  const { page, box, go, faults, close } = await visit(stage);
  await page.goto(article('/first'));
  await box.locator('form').waitFor();
  // Away while a request is under way, and the script put in once more: as such sites do.
  await page.evaluate(`(() => {
    const first = document.querySelector('reader-support');
    first.setAttribute('lang', 'ru');
    history.pushState(null, '', '/second?id=7');
    const main = document.createElement('main');
    const box = document.createElement('reader-support');
    box.setAttribute('campaign', 'second');
    main.append(document.createElement('h1'), box);
    const script = document.createElement('script');
    script.type = 'module';
    script.src = document.querySelector('script').src;
    document.body.replaceChildren(main, script);
  })()`);
  await box.locator('form').waitFor();
  const sent = page.waitForRequest('**/v1/checkout');
  await go.click();
  expect((await sent).postDataJSON()).toMatchObject({
    campaign: 'second',
    returnTo: `${stage.newspaper.url}/second?id=7#monthly,5,USD`,
  });
  await reachesPayment(page, stage);
  expect(faults).toEqual([]);
  await close();
});

test('Back from the payment page, out of the browser’s memory: nothing was charged, the button lives', async () => {
  const { page, box, go, state, faults, close } = await visit(stage);
  await page.addInitScript(
    `addEventListener('pageshow', (event) => (globalThis.cameBack = event.persisted))`,
  );
  const refused = await reasonsToForget(page);
  await page.goto(article('/back'));
  await box.locator('form').waitFor();
  await box.locator('[name=amount_monthly][value="20"]').check();
  await go.click();
  await reachesPayment(page, stage);
  await page.goBack({ waitUntil: 'commit' });
  if (isShell()) {
    // All that speaks against keeping this page is that a shell keeps none and prepares for none.
    await expect
      .poll(() => refused.toSorted())
      .toEqual(['BackForwardCacheDisabledForDelegate', 'BrowsingInstanceNotSwapped']);
    await leaveAndReturn(page);
  }
  // Proof that it is the same page and not a new one.
  await expect.poll(() => page.evaluate('globalThis.cameBack')).toBe(true);
  await expect.poll(state).toBe('back');
  expect(await box.locator('[part=notice]').innerText()).toContain('Nothing was charged.');
  expect(await box.locator('[name=amount_monthly][value="20"]').isChecked()).toBe(true);
  expect(await go.getAttribute('aria-disabled')).toBeNull();
  await go.click();
  await reachesPayment(page, stage);
  expect(faults).toEqual([]);
  await close();
});

/** What the engine says, whenever it comes back to a page that it has not kept. */
async function reasonsToForget(page: Page): Promise<string[]> {
  const reasons: string[] = [];
  const session = await page.context().newCDPSession(page);
  await session.send('Page.enable');
  session.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) =>
    reasons.push(...notRestoredExplanations.map(({ reason }) => reason)),
  );
  return reasons;
}

/**
 * The same in a browser that keeps no page: the payment page does not open, so the article stands as it was left,
 * and it hears what it would hear on return.
 */
async function leaveAndReturn(page: Page): Promise<void> {
  const box = page.locator('reader-support');
  const payment = `${stage.service.sandbox.url}/**`;
  await page.reload();
  await box.locator('[name=amount_monthly][value="20"]').check();
  await page.route(payment, (route) => route.fulfill({ status: 204 }));
  const answered = page.waitForResponse(payment);
  await box.locator('button[type=submit]').click();
  await answered;
  expect(await page.evaluate(`document.querySelector('reader-support').state`)).toBe('busy');
  await page.unroute(payment);
  for (const name of ['pagehide', 'pageshow'])
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('${name}', { persisted: true }))`);
}

test('turning back by the payment page’s own link: the article with the choice open to go on', async () => {
  const { page, box, go, state, close } = await visit(stage);
  await page.goto(article('/turned'));
  await box.locator('[name=frequency][value=annual]').check();
  await box.locator('[name=amount_annual][value=other]').click();
  await box.locator('#rs-other-annual').fill('77,50');
  await go.click();
  await reachesPayment(page, stage);
  await page.getByRole('link', { name: /back/i }).first().click();
  await page.waitForURL(`${stage.newspaper.url}/turned**`);
  await expect.poll(state).toBe('back');
  expect(page.url()).toBe(`${stage.newspaper.url}/turned`);
  expect(await box.getByRole('status').first().innerText()).toContain('Nothing was charged.');
  expect(await box.locator('[name=frequency][value=annual]').isChecked()).toBe(true);
  expect(await box.locator('#rs-other-annual').inputValue()).toBe('77.50');
  await close();
});
