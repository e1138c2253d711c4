import { sqliteFile } from '../../src/config/config.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { csvWriter } from '../../src/finance/exports/csv.ts';
import { createKey } from '../../src/finance/keys.ts';
import { PAYOUT_COLUMNS } from '../../src/finance/exports/payout-columns.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';
import { readCsv } from './ledger-data.ts';

// The contract's own words, copied once: whoever changes a column changes them here, knowingly.
const HEADER =
  'payout_id,status,automatic,created_utc,arrival_date,currency,amount_minor,amount,gifts_minor,refunds_minor,disputes_minor,fees_minor,adjustments_minor,returned_minor,other_products_minor,unexplained_minor,items,explained_by,balance_before_minor,balance_after_minor,failure_code';

let service: TestService;
let key: string;
beforeEach(async () => {
  service = await testService({ sandbox: { clock: new Date('2026-09-02T12:00:00Z'), seed: 5 } });
  key = (await createKey(service.ctx, { name: 'test', scopes: ['ledger:read'], expiresAt: null }, 'command'))
    .secret;
});
afterEach(async () => service.stop());

const give = async (amountMinor: number, currency = 'USD') => {
  const answer = await postCheckout(service, { frequency: 'once', amountMinor, currency });
  expect(answer.status, answer.text).toBe(201);
  service.sandbox.pay(sessionOf(answer));
  return sessionOf(answer);
};
const days = async (count: number) => {
  await service.sandbox.advance({ days: count });
  await service.settle();
};
const get = (path: string) =>
  fetch(`${service.url}${path}`, { headers: { Authorization: `Bearer ${key}`, Connection: 'close' } });

type Row = Record<string, string>;
const rowsOf = async (query = ''): Promise<Row[]> => {
  const answer = await get(`/v1/payouts.csv${query}`);
  expect(answer.status).toBe(200);
  const [header = [], ...rows] = readCsv(await answer.text());
  expect(header.join(',')).toBe(HEADER);
  return rows.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
};
const number = (row: Row | undefined, name: string) => {
  expect(row?.[name], name).toMatch(/^-?\d+$/);
  return Number(row?.[name]);
};
/** The sum that the contract promises for a deposit that was explained by items. */
const explanation = (row: Row) =>
  ['gifts', 'refunds', 'disputes', 'adjustments', 'returned', 'other_products', 'unexplained'].reduce(
    (sum, part) => sum + number(row, `${part}_minor`),
    -number(row, 'fees_minor'),
  );

