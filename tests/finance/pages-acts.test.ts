import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditTexts } from '../../src/finance/pages/audit/texts.ts';
import { exportTexts } from '../../src/finance/pages/exports/texts.ts';
import { monthTexts } from '../../src/finance/pages/months/texts.ts';
import { navTexts } from '../../src/finance/pages/nav-texts.ts';
import { paymentTexts } from '../../src/finance/pages/payments/texts.ts';
import { payoutTexts } from '../../src/finance/pages/payouts/texts.ts';
import { shadeOf } from '../../src/finance/pages/recurring/cohorts.ts';
import { statusSums } from '../../src/finance/pages/recurring/data.ts';
import { recurringTexts } from '../../src/finance/pages/recurring/texts.ts';
import { waitingTexts } from '../../src/finance/pages/waiting/texts.ts';
import { SCOPES, type Scope } from '../../src/finance/scope.ts';
import type { PageLang } from '../../src/finance/pages/texts.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';
import { sessionCookie } from './signed-in.ts';
import { addPledge, book, entryOf, setStatus } from './ledger-data.ts';

// What can be done on the pages: by forms alone, each with its token, each in the audit.

let fin: FinanceApp;
beforeEach(() => (fin = financeApp()));
afterEach(() => fin.close());

type Browser = {
  get: (path: string) => request.Test;
  /** Sends the form of a page that leads to an address, with what somebody typed into it. */
  press: (page: string, action: string, fields?: Record<string, string>) => Promise<string>;
  post: (path: string, fields: Record<string, string>) => request.Test;
};

async function signedIn(scopes: Scope[] = ['totals:read', 'ledger:read', 'periods:close', 'audit:read']): Promise<Browser> {
  const { secret } = await fin.key(scopes);
  const cookie = await sessionCookie(fin.app, secret);
  const get = (path: string) => request(fin.app).get(path).set('Cookie', cookie);
  const post = (path: string, fields: Record<string, string>) =>
    request(fin.app).post(path).set('Cookie', cookie).type('form').send(fields);
  return {
    get,
    post,
    async press(page, action, fields = {}) {
      const text = (await get(page).expect(200)).text;
      const form = [...text.matchAll(/<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, to = '']) => to.startsWith(action));
      const hidden = [...(form?.[2] ?? '').matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
      const led = await post(form?.[1]?.replaceAll('&#38;', '&') ?? '/no-such-form', { ...Object.fromEntries(hidden), ...fields }).expect(303);
      return String(led.headers['location']);
    },
  };
} // prettier-ignore

const plain = (text: string) => text.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' '); // prettier-ignore
const auditOf = async (action: string) => {
  const links = await fin.store.auditPage({ action: null, by: null, outcome: null }, null, 100, 'newest_first');
  return links.map(({ entry }) => JSON.parse(entry) as { action: string; object: string }).filter((entry) => entry.action === action);
}; // prettier-ignore

