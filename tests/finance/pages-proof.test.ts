import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standingOf } from '../../src/finance/pages/comparison-line.ts';
import { TEXTS_EN } from '../../src/finance/pages/texts-en.ts';
import { TEXTS_RU } from '../../src/finance/pages/texts-ru.ts';
import type { Scope } from '../../src/finance/scope.ts';
import type { Comparison } from '../../src/ledger/reconciliation.ts';
import type { Payout } from '../../src/ledger/payout.ts';
import { pledgeReference } from '../../src/pledges/pledge.ts';
import type { Concern, TaskKind } from '../../src/tasks/task.ts';
import type { Change } from '../../src/webhooks/change.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';
import { addPledge, book, entryOf } from './ledger-data.ts';
import { sessionCookie } from './signed-in.ts';

// What the overview says of its own truth: the comparison, what waits for a person, and the deposits.

let fin: FinanceApp;
beforeEach(() => (fin = financeApp()));
afterEach(() => fin.close());

async function page(
  query: string,
  scopes: Scope[] = ['totals:read', 'ledger:read'],
  path = '/finance',
): Promise<string> {
  const { secret } = await fin.key(scopes);
  const cookie = await sessionCookie(fin.app, secret);
  return (await request(fin.app).get(`${path}?${query}`).set('Cookie', cookie).expect(200)).text;
}
const plain = (text: string) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
/** The line about the comparison: how it looks, and what it says. */
const line = (text: string) => {
  const [, look = '', body = ''] =
    /<p class="line (good|bad|amber)" role="status">\s*<svg(.*?)<\/p>/s.exec(text) ?? [];
  return `${look}: ${plain(`<svg${body}`).trim()}`;
};
const card = (text: string, id: string) =>
  plain(
    new RegExp(`<section class="card" aria-labelledby="${id}">.*?</section>`, 's').exec(text)?.[0] ?? '',
  ).trim();

const compared = (changed: Partial<Comparison> = {}): Comparison => ({
  period: '2026-10',
  currencies: [
    { currency: 'EUR', oursMinor: 950, stripeMinor: 950, otherMinor: 0, differenceMinor: 0 },
    { currency: 'USD', oursMinor: 95, stripeMinor: 95, otherMinor: 4_825, differenceMinor: 0 },
  ],
  missingHere: [], missingAtStripe: [], unequal: [],
  movements: 3,
  checkedAt: new Date('2026-10-31T03:00:00Z'),
  ...changed,
}); // prettier-ignore

describe('the line about the comparison', () => {
  it('is green to the cent, with when it was checked and what belongs to others, per currency', async () => {
    await fin.store.saveComparison(compared());
    expect(line(await page('period=2026-10&currency=EUR'))).toBe(
      'good: Matches Stripe to the cent Checked 31 Oct 2026, 04:00, difference €0.00. How this is checked',
    );
    expect(line(await page('period=2026-10&currency=USD'))).toBe(
      'good: Matches Stripe to the cent Checked 31 Oct 2026, 04:00, difference $0.00. $48.25 of other products on the account are not counted here. How this is checked',
    );
    expect(line(await page('period=2026-10&currency=EUR&lang=ru'))).toMatch(
      /^good: Сходится со Stripe до цента Сверено 31 окт\. 2026 г\., 04:00, разница 0,00.€\. Как это проверяется$/,
    );
  });

  it('is amber where the month was never compared', async () => {
    await fin.store.saveComparison(compared());
    expect(line(await page('period=2026-09'))).toMatch(
      /^amber: Not compared with Stripe This month was not held/,
    );
  });

  it('is amber for a running month whose last check is older than 26 hours, and stays green once all was seen', async () => {
    await fin.store.saveComparison(compared({ checkedAt: new Date('2026-10-30T10:00:00Z') }));
    expect(line(await page('period=2026-10'))).toMatch(/^good/);
    fin.setNow('2026-10-31T12:00:01Z');
    expect(line(await page('period=2026-10'))).toMatch(
      /^amber: Not compared with Stripe for a while Last checked 30 Oct/,
    );
    await fin.store.saveComparison(compared({ checkedAt: new Date('2026-11-01T02:00:00Z') }));
    fin.setNow('2027-03-01T12:00:00Z');
    expect(line(await page('period=2026-10'))).toMatch(/^good/);
  });

  it('is red with the difference, how many ids and the first of them, in every currency of the month', async () => {
    const currencies = compared().currencies.map((each) =>
      each.currency === 'EUR' ? { ...each, oursMinor: -100, differenceMinor: -1_050 } : each,
    );
    const missingHere = ['txn_1', 'txn_2', 'txn_3'];
    await fin.store.saveComparison(
      compared({ currencies, missingHere, missingAtStripe: ['txn_4'], unequal: ['txn_5', 'txn_6', 'txn_7'] }),
    );
    const words =
      'bad: Differs from Stripe Checked 31 Oct 2026, 04:00, difference −€10.50. How this is checked 7 movements do not agree: txn_1 txn_2 txn_3 txn_4 txn_5 and 2 more';
    expect(line(await page('period=2026-10&currency=EUR'))).toBe(words);
    expect(line(await page('period=2026-10&currency=USD'))).toBe(words);
    expect(await page('period=2026-10')).not.toContain('to the cent');
    // A difference does not grow better with age.
    fin.setNow('2027-03-01T12:00:00Z');
    expect(line(await page('period=2026-10'))).toMatch(/^bad/);
  });

  it('is red where the sums agree and a line does not', async () => {
    await fin.store.saveComparison(compared({ unequal: ['txn_9'] }));
    expect(line(await page('period=2026-10&currency=EUR'))).toBe(
      'bad: Differs from Stripe Checked 31 Oct 2026, 04:00, difference €0.00. How this is checked 1 movement does not agree: txn_9',
    );
  });

  it.each([
    [null, '2026-10-31T12:00:00Z', 'never'],
    ['2026-10-30T10:00:00Z', '2026-10-31T12:00:00Z', 'equal'],
    ['2026-10-30T10:00:00Z', '2026-10-31T12:00:00.001Z', 'old'],
    // One that saw the end of the month is never old; one from its last minutes is.
    ['2026-10-31T23:59:00Z', '2026-12-01T00:00:00Z', 'old'],
    ['2026-11-01T00:30:00Z', '2026-12-01T00:00:00Z', 'equal'],
  ])('checked %s, seen %s: %s', (checkedAt, now, standing) => {
    const monthEnd = new Date('2026-10-31T23:00:00Z');
    const comparison = checkedAt === null ? null : compared({ checkedAt: new Date(checkedAt) });
    expect(standingOf(comparison, monthEnd, new Date(now))).toBe(standing);
  });
});