describe('payouts.csv', () => {
  it('says in a sentence what each column holds', () => {
    expect(csvWriter(PAYOUT_COLUMNS).header).toBe(`${HEADER}\r\n`);
    for (const column of PAYOUT_COLUMNS) expect(column.doc).toMatch(/^.{8,}\.$/);
  });

  it('explains every deposit to the cent: gifts, refunds, a dispute, fees, another product (I17), a payout that came back', async () => {
    const refunded = await give(10_000);
    const disputed = await give(8_000);
    await give(3_000, 'EUR');
    service.sandbox.otherSale({ amountMinor: 5_000, currency: 'usd' });
    service.sandbox.chargeAccountFee('usd', 700);
    service.sandbox.adjustBalance('usd', -30);
    await days(9);
    const first = (await rowsOf('?currency=USD')).at(-1);
    expect(first).toMatchObject({
      status: 'paid',
      automatic: 'true',
      explained_by: 'items',
      gifts_minor: '18000',
    });
    expect(number(first, 'other_products_minor')).toBeGreaterThan(4_000);

    await give(30_000);
    service.sandbox.refund(refunded, 2_500);
    service.sandbox.dispute(disputed);
    service.sandbox.failPayout(first?.['payout_id'] ?? '');
    await days(9);
    const rows = await rowsOf();
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows) {
      expect(row['explained_by'], row['payout_id']).toBe('items');
      expect(explanation(row), row['payout_id']).toBe(number(row, 'amount_minor'));
      expect(row['unexplained_minor']).toBe('0');
    }
    const failed = rows.find((row) => row['payout_id'] === first?.['payout_id']);
    expect(failed).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
    expect(await service.ctx.store.openTasks(10)).toMatchObject([
      { kind: 'dispute' },
      { kind: 'payout_failed', stripeObjectId: first?.['payout_id'] },
    ]);
    const later = rows.filter((row) => row['currency'] === 'USD' && row !== failed);
    const sum = (name: string) => later.reduce((total, row) => total + number(row, name), 0);
    expect(sum('returned_minor')).toBe(number(failed, 'amount_minor'));
    expect(sum('gifts_minor')).toBe(30_000);
    expect(sum('refunds_minor')).toBe(-2_500);
    expect(sum('disputes_minor')).toBe(-8_000);
    const fees = [failed, ...later].map((row) => number(row, 'fees_minor'));
    expect(fees.reduce((a, b) => a + b, 0)).toBeGreaterThan(700);
    const adjusted = [failed, ...later].map((row) => number(row, 'adjustments_minor'));
    expect(adjusted.reduce((a, b) => a + b, 0)).toBe(-30);
  });

  it('runs a balance through the deposits that ends at what Stripe still holds', async () => {
    for (let i = 0; i < 4; i++) {
      await give(2_000 + i);
      await give(1_000 + i, 'EUR');
      service.sandbox.otherSale({ amountMinor: 900, currency: 'usd' });
      await days(3);
    }
    const { available, pending } = await service.ctx.stripe.balance.retrieve();
    for (const currency of ['USD', 'EUR']) {
      const rows = await rowsOf(`?currency=${currency}`);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows)
        expect(number(row, 'balance_after_minor')).toBe(
          number(row, 'balance_before_minor') - number(row, 'amount_minor'),
        );
      const last = rows.at(-1);
      const since = (await reconcile(service.ctx), await movedSince(currency, last?.['created_utc'] ?? ''));
      const left = [...available, ...pending]
        .filter((each) => each.currency === currency.toLowerCase())
        .reduce((sum, each) => sum + each.amount, 0);
      expect(number(last, 'balance_after_minor') + since).toBe(left);
      // One page or many, one deposit alone or among others: the balance is the same.
      const alone = await rowsOf(`?payout=${last?.['payout_id'] ?? ''}`);
      expect(alone).toEqual([last]);
    }
  });

  it('gives a manual payout its running balance and no contents', async () => {
    await give(50_000);
    await days(8);
    // Money that Stripe gives back can be paid out at once.
    service.sandbox.adjustBalance('usd', 15_000);
    const manual = service.sandbox.call('POST', '/v1/payouts', { amount: 10_000, currency: 'usd' }) as {
      id: string;
    };
    await days(9);
    const row = (await rowsOf(`?payout=${manual.id}`))[0];
    expect(row).toMatchObject({
      automatic: 'false',
      explained_by: 'running_balance',
      amount_minor: '10000',
      amount: '100.00',
    });
    for (const name of ['gifts_minor', 'unexplained_minor', 'items']) expect(row?.[name]).toBe('');
    expect(number(row, 'balance_before_minor') - number(row, 'balance_after_minor')).toBe(10_000);
    // Its line is among what a later automatic deposit holds: less reached the bank by that one.
    const others = (await rowsOf()).filter((other) => other['payout_id'] !== manual.id);
    for (const other of others) expect(explanation(other)).toBe(number(other, 'amount_minor'));
    expect(others.reduce((sum, other) => sum + number(other, 'returned_minor'), 0)).toBe(-10_000);
  });

  it('says that Stripe has not listed a deposit yet, and what it lists that is not booked', async () => {
    await give(10_000);
    await service.sandbox.advance({ days: 7 });
    await service.settle();
    const file = sqliteFile(service.ctx.config);
    const [payoutId] = service.sandbox.state.payouts.all().map((payout) => payout.id);
    const db = new Database(file);
    db.exec('drop trigger payout_items_no_delete');
    expect(db.prepare('delete from payout_items').run().changes).toBe(1);
    db.exec('delete from payout_sums');
    expect((await rowsOf(`?payout=${payoutId}`))[0]).toMatchObject({
      explained_by: 'items',
      items: '0',
      unexplained_minor: '9680',
    });
    db.exec('update payouts set itemised_at = null');
    db.close();
    expect((await rowsOf(`?payout=${payoutId}`))[0]).toMatchObject({
      explained_by: 'pending',
      unexplained_minor: '',
    });
  });

  it('filters by month, range, zone, currency and payout, and refuses what a deposit has not', async () => {
    await give(10_000);
    await give(3_000, 'EUR');
    await days(40);
    const all = await rowsOf();
    expect(all).toHaveLength(2);
    expect(await rowsOf('?period=2026-09')).toEqual(all);
    expect(await rowsOf('?period=2026-10')).toEqual([]);
    const madeAt = all[0]?.['created_utc'] ?? '';
    const day = madeAt.slice(0, 10);
    expect(madeAt).toMatch(/T00:00:00Z$/);
    // Midnight in UTC is the evening before in New York.
    expect(await rowsOf(`?from=${day}`)).toEqual(all);
    expect(await rowsOf(`?from=${day}&zone=America/New_York`)).toEqual([]);
    expect(await rowsOf(`?to=${day}&zone=America/New_York`)).toEqual(all);
    expect(await rowsOf('?currency=EUR')).toHaveLength(1);
    for (const query of [
      'kind=payout',
      'status=paid',
      'campaign=x',
      'updatedSince=2026-09-01T00:00:00Z',
      'payout=x',
      'period=2026-9',
    ])
      expect((await get(`/v1/payouts.csv?${query}`)).status, query).toBe(400);
  });

  it('is the same as JSON lines', async () => {
    await give(10_000);
    await days(9);
    const text = await (await get('/v1/payouts.jsonl')).text();
    const [line] = text
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as Record<string, unknown>);
    const [row] = await rowsOf();
    expect(Object.keys(line ?? {}).join(',')).toBe(HEADER);
    expect(line).toMatchObject({
      automatic: true,
      amount_minor: 9_680,
      amount: 96.8,
      items: 1,
      failure_code: null,
    });
    expect(row?.['arrival_date']).toBe(line?.['arrival_date']);
    expect(row?.['arrival_date']).toMatch(/^2026-09-\d\d$/);
  });

  it('turns pages without losing or doubling a deposit', async () => {
    for (let i = 0; i < 5; i++) {
      await give(2_000);
      await give(2_000, 'EUR');
      await days(2);
    }
    const { store } = service.ctx;
    const nobody = { from: null, to: null, currency: null, payoutId: null };
    const whole = await store.payoutPage(nobody, null, 500);
    const paged = [];
    let last: { createdAtMs: number; id: string } | null = null;
    while (paged.length <= whole.length) {
      const [row]: Awaited<ReturnType<typeof store.payoutPage>> = await store.payoutPage(nobody, last, 1);
      if (row === undefined) break;
      paged.push(row);
      last = { createdAtMs: row.createdAt.getTime(), id: row.payoutId };
    }
    expect(whole.length).toBeGreaterThan(4);
    expect(paged).toEqual(whole);
  });
});

/** Net of what the ledger and other products moved after a deposit. */
async function movedSince(currency: string, since: string): Promise<number> {
  const db = new Database(sqliteFile(service.ctx.config), { readonly: true });
  const net = (table: string) =>
    db
      .prepare(`select coalesce(sum(net_minor), 0) from ${table} where currency = ? and created_at >= ?`)
      .pluck()
      .get(currency, Date.parse(since)) as number;
  const own = db
    .prepare(
      `select coalesce(sum(net_minor), 0) from ledger_entries where kind = 'payout' and currency = ? and created_at = ?`,
    )
    .pluck()
    .get(currency, Date.parse(since)) as number;
  const moved = net('ledger_entries') + net('other_movements') - own;
  db.close();
  return moved;
}
