import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedBefore, closeMonth, reopenMonth } from '../../src/finance/close-month.ts';
import { verify } from '../../src/finance/verify.ts';
import { linkOf, manifestOf } from '../../src/ledger/period.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { createKey } from '../../src/finance/keys.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
beforeEach(async () => {
  service = await testService({ sandbox: { clock: new Date('2026-09-05T12:00:00Z'), seed: 5 } });
});
afterEach(async () => service.stop());

const give = async (body: Record<string, unknown> = {}, card = 'good') => {
  const answer = await postCheckout(service, {
    currency: 'USD',
    amountMinor: 2_500,
    frequency: 'once',
    ...body,
  });
  service.sandbox.pay(sessionOf(answer), { card });
  await service.settle();
  return sessionOf(answer);
};
const to = async (day: string) => {
  await service.sandbox.advance(new Date(`${day}T12:00:00Z`));
  await service.settle();
};
const key = async () =>
  (
    await createKey(service.ctx, {
      name: 'books',
      scopes: ['ledger:read', 'totals:read', 'periods:close'],
      expiresAt: null,
    })
  ).secret;
const call = async (method: string, path: string, secret: string, body?: unknown) =>
  fetch(`${service.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const file = async (secret: string, period: string) =>
  (await call('GET', `/v1/ledger.csv?period=${period}`, secret)).text();
const close = (period: string) => closeMonth(service.ctx, period, 'command');
const sqlite = () => new Database(service.ctx.config.databaseFile);

describe('closing a month', () => {
  it('freezes its file byte for byte, whatever comes later: late entries, deposits, renewals (I11)', async () => {
    const secret = await key();
    const early = await give({ frequency: 'monthly' });
    await to('2026-09-29');
    service.sandbox.chaos.deliveries.push({ fault: 'drop' });
    const late = await give({ amountMinor: 7_700 });
    service.sandbox.chaos.clear();
    await to('2026-10-01');
    const answer = await call('POST', '/v1/periods/2026-09/close', secret);
    const closed = (await answer.json()) as Record<string, unknown>;
    expect(answer.status).toBe(200);
    expect(closed).toMatchObject({
      state: 'closed',
      closedThrough: '2026-09',
      warnings: [{ code: 'not_compared' }],
    });
    const bytes = await file(secret, '2026-09');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(closed['ledgerCsvSha256']);
    expect(bytes.trimEnd().split('\r\n')).toHaveLength(1 + Number(closed['rows']));

    await to('2026-10-20');
    await reconcile(service.ctx);
    service.sandbox.refund(early);
    await to('2026-10-25');
    expect(await file(secret, '2026-09')).toBe(bytes);
    // What belongs to September and came late is in October, with its own month beside it.
    const october = (await file(secret, '2026-10')).split('\r\n').find((line) => line.includes(',7700,'));
    expect(october).toMatch(/,2026-09-29,2026-10,/);
    expect(october).toMatch(/,2026-09,\d{4}-/);
    expect(late).toBeTruthy();
    // The open ledger knows by now when September's money reached the bank; the closed file does not.
    const all = await (await call('GET', '/v1/ledger.csv', secret)).text();
    expect(all).not.toBe(bytes);
    expect((await verify(service.ctx)).finding).toBeNull();
  });

  it('keeps order: running, closed, earlier open and unknown months are refused with words', async () => {
    const secret = await key();
    await give();
    await to('2026-10-02');
    await give();
    await expect(close('2026-10')).rejects.toMatchObject({ status: 409, code: 'month_running' });
    await to('2026-11-02');
    await expect(close('2026-10')).rejects.toMatchObject({
      code: 'earlier_month_open',
      message: expect.stringContaining('2026-09') as unknown,
    });
    await close('2026-09');
    await expect(close('2026-09')).rejects.toMatchObject({ code: 'month_closed' });
    await expect(close('2026-08')).rejects.toMatchObject({ code: 'month_closed' });
    expect((await call('POST', '/v1/periods/2026-13/close', secret)).status).toBe(400);
    const other = (await createKey(service.ctx, { name: 'reader', scopes: ['ledger:read'], expiresAt: null }))
      .secret;
    expect((await call('POST', '/v1/periods/2026-10/close', other)).status).toBe(403);
  });

  it('opens the last one again with a reason, and chains all of it', async () => {
    const secret = await key();
    await give();
    await to('2026-10-02');
    await give();
    await to('2026-11-02');
    await close('2026-09');
    await close('2026-10');
    await expect(reopenMonth(service.ctx, '2026-09', 'a reason', 'command')).rejects.toMatchObject({
      code: 'later_month_closed',
    });
    for (const reason of ['', 'a\nb', 'ask jane@example.org', 'x'.repeat(201), 7])
      expect((await call('POST', '/v1/periods/2026-10/reopen', secret, { reason })).status).toBe(422);
    const reopened = await call('POST', '/v1/periods/2026-10/reopen', secret, {
      reason: 'a refund was missing',
    });
    expect(await reopened.json()).toMatchObject({
      state: 'open',
      closedThrough: '2026-09',
      reason: 'a refund was missing',
    });
    await close('2026-10');
    const list = (await (await call('GET', '/v1/periods', secret)).json()) as {
      changes: { action: string; hash: string; previousHash: string }[];
    };
    expect(list.changes.map((change) => change.action)).toEqual(['close', 'close', 'reopen', 'close']);
    expect(list.changes.map((change) => change.previousHash)).toEqual([
      '',
      ...list.changes.slice(0, -1).map((change) => change.hash),
    ]);
    expect(await verify(service.ctx)).toMatchObject({ finding: null, closedMonths: 2, changes: 4 });
  });

  it('makes the manifest anew where an entry slips in while the file is hashed', async () => {
    await give();
    await to('2026-10-02');
    const { store } = service.ctx;
    const page = store.ledgerPage.bind(store);
    let slips = 1;
    store.ledgerPage = async (...args) => {
      const rows = await page(...args);
      if (slips-- > 0) sqlite().exec(copyOfPayment('txn_slipped', 'led_slipped'));
      return rows;
    };
    const { manifest } = await close('2026-09');
    expect(manifest.rows).toBe(
      Number(sqlite().prepare(`select count(*) from ledger_entries where period = '2026-09'`).pluck().get()),
    );
  });

  it('is guarded by the database itself: no entry in a closed month, no change of the chain (I7)', async () => {
    await give();
    await to('2026-10-02');
    await close('2026-09');
    const db = sqlite();
    expect(() => db.exec(copyOfPayment('txn_forged', 'led_forged'))).toThrow(/closed month/);
    for (const table of ['period_changes', 'ledger_entries']) {
      expect(() => db.exec(`update ${table} set seq = seq + 100`)).toThrow(/never changed/);
      expect(() => db.exec(`delete from ${table}`)).toThrow(/never deleted/);
    }
  });
});

it('knows what was closed before, whatever was reopened meanwhile', () => {
  const chain = (...steps: [action: 'close' | 'reopen', period: string][]) =>
    steps.map(([action, period], seq) => ({ seq, ...linkOf({ action, period } as never) }));
  expect(closedBefore(chain(['close', '2026-01'], ['close', '2026-02']), '2026-02')).toBe('2026-01');
  expect(closedBefore(chain(['close', '2026-01']), '2026-01')).toBeNull();
  const redone = chain(
    ['close', '2026-01'],
    ['close', '2026-03'],
    ['reopen', '2026-03'],
    ['close', '2026-02'],
    ['close', '2026-03'],
  );
  expect(closedBefore(redone, '2026-03')).toBe('2026-02');
});

describe('verify', () => {
  /** Two closed months and one that runs. */
  beforeEach(async () => {
    await give({ frequency: 'monthly' });
    await give({}, 'disputed');
    await to('2026-10-02');
    await give();
    await to('2026-11-02');
    await close('2026-09');
    await close('2026-10');
    await give();
  });

  it('holds for an honest database', async () => {
    expect(await verify(service.ctx)).toMatchObject({ finding: null, closedMonths: 2 });
  });

  it.each([
    [
      'an edited amount',
      `drop trigger ledger_entries_no_update; update ledger_entries set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where seq = 1`,
      /totals|more refunded|contents/,
    ],
    [
      'a moved day',
      `drop trigger ledger_entries_no_update; update ledger_entries set book_date = '2026-10-05' where seq = 1`,
      /month that is not its own/,
    ],
    [
      'a dropped row',
      `drop trigger ledger_entries_no_delete; delete from ledger_entries where seq = (select max(seq) from ledger_entries where period = '2026-10' and kind = 'payment')`,
      /rows|deposit/,
    ],
    [
      'another pledge',
      `drop trigger ledger_entries_no_update; update ledger_entries set pledge_id = (select pledge_id from pledges order by created_at desc limit 1) where seq = 1`,
      /file is not the one/,
    ],
    [
      'another id',
      `drop trigger ledger_entries_no_update; update ledger_entries set entry_id = 'led_x' where seq = 1`,
      /id does not follow/,
    ],
    [
      'an edited manifest',
      `drop trigger period_changes_no_update; update period_changes set manifest = replace(manifest, '"rows":', '"rows":1') where seq = 1`,
      /not what was hashed/,
    ],
    [
      'a dropped link',
      `drop trigger period_changes_no_delete; delete from period_changes where seq = 1`,
      /does not follow/,
    ],
    [
      'swapped links',
      `drop trigger period_changes_no_update; update period_changes set seq = -seq; update period_changes set seq = seq + 3`,
      /does not follow/,
    ],
    [
      'an event without a state',
      `pragma ignore_check_constraints = on; update webhook_events set applied_at = null where seq = 1`,
      /exactly one state/,
    ],
    [
      'a line of a deposit that is nobody’s',
      `insert into payout_items (payout_id, balance_transaction_id, paid_out_at) select payout_id, 'txn_nobody', 1 from payouts limit 1`,
      /neither booked/,
    ],
    [
      'a refund above the payment',
      `insert into ledger_entries select null, 'led_more', 'refund', pledge_id, payment_id, frequency, campaign, created_at, available_at, '2026-11-02', '2026-11', original_entry_id, null, -9900, 'USD', -9900, 0, -9900, 'USD', exchange_rate, 'txn_more', 're_more', null, recorded_at from ledger_entries where kind = 'payment' order by seq desc limit 1`,
      /more refunded/,
    ],
  ])('finds %s', async (_what, sql, words) => {
    const db = sqlite();
    db.exec(sql);
    db.close();
    const { finding } = await verify(service.ctx);
    expect(finding?.what).toMatch(words);
    expect(finding?.where).toBeTruthy();
  });

  it('finds a chain that was forged anew over edited entries only by the head that was kept elsewhere', async () => {
    // Whoever can write the whole database can also hash it anew: the last hash belongs on paper or in another's hands.
    const [first] = await service.ctx.store.periodChanges();
    expect(manifestOf(first ?? { manifest: '{}' }).previousHash).toBe('');
    expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

/** A payment of the database once more, under other ids: what a forger or a race would write. */
function copyOfPayment(transaction: string, entry: string): string {
  return `insert into ledger_entries select null, '${entry}', kind, pledge_id, payment_id, frequency, campaign, created_at, available_at, book_date, period,
    original_entry_id, original_period, charged_minor, charged_currency, gross_minor, fee_minor, net_minor, currency, exchange_rate, '${transaction}', stripe_source_id,
    stripe_payout_id, recorded_at from ledger_entries where kind = 'payment' limit 1`;
}
