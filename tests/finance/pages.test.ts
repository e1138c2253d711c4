import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/finance/scope.ts';
import { TEXTS_EN } from '../../src/finance/pages/texts-en.ts';
import { TEXTS_RU } from '../../src/finance/pages/texts-ru.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';
import { addPledge, book, entryOf, setStatus } from './ledger-data.ts';
import { sessionCookie } from './signed-in.ts';

let fin: FinanceApp;
beforeEach(() => (fin = financeApp()));
afterEach(() => fin.close());

async function pageAs(scopes: Scope[] = ['totals:read', 'ledger:read']) {
  const { secret } = await fin.key(scopes);
  const cookie = await sessionCookie(fin.app, secret);
  return (path: string) => request(fin.app).get(path).set('Cookie', cookie);
}
const plain = (text: string) =>
  text
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');

describe('/finance', () => {
  it('shows the month: figures, bridge, files with their rows, movements', async () => {
    const pledge = await addPledge(fin.store, { frequency: 'monthly', amountMinor: 1000 });
    setStatus(fin.file, pledge.pledgeId, 'active');
    await book(
      fin.store,
      entryOf(pledge, { createdAt: new Date('2026-09-10T12:00:00Z') }),
      entryOf(pledge),
      entryOf(pledge, { kind: 'refund', grossMinor: -250, feeMinor: 0 }),
      entryOf(null, { kind: 'payout', grossMinor: -600, feeMinor: 0 }),
    );
    const page = await (await pageAs())('/finance?period=2026-10').expect(200);
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    const text = plain(page.text);
    for (const words of [
      'October 2026', 'Net received €7.05', 'Gross €10.00 1 payment', 'Fees €0.45 4.50% of gross',
      'Refunds and disputes €2.50 1 refund, 0 disputes', 'Recurring, per month €10 1 supporter now +1 in October', 'In Stripe on 1 October 9.55',
      'Paid to bank (1 payout) −6.00', 'Left in Stripe, 31 October 10.60', 'One line per money movement 3 rows', 'Pledges, CSV No names or e-mails 1 row',
      'Test data.', 'Not compared with Stripe', '3 of 3', 'The month is not over yet.',
    ]) expect(text).toContain(words); // prettier-ignore
    expect(text).not.toMatch(/matches stripe/i);
  });

  it('says the change on the month before in words, once the month is over', async () => {
    const pledge = await addPledge(fin.store);
    const at = (day: string, grossMinor: number) =>
      entryOf(pledge, { createdAt: new Date(`${day}T12:00:00Z`), grossMinor, feeMinor: 0 });
    await book(fin.store, at('2026-08-10', 1000), at('2026-09-10', 1100), at('2026-10-10', 1089));
    fin.setNow('2026-11-02T12:00:00Z');
    const get = await pageAs();
    expect(plain((await get('/finance?period=2026-09')).text)).toContain('▲ 10.0% more than in August');
    expect(plain((await get('/finance?period=2026-10')).text)).toContain('▼ 1.0% less than in September');
    expect(plain((await get('/finance?period=2026-10')).text)).toMatch(
      /Gross €10\.89 1 payment September: €11\.00 Fees €0\.00 0\.00% of gross September: €0\.00 Refunds and disputes €0\.00 0 refunds, 0 disputes September: €0\.00/,
    );
    expect(plain((await get('/finance?period=2026-09&lang=ru')).text)).toMatch(
      /на 10,0.% больше, чем за август/,
    );
  });

  it('says what was brought by campaign, adding up to the month, and leads to those payments', async () => {
    const pledge = (campaign: string | null) => addPledge(fin.store, { campaign });
    const [letter, article, none] = [await pledge('letter'), await pledge('article'), await pledge(null)];
    await book(fin.store, entryOf(letter, { grossMinor: 500 }), entryOf(article), entryOf(article), entryOf(none, { grossMinor: 300 }));
    const page = (await (await pageAs())('/finance?period=2026-10')).text;
    expect(plain(page)).toMatch(/By campaign .*article 2 20\.00 19\.10 letter 1 5\.00 4\.55 Without a campaign 1 3\.00 2\.55 Total 4 28\.00 26\.20/);
    expect(page).toContain('/finance/payments?lang=en&#38;period=2026-10&#38;kind=payment&#38;campaign=letter"');
  }); // prettier-ignore

  it('counts a month in UTC where that is asked, and so do its files', async () => {
    const pledge = await addPledge(fin.store);
    // Half past eleven in the evening in London is November in Amsterdam.
    await book(fin.store, entryOf(pledge), entryOf(pledge, { createdAt: new Date('2026-10-31T23:30:00Z') }));
    fin.setNow('2026-11-02T12:00:00Z');
    const get = await pageAs();
    expect(plain((await get('/finance?period=2026-10')).text)).toContain('Gross €10.00 1 payment');
    const utc = (await get('/finance?period=2026-10&zone=UTC')).text;
    expect(plain(utc)).toContain('Gross €20.00 2 payments');
    expect(plain(utc)).toContain('Months are closed and compared with Stripe in Europe/Amsterdam.');
    const href = /href="(\/v1\/ledger\.csv[^"]+)"/.exec(utc)?.[1]?.replaceAll('&#38;', '&') ?? '';
    expect((await get(href)).text.trim().split('\r\n')).toHaveLength(3);
  });

  it('says whether the month is closed, and leads whoever may close it to the button', async () => {
    await book(fin.store, entryOf(await addPledge(fin.store)));
    fin.setNow('2026-11-02T12:00:00Z');
    const may = await pageAs(['totals:read', 'periods:close']);
    expect((await may('/finance?period=2026-10')).text).toContain(
      'href="/finance/months/2026-10?lang=en">Close this month',
    );
    expect(plain((await may('/finance')).text)).toContain('November 2026 Running');
    const mayNot = plain((await (await pageAs(['totals:read']))('/finance?period=2026-10')).text);
    expect(mayNot).toContain('October 2026 Open');
    expect(mayNot).not.toContain('Close this month');
  });

  it('runs no script and styles nothing in an attribute', async () => {
    const pledge = await addPledge(fin.store);
    await book(fin.store, entryOf(pledge));
    const page = await (await pageAs())('/finance').expect(200);
    expect(page.text).not.toMatch(/<script|style=| on[a-z]+=|javascript:/);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'");
  });

  it('never adds two currencies and shows one at a time', async () => {
    const pledge = await addPledge(fin.store);
    await book(
      fin.store,
      entryOf(pledge),
      entryOf(pledge),
      entryOf(pledge, { currency: 'USD', grossMinor: 7700 }),
    );
    const get = await pageAs();
    const euros = plain((await get('/finance?period=2026-10')).text);
    expect(euros).toContain('Gross €20.00 2 payments');
    expect(euros).toContain('EUR USD');
    const dollars = await get('/finance?period=2026-10&currency=USD');
    expect(plain(dollars.text)).toContain('Gross $77.00 1 payment');
    expect(dollars.text).toContain('/v1/ledger.csv?period=2026-10&#38;currency=USD');
  });

  it('says what an empty month is', async () => {
    const get = await pageAs();
    expect(plain((await get('/finance')).text)).toContain(
      'No payments in October 2026 yet. The first one appears within a minute.',
    );
    expect(plain((await get('/finance?period=2026-02')).text)).toContain('No money moved in February 2026.');
  });

  it('says when events wait for too long, that Stripe is silent, and that a person is needed', async () => {
    const event = (id: string) => ({
      event: {
        stripeEventId: id, type: 'charge.refunded', objectId: 'ch_parked1', objectType: 'charge', createdAt: new Date(), livemode: false, apiVersion: null,
      },
      ignored: null,
    }); // prettier-ignore
    await fin.store.recordWebhookEvents([event('evt_1')], new Date('2026-10-31T11:55:00Z'));
    const get = await pageAs();
    expect((await get('/finance')).text).not.toContain("Stripe's events");
    fin.setNow('2026-10-31T12:06:00Z');
    expect(plain((await get('/finance')).text)).toContain(
      '1 received = 0 applied + 0 ignored + 0 parked + 1 waiting. The oldest one has waited since 31 Oct 2026, 12:55.',
    );
    const seq = await fin.store.lastWebhookSeq();
    const failed = {
      error: 'StripeConnectionError:ECONNREFUSED',
      nextAttemptAt: new Date('2026-10-31T12:09:00Z'),
    };
    await fin.store.failWebhookEvent(seq, failed, new Date('2026-10-31T12:06:00Z'));
    expect(plain((await get('/finance')).text)).toContain(
      'Stripe did not answer. The books show what was known at 31 Oct 2026, 12:55;',
    );
    await fin.store.failWebhookEvent(
      seq,
      { ...failed, nextAttemptAt: null },
      new Date('2026-10-31T12:06:00Z'),
    );
    const page = plain((await get('/finance')).text);
    expect(page).toContain('Waiting for a person 1 parked event.');
    expect(page).not.toContain('Stripe did not answer');
  });

  it('speaks Russian, with its plurals', async () => {
    const pledge = await addPledge(fin.store);
    await book(fin.store, entryOf(pledge), entryOf(pledge));
    const page = await (await pageAs())('/finance?lang=ru&period=2026-10').expect(200);
    expect(page.text).toContain('<html lang="ru" class="rs-tokens">');
    expect(plain(page.text)).toContain('Октябрь 2026');
    expect(plain(page.text)).toMatch(/2 платежа/);
    expect(page.text).toContain('/finance?lang=en&#38;period=2026-10"');
    expect([1, 2, 5, 11, 21].map((n) => TEXTS_RU.rows(n, String(n)))).toEqual([
      '1 строка',
      '2 строки',
      '5 строк',
      '11 строк',
      '21 строка',
    ]);
    expect(TEXTS_EN.rows(1, '1')).toBe('1 row');
  });

  it('leads to older movements only where there are any', async () => {
    const pledge = await addPledge(fin.store);
    const get = await pageAs();
    const shown = async () => /(\d+ of \d+).*?<\/div>/s.exec((await get('/finance?period=2026-10')).text)?.[0].match(/\d+ of \d+|Older/g); // prettier-ignore
    await book(fin.store, ...Array.from({ length: 8 }, () => entryOf(pledge)));
    expect(await shown()).toEqual(['8 of 8']);
    await book(fin.store, ...Array.from({ length: 8 }, () => entryOf(pledge)));
    expect(await shown()).toEqual([expect.stringMatching(/of 16/), 'Older']);
  });

  it('shows movements and files only to a key that may read the ledger', async () => {
    const page = await (await pageAs(['totals:read']))('/finance').expect(200);
    expect(page.text).not.toMatch(/ledger\.csv|id="movements"/);
  });

  it('refuses addresses that are not its own', async () => {
    const get = await pageAs();
    for (const query of [
      'perod=2026-10',
      'period=x',
      'before=1_x',
      'from=2026-10-01',
      'period=2026-10&period=2026-11',
      'period=2026-10&kind=refund',
    ])
      await get(`/finance?${query}`).expect(400);
    await get('/finance?period=2026-10&currency=&zone=').expect(200);
  });
});
