import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext } from 'playwright-core';
import { createKey } from '../../src/finance/keys.ts';
import { SCOPES } from '../../src/finance/scope.ts';
import { openBrowser } from '../_support/browser.ts';
import { testService, type TestService } from '../_support/service.ts';
import { addPledge, book, entryOf } from '../finance/ledger-data.ts';
import { axeFaults, layoutFaults, targetFaults } from './checks.ts';
import { visit } from './stage.ts';

// The pages of the books in a real browser, with no script of ours on any of them.

const ALL = process.env['BROWSER_ALL'] !== undefined;
const LOOKS = !ALL
  ? ([
      { lang: 'ru', colorScheme: 'dark', width: 320, look: 0 },
      { lang: 'en', colorScheme: 'light', width: 1280, look: 1 },
    ] as const)
  : (['en', 'ru'] as const).flatMap((lang) =>
      (['light', 'dark'] as const).flatMap((colorScheme) =>
        [320, 768, 1280].map((width) => ({ lang, colorScheme, width, look: 0 })),
      ),
    );

let browser: Browser;
let service: TestService;
let secret: string;
let paths: [name: string, path: string][];

beforeAll(async () => {
  [browser, service] = await Promise.all([openBrowser(), testService({ sandbox: { clock: new Date('2026-11-20T12:00:00Z') } })]);
  const { store } = service.ctx;
  const pledge = await addPledge(store, { frequency: 'monthly', campaign: 'article' });
  const paid = entryOf(pledge, { stripeChargeId: 'ch_seen', stripePayoutId: 'po_seen' });
  const on = (day: string) => entryOf(pledge, { createdAt: new Date(`${day}T12:00:00Z`) });
  await book(
    store,
    paid,
    ...Array.from({ length: 12 }, (_, i) => on(`2026-10-${String(1 + (i % 28)).padStart(2, '0')}`)),
    on('2026-09-12'),
    entryOf(pledge, { kind: 'refund', stripeChargeId: 'ch_seen', grossMinor: -400, feeMinor: 0 }),
    entryOf(null, { kind: 'payout', grossMinor: -900, feeMinor: 0, stripePayoutId: 'po_seen', currency: 'USD' }),
  );
  const at = new Date('2026-11-20T11:00:00Z');
  const event = { stripeEventId: 'evt_seen', type: 'charge.refunded', objectId: 'ch_seen', objectType: 'charge', createdAt: at, livemode: false, apiVersion: null };
  await store.recordWebhookEvents([{ event, ignored: null }], at);
  await store.failWebhookEvent(await store.lastWebhookSeq(), { error: 'StripeConnectionError', nextAttemptAt: null }, at);
  const payout = { payoutId: 'po_seen', amountMinor: 900, currency: 'USD', status: 'paid', automatic: true, createdAt: at, arrivalAt: at, isReconciled: true, failureCode: null } as const;
  await store.applyProjection(
    {
      seq: null, coveredObjectIds: [], upToSeq: 0, readStartedAt: at, pledge: null, retryAt: null, closedThrough: null,
      changes: [
        { kind: 'note_payout', payout },
        { kind: 'note_concern', concern: { kind: 'payout_failed', stripeObjectId: 'po_seen', dueAt: at, isOpen: true }, pledgeId: null },
      ],
    },
    at,
  );
  ({ secret } = await createKey(service.ctx, { name: 'books', scopes: [...SCOPES], expiresAt: null }, 'command'));
  paths = [
    ['overview', '/finance?period=2026-10'],
    ['an empty month', '/finance?period=2025-01'],
    ['payments', '/finance/payments?period=2026-10&kind=payment&campaign=article'],
    ['payments, nothing matches', '/finance/payments?period=2026-10&kind=fee'],
    ['find', '/finance/find?q=10.00'],
    ['one payment', `/finance/payments/${paid.paymentId}`],
    ['one pledge', `/finance/pledges/${pledge.pledgeId}`],
    ['payouts', '/finance/payouts?period=2026-11'],
    ['one payout', '/finance/payouts/po_seen'],
    ['recurring', '/finance/recurring'],
    ['exports', '/finance/exports?period=2026-10'],
    ['months', '/finance/months'],
    ['a month to close', '/finance/months/2026-09?said=note_empty'],
    ['to do', '/finance/waiting?said=event_waits'],
    ['audit', '/finance/audit'],
    ['the account of a key', '/finance/account'],
    ['people', '/finance/people'],
    ['keys', '/finance/keys'],
    ['a pledge by its reference', '/finance/pledge'],
    ['payments, every filter open', '/finance/payments?from=2026-10-01&to=2026-11-01&kind=payment'],
  ];
}, 60_000); // prettier-ignore
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

