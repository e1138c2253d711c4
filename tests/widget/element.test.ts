import type { BrowserContextOptions, Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { WidgetConfig } from '../../src/checkout/contract.ts';
import { boxPages } from './box-pages.ts';
import { widgetConfig } from './site.ts';

const at = boxPages();

/** An article with the box in it, configured in the page itself. */
async function openArticle(
  more: { config?: Partial<WidgetConfig>; attributes?: string; query?: string } & BrowserContextOptions = {},
): Promise<void> {
  const { config, attributes, query, ...context } = more;
  const inline = JSON.stringify(widgetConfig({ payHosts: [at.site.host], ...config })).replaceAll(
    '<',
    '\\u003c',
  );
  at.site.answers['GET /article'] = {
    body: `<!doctype html><html lang="en"><title>Article</title><script type="module" src="/rs/v1/rs.js"></script>
      <h1>Article</h1><reader-support campaign="article" ${attributes ?? ''}><a href="/give">Support us</a>
      <script type="application/json">${inline}</script></reader-support>`,
  };
  await at.open(context);
  await at.page.goto(`${at.site.url}/article${query ?? ''}`);
}

const box = () => at.page.locator('reader-support');
const go = () => box().locator('button[type=submit]');
const isFocused = (locator: Locator) =>
  locator.evaluate((element: unknown) => {
    const node = element as { getRootNode: () => { activeElement: unknown } };
    return node.getRootNode().activeElement === node;
  });
const state = () => at.page.evaluate<string>(`document.querySelector('reader-support').state`);

function payOnce(): void {
  at.site.answers['POST /v1/checkout'] = {
    status: 201,
    body: { pledgeId: 'plg_1', url: `${at.site.url}/pay`, expiresAt: '2026-11-23T00:00:00Z' },
  };
  at.site.answers['GET /pay'] = { body: '<title>Pay</title><h1>Pay</h1>' };
}

describe('the form', () => {
  test('is drawn from the configuration in the page, without a request', async () => {
    await openArticle();
    await expect.poll(() => go().innerText()).toBe('Continue');
    await expect
      .poll(() => box().locator('#rs-terms').innerText())
      .toBe('$5 today, then $5 every month. Stop any time.');
    expect(at.site.asked.map(({ path }) => path).filter((path) => path !== '/favicon.ico')).toEqual([
      '/article',
    ]);
    expect(at.faults).toEqual([]);
  });

  test('asks the server once where the page holds no configuration, and says nothing of the reader', async () => {
    await openArticle();
    at.site.answers['GET /bare'] = {
      body: '<script type="module" src="/rs/v1/rs.js"></script><reader-support lang="ru" currency="EUR"></reader-support>',
    };
    at.site.answers['GET /v1/widget-config'] = { body: widgetConfig({ lang: 'ru', defaultCurrency: 'EUR' }) };
    await at.page.goto(`${at.site.url}/bare`);
    await expect.poll(() => go().innerText()).toBe('Продолжить');
    const asked = at.site.asked.filter(({ path }) => path.startsWith('/v1/'));
    expect(asked.map(({ path }) => path)).toEqual(['/v1/widget-config?lang=ru&currency=EUR']);
    expect(asked[0]?.headers).not.toHaveProperty('cookie');
    expect(asked[0]?.headers).not.toHaveProperty('referer');
  });

  test('leaves the link of the page alone where there is no configuration to be had', async () => {
    await openArticle();
    at.site.answers['GET /bare'] = {
      body: '<script type="module" src="/rs/v1/rs.js"></script><reader-support><a href="/give">Support us</a></reader-support>',
    };
    await at.page.goto(`${at.site.url}/bare`);
    await expect.poll(() => at.site.asked.some(({ path }) => path.startsWith('/v1/'))).toBe(true);
    expect(await at.page.getByRole('link', { name: 'Support us' }).isVisible()).toBe(true);
    await expect.poll(() => state()).toBe('fallback');
  });

  test('shows the amounts of the chosen rhythm and what will be charged', async () => {
    await openArticle();
    const terms = () => box().locator('#rs-terms').innerText();
    const shown = () => box().locator('[part=amount]:visible').allInnerTexts();
    for (const [name, amounts, words] of [
      ['Once', ['$10', '$25', '$50', '$100', '$250', 'Other'], '$25, one time.'],
      [
        'Annual',
        ['$25', '$60', '$100', '$250', '$500', 'Other'],
        '$60 today, then $60 every year. Stop any time.',
      ],
      [
        'Monthly',
        ['$2', '$5', '$10', '$20', '$50', 'Other'],
        '$5 today, then $5 every month. Stop any time.',
      ],
    ] as const) {
      await box().getByRole('radio', { name, exact: true }).check();
      expect(await shown()).toEqual(amounts);
      await expect.poll(terms).toBe(words);
    }
    await box().getByLabel('Currency').selectOption('EUR');
    await expect.poll(terms).toBe('€5 today, then €5 every month. Stop any time.');
  });

  test('checks Other on Continue, then at every stroke until it is right', async () => {
    await openArticle();
    payOnce();
    await box().locator('[name=amount_monthly][value=other]').click();
    const field = box().getByLabel('Your amount per month');
    await expect.poll(() => isFocused(field)).toBe(true);
    await field.fill('1');
    expect(await box().locator('[part=error]').count()).toBe(0);
    await go().click();
    await expect
      .poll(() => box().locator('[part=error]').innerText())
      .toBe('The smallest monthly amount is $2.');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await state()).toBe('invalid');
    await field.fill('1,000,000');
    expect(await box().locator('[part=error]').innerText()).toBe(
      'The largest monthly amount is $1,000. To give more, write to readers@example.org.',
    );
    await field.fill('7.5');
    await expect.poll(() => box().locator('[part=error]').count()).toBe(0);
    expect(at.site.asked.some(({ path }) => path === '/v1/checkout')).toBe(false);
    await field.press('Enter');
    await at.page.waitForURL('**/pay');
    const sent = at.site.asked.find(({ path }) => path === '/v1/checkout');
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      frequency: 'monthly',
      amountMinor: 750,
      currency: 'USD',
      lang: 'en',
      campaign: 'article',
      returnTo: `${at.site.url}/article#monthly,7.50,USD`,
    });
    expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
  });

  test('works by keyboard in at most nine stops, and arrows never jump into the field', async () => {
    await openArticle({ reducedMotion: 'reduce' });
    payOnce();
    const focused = () =>
      at.page.evaluate<string>(
        `(() => { const e = document.querySelector('reader-support').shadowRoot.activeElement; return e === null ? '' : e.name || e.textContent; })()`,
      );
    const stops: string[] = [];
    await at.page.keyboard.press('Tab');
    stops.push(await focused());
    await at.page.keyboard.press('ArrowRight');
    for (let i = 0; i < 2; i++) {
      await at.page.keyboard.press('Tab');
      stops.push(await focused());
    }
    for (let i = 0; i < 4; i++) await at.page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('amount_annual');
    expect(await box().locator('[name=amount_annual][value=other]').isChecked()).toBe(true);
    for (let i = 0; i < 3; i++) {
      await at.page.keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops).toEqual([
      'frequency',
      'currency',
      'amount_annual',
      'other_annual',
      'Continue',
      'Remind me later.',
    ]);
    await at.page.keyboard.press('Shift+Tab');
    await at.page.keyboard.press('Enter');
    await expect.poll(focused).toBe('other_annual');
    await at.page.keyboard.type('75');
    await at.page.keyboard.press('Enter');
    await at.page.waitForURL('**/pay');
  });

  test('lets the host page listen, and stop it', async () => {
    await openArticle();
    await at.page.evaluate(`(() => {
      window.heard = [];
      for (const name of ['change', 'submit', 'invalid', 'redirect', 'error'])
        document.addEventListener('rs-' + name, (event) => heard.push([name, event.detail]));
      document.addEventListener('rs-submit', (event) => event.preventDefault(), { once: true });
    })()`);
    await box().getByRole('radio', { name: '$10' }).check();
    await go().click();
    const choice = { frequency: 'monthly', currency: 'USD', amountMinor: 1_000 };
    expect(await at.page.evaluate('heard')).toEqual([
      ['change', choice],
      ['submit', choice],
    ]);
    expect(at.site.asked.some(({ path }) => path === '/v1/checkout')).toBe(false);
    expect(await at.page.evaluate(`document.querySelector('reader-support').value`)).toEqual(choice);
  });
});