describe('closing a month', () => {
  const fill = async () => {
    const pledge = await addPledge(fin.store);
    const on = (day: string) => entryOf(pledge, { createdAt: new Date(`${day}T12:00:00Z`) });
    await book(fin.store, on('2026-09-10'), on('2026-10-10'), on('2026-10-11'));
    fin.setNow('2026-11-02T12:00:00Z');
  };

  it('is done by clicking, in order, and shows what is sealed', async () => {
    await fill();
    const { get, press } = await signedIn();
    const list = plain((await get('/finance/months').expect(200)).text);
    expect(list).toMatch(/November 2026 Running .* October 2026 Open .* September 2026 Open/);
    // The later one has to wait: its page has no button, and says for whom.
    const october = (await get('/finance/months/2026-10').expect(200)).text;
    expect(october).not.toContain('/finance/months/2026-10/close');
    expect(plain(october)).toContain('Months close in order: September 2026 is still open.');
    expect(plain((await get('/finance/months/2026-09')).text)).toMatch(
      /Gross payments 10\.00 .*1 row would be closed/,
    );

    const done = await press('/finance/months/2026-09', '/finance/months/2026-09/close');
    expect(done).toBe('/finance/months/2026-09?lang=en&said=closed');
    await press('/finance/months/2026-10', '/finance/months/2026-10/close');
    const [, link] = await fin.store.periodChanges();
    const page = (await get('/finance/months/2026-10?said=closed').expect(200)).text;
    expect(plain(page)).toMatch(/October 2026 Closed .* Closed\. The month is sealed/);
    expect(page).toContain(`<code>${link?.hash}</code>`);
    expect(plain(page)).toMatch(/Net received 19\.10 .*By test Rows 2/);
    expect(plain((await get('/finance/months')).text)).toContain(link?.hash.slice(0, 12));
    expect((await auditOf('month_close')).map(({ object }) => object)).toEqual(['2026-10', '2026-09']);
    // What the page says was sealed is what the file holds.
    const file = await get('/v1/ledger.csv?period=2026-10').expect(200);
    expect(file.text.trim().split('\r\n')).toHaveLength(3);
  });

  it('can be taken back with a reason, for the last month alone', async () => {
    await fill();
    const { get, press } = await signedIn();
    await press('/finance/months/2026-09', '/finance/months/2026-09/close');
    await press('/finance/months/2026-10', '/finance/months/2026-10/close');
    expect((await get('/finance/months/2026-09')).text).not.toContain('/2026-09/reopen');
    const back = (reason: string) =>
      press('/finance/months/2026-10', '/finance/months/2026-10/reopen', { reason });
    expect(await back('ask reader@example.org')).toContain('said=note_address');
    expect(await back('  ')).toContain('said=note_empty');
    expect((await fin.store.periodChanges()).length).toBe(2);
    expect(await back('a refund was missing')).toContain('said=reopened');
    const page = plain((await get('/finance/months/2026-10')).text);
    expect(page).toMatch(/October 2026 Open .*Opened again test a refund was missing/);
    expect(await fin.store.closedThrough()).toBe('2026-09');
  });

  it('says why it was refused, and changes nothing', async () => {
    await fill();
    const { get, press, post } = await signedIn();
    const csrf = /name="csrf" value="([^"]+)"/.exec((await get('/finance/months/2026-09')).text)?.[1] ?? '';
    const said = async (period: string) => (await post(`/finance/months/${period}/close`, { csrf }).expect(303)).headers['location'];
    expect(await said('2026-10')).toContain('said=earlier_month_open');
    expect(await said('2026-11')).toContain('said=month_running');
    expect(plain((await get('/finance/months/2026-11?said=month_running')).text)).toContain('Not yet. The month is not over.');
    await press('/finance/months/2026-09', '/finance/months/2026-09/close');
    expect(await said('2026-09')).toContain('said=month_closed');
    expect((await fin.store.periodChanges()).length).toBe(1);
    await get('/finance/months/2026-13').expect(404);
    await get('/finance/months/2026-10?said=nonsense').expect(400);
  }); // prettier-ignore

  it('needs the form of this session and the scope', async () => {
    await fill();
    const { post } = await signedIn();
    await post('/finance/months/2026-09/close', {}).expect(403);
    await post('/finance/months/2026-09/close', { csrf: 'x' }).expect(403);
    const reader = await signedIn(['totals:read']);
    const page = (await reader.get('/finance/months/2026-09').expect(200)).text;
    expect(plain(page)).toContain('Your role may look at months and close none.');
    expect(page).not.toMatch(/<form[^>]*\/close/);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await reader.post('/finance/months/2026-09/close', { csrf }).expect(403);
    expect(await fin.store.closedThrough()).toBeNull();
  });

  it('names what still stands against it', async () => {
    await fill();
    const { get } = await signedIn();
    await park('evt_wait');
    expect(plain((await get('/finance/months/2026-09')).text)).toMatch(/What still stands against closing 1 event is parked\. .*It can be closed all the same/);
    const currencies = [{ currency: 'EUR', oursMinor: 955, stripeMinor: 955, otherMinor: 0, differenceMinor: 0 }];
    await fin.store.saveComparison({ period: '2026-09', currencies, missingHere: [], missingAtStripe: [], unequal: [], movements: 1, checkedAt: new Date('2026-11-02T03:00:00Z') });
    await fin.store.dismissParkedEvent('evt_wait', 'x', new Date());
    expect(plain((await get('/finance/months/2026-09')).text)).toContain('Nothing stands against closing');
  }); // prettier-ignore
});