const raise = async (pledgeId: string | null, ...concerns: Concern[]) => {
  const pledge = pledgeId === null ? null : await fin.store.pledgeById(pledgeId);
  await apply(
    pledge,
    concerns.map((concern) => ({ kind: 'note_concern', concern, pledgeId })),
  );
};
const apply = async (pledge: { pledgeId: string; version: number } | null, changes: Change[]) => {
  const at = new Date('2026-10-31T12:00:00Z');
  const done = await fin.store.applyProjection(
    {
      seq: null,
      coveredObjectIds: [],
      upToSeq: 0,
      readStartedAt: at,
      pledge,
      retryAt: null,
      closedThrough: null,
      changes,
    },
    at,
  );
  expect(done.kind).toBe('applied');
};

describe('what waits for a person', () => {
  it('stands on a card in words, with its date, its object and the reference of the pledge', async () => {
    const waiting = (query = '', scopes?: Scope[]) => page(query, scopes, '/finance/waiting');
    expect(plain(await waiting())).toContain('Nothing waits for a person');
    const { pledgeId } = await addPledge(fin.store);
    const concern = (kind: TaskKind, stripeObjectId: string, dueAt: string | null): Concern => ({
      kind, stripeObjectId, dueAt: dueAt === null ? null : new Date(dueAt), isOpen: true,
    }); // prettier-ignore
    await raise(
      pledgeId,
      concern('second_subscription', 'sub_second', null),
      concern('dispute', 'du_1', '2026-11-09T12:00:00Z'),
    );
    const text = card(await waiting('', ['totals:read']), 'tasks-title');
    const reference = pledgeReference(pledgeId);
    expect(text).toContain('Tasks: 2');
    const [first, second] = [
      text.indexOf(`${TEXTS_EN.tasks.kinds.dispute} 9 Nov 2026, 13:00 ${reference} du_1`),
      text.indexOf(`${TEXTS_EN.tasks.kinds.second_subscription} No date ${reference} sub_second`),
    ];
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
    expect(card(await waiting('lang=ru'), 'tasks-title')).toContain(TEXTS_RU.tasks.kinds.dispute);
    expect(plain(await page('period=2026-10'))).toContain('Waiting for a person 2 tasks. Look at them');
    // The date has passed: it is marked.
    fin.setNow('2026-11-10T12:00:00Z');
    expect(await waiting()).toContain('<td class="down">9 Nov 2026, 13:00</td>');
    expect(plain(await page('period=2026-10'))).toContain('2 tasks, 1 past the last day.');
  });

  it('shows the first two hundred and says how many more there are', async () => {
    await raise(
      null,
      ...Array.from({ length: 203 }, (_, i): Concern => ({
        kind: 'payout_failed',
        stripeObjectId: `po_${i}`,
        dueAt: null,
        isOpen: true,
      })),
    );
    const text = await page('', ['totals:read'], '/finance/waiting');
    expect(card(text, 'tasks-title')).toContain('Tasks: 203');
    expect(text.match(/<th scope="row" class="say">/g)).toHaveLength(200);
    expect(card(text, 'tasks-title')).toContain('3 more are in');
  });
});