describe('Continue', () => {
  test('says that it is working, and a second press sends nothing', async () => {
    await openArticle();
    payOnce();
    const slow = at.site.answers['POST /v1/checkout'];
    at.site.answers['POST /v1/checkout'] = { ...(slow as object), delayMs: 400 };
    await go().click();
    expect(await go().innerText()).toBe('Opening the payment page');
    expect(await go().getAttribute('aria-disabled')).toBe('true');
    await go().click({ force: true });
    await at.page.waitForURL('**/pay');
    expect(at.site.asked.filter(({ path }) => path === '/v1/checkout')).toHaveLength(1);
  });

  test('offers another try and another way when the server is away; the retry is the same request', async () => {
    await openArticle();
    at.site.answers['POST /v1/checkout'] = { status: 503, body: {} };
    await go().click();
    await expect.poll(() => box().getByRole('alert').innerText()).toContain('You have not been charged.');
    const link = box().getByRole('link', { name: 'open it in a new page' });
    expect(await link.getAttribute('href')).toBe(
      `${at.site.url}/give?frequency=monthly&currency=USD&lang=en&amount=5&campaign=article`,
    );
    payOnce();
    expect(await go().innerText()).toBe('Try again');
    await go().click();
    await at.page.waitForURL('**/pay');
    const keys = at.site.asked
      .filter(({ path }) => path === '/v1/checkout')
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test('waits as long as the server asks for, then goes on', async () => {
    await openArticle();
    at.site.answers['POST /v1/checkout'] = { status: 429, headers: { 'Retry-After': '5' }, body: {} };
    await go().click();
    await expect.poll(() => box().getByRole('alert').innerText()).toContain('You can continue in 5 seconds.');
    expect(await go().innerText()).toMatch(/^Continue in 0:0[1-5]$/);
    await expect.poll(() => go().innerText()).toBe('Continue');
    expect(await go().getAttribute('aria-disabled')).toBeNull();
  });

  test.each([
    ['javascript:alert(1)', 'a script'],
    ['https://evil.example/pay', 'a foreign host'],
    ['http://evil.example/pay', 'a host without encryption'],
    ['//evil.example', 'half an address'],
  ])('never follows %s', async (url) => {
    await openArticle({ config: { payHosts: ['checkout.stripe.com'] } });
    at.site.answers['POST /v1/checkout'] = { status: 201, body: { pledgeId: 'x', url, expiresAt: '' } };
    await go().click();
    await expect.poll(() => state()).toBe('offline');
    expect(at.page.url()).toBe(`${at.site.url}/article`);
  });
});

describe('coming back', () => {
  test('from the payment page without paying', async () => {
    await openArticle({ query: '?id=7&rs=c' });
    await expect.poll(() => box().locator('[part=notice]').innerText()).toContain('Nothing was charged.');
    expect(at.page.url()).toBe(`${at.site.url}/article?id=7`);
  });

  test('with the choice that was made, and nothing of it stays in the address', async () => {
    await openArticle({ query: '?id=7#rs=c,annual,77.50,EUR', attributes: 'frequency="once" amount="10"' });
    await expect.poll(() => state()).toBe('back');
    expect(at.page.url()).toBe(`${at.site.url}/article?id=7`);
    const value = await at.page.evaluate(`document.querySelector('reader-support').value`);
    expect(value).toEqual({ frequency: 'annual', currency: 'EUR', amountMinor: 7_750 });
    await openArticle({ query: '#rs=c,daily,0x3,XXX' });
    await expect.poll(() => state()).toBe('back');
    expect(await box().locator('#rs-terms').innerText()).toContain('$5 today');
  });

  test('after paying: thanks once, then quiet, and only a day is stored', async () => {
    await openArticle({ query: '?rs=t' });
    await expect
      .poll(() => box().getByRole('status').allInnerTexts())
      .toEqual([expect.stringContaining('Thank you for supporting us.')]);
    expect(at.page.url()).toBe(`${at.site.url}/article`);
    const stored = await at.page.evaluate<Record<string, string>>('({ ...localStorage })');
    expect(Object.keys(stored)).toEqual(['rs']);
    expect(stored['rs']).toMatch(/^\{"v":1,"q":\d{5}\}$/);
    await at.page.reload();
    await expect.poll(() => state()).toBe('quiet');
    expect(await box().isHidden()).toBe(true);
  });
});

describe('a reminder', () => {
  test('is a calendar file first, without an address', async () => {
    await openArticle({ config: { reminderByMail: false } });
    await box().getByRole('link', { name: 'Remind me later.' }).click();
    await box()
      .getByRole('radio', { name: /Another day/ })
      .waitFor();
    expect(await box().locator('[type=email]').count()).toBe(0);
    const link = box().getByRole('link', { name: 'Save it to your calendar' });
    expect(await link.getAttribute('href')).toMatch(
      /^http:[^?]+\/v1\/reminders\/calendar\.ics\?when=\d{4}-\d\d-01&lang=en$/,
    );
    await box()
      .getByRole('radio', { name: /Another day/ })
      .check();
    await box().locator('[type=date]').fill('2020-01-01');
    await link.click();
    await expect
      .poll(() => box().locator('[part=error]').innerText())
      .toContain('Choose a day from tomorrow');
  });

  test('by mail: refuses what Russian authorities can read, and says why', async () => {
    await openArticle();
    await box().getByRole('link', { name: 'Remind me later.' }).click();
    await expect.poll(() => isFocused(box().locator('[part=heading]'))).toBe(true);
    const field = box().getByLabel('E-mail address');
    const send = box().getByRole('button', { name: 'Send me an e-mail' });
    await field.fill('nobody');
    await send.click();
    await expect.poll(() => box().locator('[part=error]').innerText()).toContain('Enter an e-mail address');
    at.site.answers['POST /v1/reminders'] = { status: 422, body: { code: 'mailbox_unsafe', field: 'email' } };
    await field.fill('reader@mail.example');
    await send.click();
    await expect.poll(() => box().locator('[part=error]').innerText()).toContain('authorities in Russia');
    at.site.answers['POST /v1/reminders'] = { status: 202, body: { status: 'check_inbox' } };
    await box()
      .getByRole('radio', { name: /three months/ })
      .check();
    await field.fill('anna@example.org');
    await send.click();
    await expect.poll(() => box().locator('[part=message]').innerText()).toContain('a•••@example.org');
    const sent = at.site.asked.filter(({ path }) => path === '/v1/reminders').at(-1);
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      email: 'anna@example.org',
      when: expect.stringMatching(/^\d{4}-\d\d-01$/) as string,
      lang: 'en',
      campaign: 'article',
    });
  });

  test('Escape leads back, to the link it came from, with the choice kept', async () => {
    await openArticle();
    await box().getByRole('radio', { name: '$20' }).check();
    await box().getByRole('link', { name: 'Remind me later.' }).click();
    await expect.poll(() => isFocused(box().locator('[part=heading]'))).toBe(true);
    await at.page.keyboard.press('Escape');
    await expect.poll(() => isFocused(box().locator('[part=remind]'))).toBe(true);
    expect(await box().getByRole('radio', { name: '$20' }).isChecked()).toBe(true);
  });
});