async function park(stripeEventId: string, error = 'StripeConnectionError:ETIMEDOUT') {
  const at = new Date('2026-10-31T11:00:00Z');
  const event = { stripeEventId, type: 'charge.refunded', objectId: 'ch_parked', objectType: 'charge', createdAt: at, livemode: false, apiVersion: null };
  await fin.store.recordWebhookEvents([{ event, ignored: null }], at);
  await fin.store.failWebhookEvent(await fin.store.lastWebhookSeq(), { error, nextAttemptAt: null }, at);
} // prettier-ignore

describe('what waits for a person', () => {
  it('says in plain words why an event gave up', async () => {
    await park('evt_1');
    await park('evt_2', 'StripeInvalidRequestError:resource_missing:404');
    await park('evt_3', 'TypeError');
    const { get } = await signedIn();
    const page = (await get('/finance/waiting').expect(200)).text;
    const { causes } = waitingTexts('en');
    for (const words of [
      causes.stripe_away,
      causes.missing,
      causes.unknown,
      'charge.refunded evt_1',
      'Parked events: 3',
    ])
      expect(plain(page)).toContain(words);
    expect(page).toMatch(/class="badge"[^>]*>3</);
    expect(plain((await get('/finance/waiting?lang=ru')).text)).toContain(waitingTexts('ru').causes.missing);
  });

  it('waits for the instance that works the inbox, and tells what that one made of an event', async () => {
    await park('evt_1');
    const { press } = await signedIn();
    fin.ctx.projector.settle = async () => {
      await fin.store.ignoreWebhookEvent(await fin.store.lastWebhookSeq(), 'not_ours', fin.ctx.now());
      return { settled: 0, failed: 0, elsewhere: true };
    };
    expect(await press('/finance/waiting', '/finance/waiting/retry', { id: 'evt_1' })).toContain(
      'said=event_ignored',
    );
  });

  it('tries an event again, settles one with a reason, and keeps both in the audit', async () => {
    await park('evt_1');
    const { press } = await signedIn();
    expect(await press('/finance/waiting', '/finance/waiting/retry', { id: 'evt_1' })).toContain(
      'said=event_waits',
    );
    expect((await fin.store.webhookEventState('evt_1'))?.state).toBe('waiting');
    await park('evt_2');
    const dismiss = (note: string) => press('/finance/waiting', '/finance/waiting/dismiss', { note });
    expect(await dismiss('a@b')).toContain('said=note_address');
    expect(await dismiss('deleted at Stripe')).toContain('said=event_dismissed');
    expect((await fin.store.webhookEventState('evt_2'))?.state).toBe('ignored');
    expect((await auditOf('event_retry')).map(({ object }) => object)).toEqual(['evt_1']);
    expect((await auditOf('event_dismiss')).map(({ object }) => object)).toEqual(['evt_2']);
  });

  it('offers nothing to a role that may only look', async () => {
    await park('evt_1');
    const reader = await signedIn(['totals:read']);
    const page = (await reader.get('/finance/waiting').expect(200)).text;
    expect(page).not.toMatch(/\/finance\/waiting\/(retry|dismiss|tasks)/);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await reader.post('/finance/waiting/retry', { csrf, id: 'evt_1' }).expect(403);
    expect((await fin.store.webhookEventState('evt_1'))?.state).toBe('parked');
  });
});

describe('the audit', () => {
  it('shows the newest first, narrowed down by what and by whom, with the end of a chain that holds', async () => {
    const { get } = await signedIn();
    await get('/v1/ledger.csv?period=2026-10').expect(200);
    const page = (await get('/finance/audit').expect(200)).text;
    const head = await fin.store.auditHead();
    expect(page).toContain(`<code>${head?.hash}</code>`);
    expect(plain(page)).toContain('The chain holds');
    expect(plain(page)).toMatch(/File asked for the-example-times_ledger_2026-10\.csv Done/);
    expect(plain(page)).toMatch(/Done format: csv, rows: \d+, sent whole/);
    const numbers = [...page.matchAll(/<th scope="row" class="num">(\d+)</g)].map(([, number]) =>
      Number(number),
    );
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(plain((await get('/finance/audit?action=month_close')).text)).toContain(
      'Nothing matches. Clear filters',
    );
    await get('/finance/audit?action=nonsense').expect(400);
  });

  it('has words for every action in both languages', () => {
    expect(Object.keys(auditTexts('ru').actions)).toEqual(Object.keys(auditTexts('en').actions));
    expect(Object.keys(auditTexts('ru').details)).toEqual(Object.keys(auditTexts('en').details));
  });
});

