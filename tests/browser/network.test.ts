import { afterAll, beforeAll, expect, test } from 'vitest';
import { articleHtml } from './newspaper.ts';
import { openStage, reachesPayment, visit, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ isWhole: true });
});
afterAll(() => stage.close());

/** Everything that a site can leave on a device. */
const STORED = `(async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: isSecureContext ? await caches.keys() : [],
  workers: isSecureContext ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  cookies: document.cookie,
}))()`;

const NOTHING = { local: [], session: [], databases: [], caches: [], workers: 0, cookies: '' };

test('a whole visit: own hosts only, no cookie, and one key with one day in it', async () => {
  const { page, box, go, state, asked, faults, close } = await visit(stage);
  const context = page.context();
  const cookies: string[] = [];
  const told: string[] = [];
  page.on('response', (response) => {
    if (response.headers()['set-cookie'] !== undefined) cookies.push(response.url());
  });
  page.on('request', (request) => {
    const { referer, cookie } = request.headers();
    if (!request.url().startsWith(stage.service.url)) return;
    if (cookie !== undefined) cookies.push(`${request.url()} ${cookie}`);
    // The publisher's own script element names the site, not the article; nothing that the box asks names either.
    const site = request.url().endsWith('/rs.js') ? `${stage.newspaper.url}/` : '';
    if (![site, ''].includes(referer ?? '') && !referer?.startsWith(stage.service.url))
      told.push(`${request.url()} ${referer}`);
  });
  const article = stage.newspaper.print('/visit', { html: articleHtml(stage.service.url) });

  await page.goto(article);
  await box.locator('form').waitFor();
  // One request before Continue, beside the script itself: the configuration, the same for everyone.
  const before = asked
    .filter((one) => one.startsWith(stage.service.url))
    .map((one) => one.slice(stage.service.url.length));
  expect(before).toEqual(['/rs/v1/rs.js', '/v1/widget-config?lang=en']);
  expect(await page.evaluate(STORED)).toEqual(NOTHING);
  await box.locator('[name=frequency][value=annual]').check();
  await box.locator('#rs-currency').selectOption('EUR');
  await box.locator('[part=remind]').click();
  await box.locator('[type=email]').fill('reader-visit@example.net');
  await go.click();
  await expect.poll(state).toBe('inbox');
  await box.locator('button').last().click();
  await expect.poll(state).toBe('form');
  // A reader who asked for a reminder is not asked for money before it: the day until then, without the reason.
  expect(await page.evaluate(STORED)).toEqual({ ...NOTHING, local: ['rs'] });
  await go.click();
  await reachesPayment(page, stage);
  await page.locator('button[name=card][value=good]').click();
  await page.waitForURL('**/thanks?**');
  await stage.service.settle();
  await page.reload();
  expect(await page.evaluate(STORED)).toEqual(NOTHING);
  await page.getByRole('link', { name: 'Back to the article' }).click();
  await page.waitForURL((url) => url.origin === stage.newspaper.url);
  await expect.poll(state).toBe('quiet');
  await page.reload();
  await expect.poll(state).toBe('quiet');

  const { local, ...rest } = await page.evaluate<typeof NOTHING>(STORED);
  expect({ local, ...rest }).toEqual({ ...NOTHING, local: ['rs'] });
  expect(await page.evaluate('localStorage.rs')).toMatch(/^\{"v":1,"q":\d{5}\}$/);
  expect(cookies).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  expect(told).toEqual([]);
  const hosts = new Set(asked.filter((one) => !one.startsWith('data:')).map((one) => new URL(one).origin));
  expect(hosts).toEqual(
    new Set([stage.newspaper.url, stage.service.url, new URL(stage.service.sandbox.url).origin]),
  );
  // Who asks for a reminder, how much is given and which article was read stand in no address.
  const addresses = asked.filter((one) => one.startsWith(stage.service.url)).join('\n');
  expect(addresses).not.toMatch(/example\.net|amount|%2Fvisit|localhost/i);
  expect(faults).toEqual([]);
  await close();
});

test('a day saved to the calendar: one key until it comes, and nothing of it left after the page that asks again', async () => {
  const { page, box, state, asked, faults, close } = await visit(stage, { timezoneId: 'Europe/Riga' });
  const now = Date.now();
  await page.clock.setSystemTime(now);
  const article = stage.newspaper.print('/saved', { html: articleHtml(stage.service.url) });
  await page.goto(article);
  await box.locator('[part=remind]').click();
  const link = box.locator('[download]');
  await link.waitFor();
  const when = new URL((await link.getAttribute('href')) ?? '').searchParams.get('when') ?? '';
  const file = page.waitForEvent('download');
  await link.click();
  expect((await file).suggestedFilename()).toBe('note.ics');
  // The file comes from another site than the page, and takes nobody away from it.
  expect(page.url()).toBe(article);
  expect(await state()).toBe('reminder');
  expect(await page.evaluate(STORED)).toEqual({ ...NOTHING, local: ['rs'] });
  const day = Date.parse(when) / 86_400_000;
  expect(await page.evaluate('localStorage.rs')).toBe(`{"v":1,"q":${day}}`);
  await page.reload();
  await expect.poll(state).toBe('quiet');

  await page.clock.setSystemTime(day * 86_400_000 + 1_000);
  await page.reload();
  await box.getByText('We kept quiet for a while. Today we ask again.').waitFor();
  expect(await page.evaluate(STORED)).toEqual(NOTHING);
  await page.reload();
  await box.locator('form').waitFor();
  expect(await box.getByText('We kept quiet for a while.').count()).toBe(0);
  expect(await page.evaluate(STORED)).toEqual(NOTHING);
  const ours = asked.filter((one) => one.startsWith(`${stage.service.url}/v1/`));
  expect(new Set(ours.map((one) => one.slice(stage.service.url.length)))).toEqual(
    new Set([`/v1/widget-config?lang=en`, `/v1/reminders/calendar.ics?when=${when}&lang=en`]),
  );
  expect(faults).toEqual([]);
  await close();
});