describe('the deposits of a month', () => {
  const payout = (changed: Partial<Payout>): Payout => ({
    payoutId: 'po_1', amountMinor: 600, currency: 'EUR', status: 'paid', automatic: true, createdAt: new Date('2026-10-19T22:00:00Z'),
    arrivalAt: new Date('2026-10-20T00:00:00Z'), isReconciled: true, failureCode: null, ...changed,
  }); // prettier-ignore
  const deposits = (query: string) => page(query, ['ledger:read', 'totals:read'], '/finance/payouts');
  const write = (...payouts: Payout[]) =>
    apply(
      null,
      payouts.map((each) => ({ kind: 'note_payout', payout: each })),
    );

  it('add up in their row, and say what is not known and what is not booked', async () => {
    const pledge = await addPledge(fin.store);
    const [gift, refund] = [
      entryOf(pledge),
      entryOf(pledge, { kind: 'refund', grossMinor: -355, feeMinor: 0 }),
    ];
    await book(fin.store, gift, refund);
    await write(
      payout({}),
      payout({
        payoutId: 'po_2',
        amountMinor: 700,
        createdAt: new Date('2026-10-21T00:00:00Z'),
        status: 'failed',
        failureCode: 'account_closed',
      }),
      payout({ payoutId: 'po_3', createdAt: new Date('2026-10-22T00:00:00Z'), automatic: false }),
      payout({ payoutId: 'po_4', createdAt: new Date('2026-10-23T00:00:00Z'), status: 'in_transit' }),
      payout({ payoutId: 'po_5', currency: 'USD' }),
      payout({ payoutId: 'po_6', createdAt: new Date('2026-11-02T00:00:00Z') }),
    );
    const items = (payoutId: string, ...ids: string[]): Change => ({
      kind: 'itemise_payout',
      payoutId,
      paidOutAt: new Date('2026-10-20T00:00:00Z'),
      balanceTransactionIds: ids,
    });
    await apply(null, [
      items('po_1', gift.stripeBalanceTransactionId, refund.stripeBalanceTransactionId),
      items('po_2', 'txn_nobody'),
    ]);
    const html = await deposits('period=2026-10&currency=EUR');
    const text = card(html, 'list-title');
    expect(text).toContain('20 Oct 2026 po_1 6.00 10.00 −3.55 0.00 −0.45 0.00 0.00 Paid');
    expect(text).toContain('po_2 7.00 0.00 0.00 0.00 0.00 0.00 7.00 Came back account_closed');
    expect(html).toContain('<td class="num down">7.00</td>');
    expect(text).toContain('po_3 6.00 Made by hand Paid');
    expect(text).toContain('po_4 6.00 Contents not listed yet On its way');
    expect(html.match(/<td colspan="6"/g)).toHaveLength(2);
    expect(text).toContain('cannot be itemised');
    expect(text).toContain('An unexplained amount is money');
    expect(text).not.toMatch(/po_[56]/);
    expect(html).toContain('/v1/payouts.csv?period=2026-10&#38;currency=EUR');
    expect(text).toContain('4 deposits');
    expect(text).toContain('Total EUR, 4 deposits 25.00');
    expect(plain(html)).toContain('What each deposit holds 4 rows');
    expect(card(await deposits('period=2026-10&currency=EUR&lang=ru'), 'list-title')).toContain(
      TEXTS_RU.deposits.byHandText,
    );
  });

  it('show no column for what is unexplained where nothing is, and nothing at all without deposits', async () => {
    expect(card(await deposits('period=2026-10'), 'list-title')).toContain(
      'No payout was made in October 2026.',
    );
    await write(payout({ automatic: false }));
    const text = card(await deposits('period=2026-10'), 'list-title');
    expect(text).not.toMatch(/Unexplained|unexplained/);
    expect(await deposits('period=2026-10')).toContain('<td colspan="5"');
  });

  it('name the bank’s own day, also where the book zone is behind UTC', async () => {
    await fin.close();
    fin = financeApp({ config: financeConfig({}, 'America/New_York') });
    await write(payout({}));
    expect(card(await deposits('period=2026-10'), 'list-title')).toContain('20 Oct 2026');
  });

  it('are for keys that may read the ledger', async () => {
    await write(payout({}));
    const html = await page('period=2026-10', ['totals:read']);
    expect(html).not.toMatch(/po_1|payouts\.csv/);
  });
});

it('every language has every word, and plurals follow their count', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]))
      : typeof value;
  expect(shape(TEXTS_RU)).toEqual(shape(TEXTS_EN));
  expect([1, 2, 5, 21].map((n) => TEXTS_RU.compared.ids(n, String(n)))).toEqual([
    '1 движение не сходится:', '2 движения не сходятся:', '5 движений не сходятся:', '21 движение не сходится:',
  ]); // prettier-ignore
});