describe('recurring support', () => {
  it('says what runs, per month and currency, and who stays', async () => {
    const { get } = await signedIn();
    expect(plain((await get('/finance/recurring').expect(200)).text)).toContain('Nobody has a recurring plan yet.');
    const plan = (frequency: 'monthly' | 'annual', amountMinor: number) => addPledge(fin.store, { frequency, amountMinor });
    for (const pledge of [await plan('monthly', 500), await plan('annual', 6_100)]) setStatus(fin.file, pledge.pledgeId, 'active');
    expect(plain((await get('/finance/recurring').expect(200)).text)).toMatch(/Active 2 plans €10\.08 a month .*At risk 0/);
    expect(plain((await get('/finance/recurring?frequency=annual')).text)).toMatch(/Active 1 plan €5\.08 a month/);
    await get('/finance/recurring?frequency=once').expect(400);
  }); // prettier-ignore

  it('rounds a twelfth once for a currency, and never adds two of them', () => {
    const row = (currency: string, plans: number, amountMinor: number) =>
      ({ currency, frequency: 'annual', status: 'active', plans, amountMinor }) as const;
    expect(statusSums([row('EUR', 2, 1_000), row('EUR', 1, 10), row('USD', 1, 1_200)])).toEqual([
      { currency: 'EUR', status: 'active', plans: 3, perMonthMinor: 84 },
      { currency: 'USD', status: 'active', plans: 1, perMonthMinor: 100 },
    ]);
  });

  it('shades a share by steps that begin where they say', () => {
    expect([0, 0.19, 0.2, 0.5, 0.949, 0.95, 1].map(shadeOf)).toEqual([0, 0, 1, 2, 4, 5, 5]);
  });
});

describe('who sees what', () => {
  const PATHS: [path: string, needs: Scope][] = [
    ['/finance', 'totals:read'],
    ['/finance/payments', 'ledger:read'],
    ['/finance/payouts', 'ledger:read'],
    ['/finance/exports', 'ledger:read'],
    ['/finance/recurring', 'totals:read'],
    ['/finance/months', 'totals:read'],
    ['/finance/waiting', 'totals:read'],
    ['/finance/audit', 'audit:read'],
  ];

  it.each(PATHS)('%s needs %s, in the navigation as well', async (path, needs) => {
    const may = await signedIn(['totals:read', needs]);
    const page = (await may.get(path).expect(200)).text;
    expect(page).toMatch(new RegExp(`<a href="${path}\\?[^"]*" aria-current="page">`));
    if (needs === 'totals:read') return;
    const others = SCOPES.filter((scope) => scope !== needs);
    const mayNot = await signedIn(others);
    await mayNot.get(path).expect(403);
    expect((await mayNot.get('/finance').expect(200)).text).not.toMatch(new RegExp(`href="${path}[?"]`));
  });

  it('keeps GET without consequences: no page writes to the books or the chain of months', async () => {
    const { get } = await signedIn();
    const before = await fin.store.auditHead();
    for (const [path] of PATHS) await get(path).expect(200);
    expect(await fin.store.auditHead()).toEqual(before);
  });
});

it('every page has every word in both languages', () => {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape);
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]))
      : typeof value;
  };
  const all: ((lang: PageLang) => unknown)[] = [auditTexts, exportTexts, monthTexts, navTexts, paymentTexts, payoutTexts, recurringTexts, waitingTexts];
  for (const texts of all) {
    expect(shape(texts('ru'))).toEqual(shape(texts('en')));
    expect(JSON.stringify(texts('ru'))).toMatch(/[а-я]/);
    expect(JSON.stringify(texts('en'))).not.toMatch(/[а-яё]/i);
  }
  expect([1, 2, 5].map((n) => payoutTexts('ru').deposits(n, String(n)))).toEqual(['1 перевод', '2 перевода', '5 переводов']);
}); // prettier-ignore