describe('readers whom a payment could endanger', () => {
  const notice = { title: 'Are you in Russia?', body: 'Do not pay.' };

  test('see the notice before any field', async () => {
    await openArticle({ config: { notice: { kind: 'notice', ...notice } } });
    await expect.poll(() => box().getByRole('note').innerText()).toContain('Are you in Russia?');
    expect(await go().count()).toBe(1);
    await box().getByRole('link', { name: 'Remind me later.' }).click();
    await box().getByLabel('E-mail address').waitFor();
    expect(await box().locator('[part=notice] + form').count()).toBe(1);
  });

  test('see the notice in place of the form where the publisher stops', async () => {
    await openArticle({ config: { notice: { kind: 'stop', ...notice } } });
    await expect.poll(() => box().getByRole('note').innerText()).toContain('Do not pay.');
    expect(await box().locator('form, [part=remind]').count()).toBe(0);
  });
});

test('a box that is closed shows nothing', async () => {
  await openArticle({ config: { open: false } });
  await expect.poll(() => state()).toBe('closed');
  expect(await box().isHidden()).toBe(true);
});

describe('a file that does not arrive leaves a way on', () => {
  /** An article on a connection that loses one of the files. */
  async function openWithout(name: string, config: Partial<WidgetConfig> = {}): Promise<void> {
    await openArticle({ config });
    await at.page.route(`**/rs/v1/${name}-*.js`, (route) => route.abort());
    await at.page.reload();
    await go().waitFor();
  }

  test('what follows Continue: the give page with the choice made', async () => {
    await openWithout('continue');
    await go().click();
    await expect.poll(() => state()).toBe('offline');
    expect(await box().getByRole('link', { name: 'open it in a new page' }).getAttribute('href')).toBe(
      `${at.site.url}/give?frequency=monthly&currency=USD&lang=en&amount=5&campaign=article`,
    );
    await at.page.unroute('**/rs/v1/continue-*.js');
    payOnce();
    // Most browsers ask for a file that did not arrive no second time: the next try is another address.
    const asked = at.page.waitForRequest(/\/continue-\w+\.js\?$/);
    await go().click();
    await asked;
    await at.page.waitForURL('**/pay');
  });

  test('the reminder panel: the page that does the same', async () => {
    await openWithout('reminder');
    await box().getByRole('link', { name: 'Remind me later.' }).click();
    const link = box().getByRole('alert').getByRole('link');
    expect(await link.getAttribute('href')).toBe(`${at.site.url}/remind?lang=en`);
    expect(await state()).toBe('form');
    await at.page.unroute('**/rs/v1/reminder-*.js');
    await box().getByRole('link', { name: 'Remind me later.' }).click();
    await expect.poll(() => state()).toBe('reminder');
  });

  test('Russian: English words', async () => {
    await openWithout('ru', { lang: 'ru' });
    expect(await go().innerText()).toBe('Continue');
  });
});
