import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { articleHtml } from './newspaper.ts';
import { openStage, reachesPayment, visit, type Stage, type Visit } from './stage.ts';

let stage: Stage;
/** Pressed first and looked at last: the box waits twelve seconds for an answer. */
let hung: Visit;

beforeAll(async () => {
  stage = await openStage();
  hung = await open();
  await hung.page.route('**/v1/checkout', () => {});
  await hung.go.click();
});
afterAll(() => stage.close());

async function open(): Promise<Visit> {
  const reader = await visit(stage);
  await reader.page.goto(stage.newspaper.print('/broken', { html: articleHtml(stage.service.url) }));
  await reader.box.locator('form').waitFor();
  return reader;
}

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' };

/** What the box says loudly; nothing while it says nothing. */
const alert = async ({ box }: Visit): Promise<string> =>
  (await box.getByRole('alert').allInnerTexts()).join();

type Broken = { status?: number; headers?: Record<string, string>; body?: string; json?: object };

const NOT_CHARGED = 'You have not been charged.';

/** Breaks the one call of Continue until it is mended again. */
const breaks = ({ page }: Visit, answer: Broken | 'gone') =>
  page.route('**/v1/checkout', (route) =>
    answer === 'gone' ? route.abort() : route.fulfill({ ...answer, headers: { ...CORS, ...answer.headers } }),
  );

const BROKEN: [string, Broken | 'gone'][] = [
  ['500 with a page', { status: 500, body: '<h1>Oops</h1>' }],
  ['502 without words', { status: 502 }],
  ['503 with a problem', { status: 503, json: { code: 'unavailable', status: 503 } }],
  ['200 with a page instead of JSON', { status: 200, body: '<h1>Log in to the hotel’s network</h1>' }],
  ['201 with half of it', { status: 201, body: '{"url":"http' }],
  ['201 with nothing in it', { status: 201, json: {} }],
  ['201 with null', { status: 201, body: 'null' }],
  ['201 with a number for an address', { status: 201, json: { url: 7 } }],
  ['no answer at all', 'gone'],
];

const FOREIGN = [
  'javascript:alert(document.domain)',
  'data:text/html,<h1>Pay</h1>',
  'https://checkout.stripe.com.evil.example/pay',
  'https://checkout.stripe.com@evil.example/pay',
  'https://evil.example/pay',
  'http://evil.example/pay',
  '//evil.example/pay',
  '\\t\njavascript:alert(1)',
  'blob:https://checkout.stripe.com/x',
  'file:///etc/passwd',
];

describe('Continue', () => {
  test('whatever comes instead of an answer: nothing was charged, and the next try gets through', async () => {
    const reader = await open();
    const at = reader.page.url();
    for (const [name, answer] of BROKEN) {
      await breaks(reader, answer);
      await reader.go.click();
      await expect.poll(() => alert(reader), { message: name }).toContain(NOT_CHARGED);
      expect([name, await reader.state(), reader.page.url()]).toEqual([name, 'offline', at]);
      await reader.page.unroute('**/v1/checkout');
      // Another choice takes the alert away, so that the next one is a new one.
      await reader.box.locator('[name=amount_monthly]:not(:checked)').first().check();
      await expect.poll(() => reader.box.getByRole('alert').count()).toBe(0);
    }
    await reader.go.click();
    await reachesPayment(reader.page, stage);
    expect(reader.faults.filter((fault) => !fault.includes('net::ERR'))).toEqual([]);
    await reader.close();
  });

  test('an address that is not the payment page’s is never followed', async () => {
    const reader = await open();
    const at = reader.page.url();
    for (const url of FOREIGN) {
      await breaks(reader, { status: 201, json: { pledgeId: 'plg_1', url, expiresAt: '' } });
      await reader.go.click();
      await expect.poll(() => alert(reader), { message: url }).toContain(NOT_CHARGED);
      expect([url, await reader.state(), reader.page.url()]).toEqual([url, 'offline', at]);
      await reader.page.unroute('**/v1/checkout');
      await reader.box.locator('[name=amount_monthly]:not(:checked)').first().check();
    }
    const own = [stage.newspaper.url, stage.service.url, 'data:,'];
    expect(reader.asked.filter((one) => !own.some((origin) => one.startsWith(origin)))).toEqual([]);
    await reader.close();
  });

  test('429: waits as long as the server asks for, then goes on', async () => {
    const reader = await open();
    await breaks(reader, { status: 429, headers: { 'Retry-After': '2' } });
    await reader.go.click();
    await expect.poll(reader.state).toBe('limited');
    expect(await alert(reader)).toContain('Please wait a moment.');
    await reader.go.click({ force: true });
    await reader.page.unroute('**/v1/checkout');
    await expect.poll(() => reader.go.getAttribute('aria-disabled')).toBeNull();
    expect(reader.asked.filter((one) => one.endsWith('/v1/checkout'))).toHaveLength(1);
    await reader.go.click();
    await reachesPayment(reader.page, stage);
    await reader.close();
  });

  test('an amount that the server refuses after all: says so at the form', async () => {
    const reader = await open();
    const json = { code: 'amount_too_small', field: 'amountMinor', status: 422 };
    await breaks(reader, { status: 422, json });
    await reader.go.click();
    await expect.poll(reader.state).toBe('invalid');
    expect(await reader.box.getByRole('alert').count()).toBe(1);
    await reader.close();
  });
});

test.each([
  ['500', { status: 500, body: 'no' }],
  ['a page', { status: 200, body: '<h1>Log in</h1>' }],
  ['JSON of something else', { status: 200, json: { hello: 'world' } }],
  ['null', { status: 200, body: 'null' }],
])('a configuration that is %s: the link of the page stays', async (_, answer) => {
  const reader = await visit(stage);
  await reader.page.route('**/v1/widget-config*', (route) => route.fulfill({ ...answer, headers: CORS }));
  await reader.page.goto(stage.newspaper.print('/unset', { html: articleHtml(stage.service.url) }));
  await expect.poll(reader.state).toBe('fallback');
  expect(await reader.page.getByRole('link', { name: 'Support us' }).isVisible()).toBe(true);
  expect(reader.faults).toEqual([]);
  await reader.close();
});

test('a server that never answers: after twelve seconds the reader is told, and can try again', async () => {
  await expect.poll(hung.state).toBe('offline');
  expect(await hung.box.getByRole('alert').innerText()).toContain(NOT_CHARGED);
  await hung.page.unrouteAll({ behavior: 'ignoreErrors' });
  await hung.go.click();
  await reachesPayment(hung.page, stage);
  await hung.close();
});