let session: Awaited<ReturnType<BrowserContext['storageState']>> | undefined;

/** Signs in once: ten tries in a few minutes are all that one place is given, and twelve looks would be more. */
async function signIn(options: Parameters<typeof visit>[1]) {
  const reader = await visit(
    { browser },
    {
      ...options,
      javaScriptEnabled: true,
      ...(session !== undefined && { storageState: session }),
    },
  );
  if (session === undefined) {
    await reader.page.goto(`${service.url}/finance/sign-in`);
    await reader.page.locator('input[name=key]').fill(secret);
    await reader.page.locator('main button[type=submit]').first().click();
    await reader.page.waitForURL(/\/finance(\?|$)/);
    session = await reader.page.context().storageState();
  }
  return reader;
}

describe.each(LOOKS)('finance in $lang, $colorScheme, $width px', ({ lang, colorScheme, width, look }) => {
  test('every page can be read, pressed and heard, also at twice the size of its text', async () => {
    const reader = await signIn({ colorScheme, viewport: { width, height: 900 } });
    const faults: string[] = [];
    for (const [i, [name, path]] of paths.entries()) {
      const answer = await reader.page.goto(`${service.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      expect(answer?.status(), name).toBe(200);
      const found = [...(await layoutFaults(reader.page)), ...(await targetFaults(reader.page))];
      // axe takes a second a page: each look hears every other one, and all of them where everything is asked for.
      if (ALL || i % 2 === look) found.push(...(await axeFaults(reader.page)));
      faults.push(...found.map((fault) => `${name}: ${fault}`));
      // Whoever needs large letters sets them for the whole browser.
      await reader.page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      const sideways = (await layoutFaults(reader.page)).filter((fault) => fault.startsWith('scrolls sideways'));
      faults.push(...sideways.map((fault) => `${name}, large: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(reader.faults).toEqual([]);
    await reader.close();
  }, ALL ? 240_000 : 90_000); // prettier-ignore
});

test('a month is closed by clicking, with scripts off and by the keyboard alone', async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${service.url}/finance/sign-in`);
  await page.locator('input[name=key]').fill(secret);
  await page.locator('main button[type=submit]').first().click();
  await page.goto(`${service.url}/finance/months`);
  await page.getByRole('link', { name: 'Close September 2026' }).first().click();
  const button = page.getByRole('button', { name: 'Close September 2026' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/said=closed/);
  expect(await page.locator('.notice').innerText()).toContain('Closed.');
  expect(await service.ctx.store.closedThrough()).toBe('2026-09');
  await context.close();
});

test('on paper a page has no control, its tables open, and when it was printed', async () => {
  const reader = await signIn({ viewport: { width: 1280, height: 900 }, colorScheme: 'dark' });
  await reader.page.goto(`${service.url}/finance?period=2026-10&print=1`);
  await reader.page.emulateMedia({ media: 'print' });
  const shown = (selector: string) =>
    reader.page.evaluate<number>(`[...document.querySelectorAll(${JSON.stringify(selector)})].filter((e) => e.checkVisibility()).length`);
  expect(await shown('select, button, input, .ctl, .top, .exp')).toBe(0);
  expect(await shown('details[open] table')).toBe(1);
  await reader.page.goto(`${service.url}/finance/months/2026-09?print=1`);
  expect(await shown('button, input, form')).toBe(0);
  await reader.page.goto(`${service.url}/finance?period=2026-10&print=1`);
  expect(await shown('.paper')).toBe(1);
  expect(await reader.page.evaluate<string>(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
  expect(await reader.page.evaluate<string>(`getComputedStyle(document.querySelector('thead')).display`)).toBe('table-header-group');
  const pdf = await reader.page.pdf({ format: 'A4', preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await reader.close();
}); // prettier-ignore
