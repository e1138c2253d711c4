import { sqliteFile } from '../../src/config/config.ts';
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEDGER_COLUMNS } from '../../src/finance/exports/ledger-columns.ts';
import { closeMonth, reopenMonth } from '../../src/finance/close-month.ts';
import { verify } from '../../src/finance/verify.ts';
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
    await createKey(
      service.ctx,
      {
        name: 'books',
        scopes: ['ledger:read', 'totals:read', 'periods:close'],
        expiresAt: null,
      },
      'command',
    )
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
const columnOf = (name: string) => LEDGER_COLUMNS.findIndex((column) => column.name === name);
const PAID_OUT_COLUMN = columnOf('paid_out_utc');
const SEQUENCE_COLUMN = columnOf('sequence');
const sqlite = () => new Database(sqliteFile(service.ctx.config));

describe('closing a month', () => {
  it('freezes its file byte for byte, whatever comes later: late entries, deposits, renewals (I11)', async () => {
    const secret = await key();
    const early = await give({ frequency: 'monthly' });
    await to('2026-09-29');
    await give({ amountMinor: 6_600 });
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
    const cellsOf = (text: string, needle: string) => text.split('\r\n').find((line) => line.includes(needle))?.split(','); // prettier-ignore
    // Lines and parts of the month are of the same instant.
    const parts = () => Promise.all(['jsonl?period=2026-09', 'csv?period=2026-09&currency=USD'].map(async (part) => (await call('GET', `/v1/ledger.${part}`, secret)).text())); // prettier-ignore
    const partsThen = await parts();
    expect(cellsOf(bytes, ',6600,')?.[PAID_OUT_COLUMN]).toBe('');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(closed['ledgerCsvSha256']);
    expect(bytes.trimEnd().split('\r\n')).toHaveLength(1 + Number(closed['rows']));

    await to('2026-10-20');
    await reconcile(service.ctx);
    service.sandbox.refund(early);
    await to('2026-10-25');
    expect(await file(secret, '2026-09')).toBe(bytes);
    expect(await parts()).toEqual(partsThen);
    // What belongs to September and came late is in October, with its own month beside it.
    const october = (await file(secret, '2026-10')).split('\r\n').find((line) => line.includes(',7700,'));
    expect(october).toMatch(/,2026-09-29,2026-10,/);
    expect(october).toMatch(/,2026-09,\d{4}-/);
    expect(late).toBeTruthy();
    // The open ledger knows by now when September's money reached the bank, and of the renewal; the closed file does not.
    const all = await (await call('GET', '/v1/ledger.csv', secret)).text();
    expect(cellsOf(all, ',6600,')?.[PAID_OUT_COLUMN]).toMatch(/^2026-10-\d\dT/);
    const payments = all
      .split('\r\n')
      .filter((line) => line.includes(',payment,') && line.includes(',monthly,'));
    expect(payments.map((line) => line.split(',')[SEQUENCE_COLUMN])).toEqual(['1', '2']); // prettier-ignore
    expect(bytes).not.toContain(',monthly,2,');
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
    expect((await call('POST', '/v1/periods/2026-10/close', secret, { force: true })).status).toBe(422);
    expect(
      (await call('POST', '/v1/periods/2026-10/reopen', secret, { reason: 'so', by: 'me' })).status,
    ).toBe(422);
    const other = (
      await createKey(service.ctx, { name: 'reader', scopes: ['ledger:read'], expiresAt: null }, 'command')
    ).secret;
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
    await expect(reopenMonth(service.ctx, '2026-11', 'a reason', 'command')).rejects.toMatchObject({
      status: 409,
      code: 'month_open',
    });
    const list = (await (await call('GET', '/v1/periods', secret)).json()) as {
      months: unknown[];
      changes: { action: string; hash: string; previousHash: string }[];
    };
    expect(list.changes.map((change) => change.action)).toEqual(['close', 'close', 'reopen', 'close']);
    expect(list.changes.map((change) => change.previousHash)).toEqual([
      '',
      ...list.changes.slice(0, -1).map((change) => change.hash),
    ]);
    expect(list.months).toEqual([
      { period: '2026-09', state: 'closed', hash: list.changes[0]?.hash },
      { period: '2026-10', state: 'closed', hash: list.changes[3]?.hash },
      { period: '2026-11', state: 'open', hash: null },
    ]);
    expect(await verify(service.ctx)).toMatchObject({ finding: null, closedMonths: 2, changes: 4 });
  });

  it('tells the hash of the whole file with it, and with nothing else (RFC 9530)', async () => {
    const secret = await key();
    await give();
    await to('2026-10-02');
    const digest = async (path: string) => (await call('HEAD', path, secret)).headers.get('Repr-Digest');
    expect(await digest('/v1/ledger.csv?period=2026-09')).toBeNull();
    const { manifest } = await close('2026-09');
    const bytes = await call('GET', '/v1/ledger.csv?period=2026-09', secret);
    const hash = createHash('sha256').update(await bytes.text());
    expect(bytes.headers.get('Repr-Digest')).toBe(`sha-256=:${hash.digest('base64')}:`);
    expect(await digest('/v1/ledger.csv?period=2026-09')).toContain(
      Buffer.from(manifest.ledgerCsvSha256 ?? '', 'hex').toString('base64'),
    );
    for (const other of ['jsonl?period=2026-09', 'csv?period=2026-09&currency=USD', 'csv?period=2026-09&zone=UTC&date=available', 'csv?period=2026-10', 'csv'])
      expect(await digest(`/v1/ledger.${other}`)).toBeNull(); // prettier-ignore
  });

  it('warns of events that wait or are parked and of a month that differs from Stripe, and closes all the same', async () => {
    await give();
    await to('2026-10-02');
    const { store } = service.ctx;
    expect((await close('2026-09')).warnings).toEqual([{ code: 'not_compared' }]);
    await reopenMonth(service.ctx, '2026-09', 'to compare it', 'command');
    await reconcile(service.ctx);
    expect((await close('2026-09')).warnings).toEqual([]);
    await reopenMonth(service.ctx, '2026-09', 'to see the rest', 'command');
    const comparison = await store.comparison('2026-09');
    if (comparison === null) throw new Error('reconcile compares every month of ours');
    await store.saveComparison({ ...comparison, missingHere: ['txn_of_theirs'] });
    const state = await store.queueState();
    store.queueState = async () => ({ ...state, pending: 2, parked: 1 });
    expect((await close('2026-09')).warnings).toEqual([
      { code: 'events_waiting', count: 2 },
      { code: 'events_parked', count: 1 },
      { code: 'not_equal' },
    ]);
  });

  /** Lets something happen the first `times` times that a page of the month is read for its hash. */
  const whileHashing = (happens: (turn: number) => unknown, times = 1) => {
    const { store } = service.ctx;
    const page = store.ledgerPage.bind(store);
    let turn = 0;
    store.ledgerPage = async (...args) => {
      const rows = await page(...args);
      turn += 1;
      if (turn <= times) await happens(turn);
      return rows;
    };
  };
  const count = (where: string) =>
    Number(sqlite().prepare(`select count(*) from ledger_entries where ${where}`).pluck().get());

  it('makes the manifest anew where an entry slips in while the file is hashed (I11)', async () => {
    await give();
    await to('2026-10-02');
    whileHashing(() => sqlite().exec(copyOfPayment('txn_slipped', 'led_slipped')));
    const { manifest } = await close('2026-09');
    expect(manifest.rows).toBe(count(`period = '2026-09'`));
    expect(manifest.bound.entries).toBe(
      sqlite().prepare('select max(seq) from ledger_entries').pluck().get(),
    );
  });

  it('sees an entry that slips into an earlier open month meanwhile, which would be closed unseen (I11)', async () => {
    await give();
    await to('2026-10-02');
    const august = `replace(replace(book_date, '-09-', '-08-'), '2026-09', '2026-08'), '2026-08'`;
    whileHashing(() => sqlite().exec(copyOfPayment('txn_early', 'led_early').replace('book_date, period', august)));
    await expect(close('2026-09')).rejects.toMatchObject({
      code: 'earlier_month_open',
      message: expect.stringContaining('2026-08') as unknown,
    });
    expect(await service.ctx.store.periodChanges()).toEqual([]);
  }); // prettier-ignore

  it('does not mind what comes to a later month meanwhile', async () => {
    await give();
    await to('2026-10-02');
    whileHashing(() => give());
    const { manifest } = await close('2026-09');
    expect(manifest.rows).toBe(count(`period = '2026-09'`));
    expect(count(`seq > ${manifest.bound.entries}`)).toBeGreaterThan(0);
    expect((await verify(service.ctx)).finding).toBeNull();
  });

  it('gives up after a few tries, with nothing closed and words that say when to try again', async () => {
    await give();
    await to('2026-10-02');
    whileHashing((turn) => sqlite().exec(copyOfPayment(`txn_slipped_${turn}`, `led_slipped_${turn}`)), 99);
    await expect(close('2026-09')).rejects.toMatchObject({ status: 503, code: 'month_busy' });
    expect(await service.ctx.store.closedThrough()).toBeNull();
  });

  it('is done once where two people do it at once', async () => {
    await give();
    await to('2026-10-02');
    const outcomes = await Promise.allSettled([close('2026-09'), close('2026-09')]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
      code: 'month_closed',
    });
    const reopen = () => reopenMonth(service.ctx, '2026-09', 'a reason', 'command');
    const again = await Promise.allSettled([reopen(), reopen()]);
    expect(again.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await service.ctx.store.periodChanges()).toHaveLength(2);
    expect((await verify(service.ctx)).finding).toBeNull();
  });

  it('is guarded by the database itself: no entry in a closed month, no change of the chain (I7)', async () => {
    await give();
    await to('2026-10-02');
    await close('2026-09');
    const db = sqlite();
    expect(() => db.exec(copyOfPayment('txn_forged', 'led_forged'))).toThrow(/closed month/);
    db.exec(`insert into other_movements values ('txn_theirs', 1, 'USD', 1)`);
    for (const table of ['period_changes', 'ledger_entries', 'payout_items', 'other_movements']) {
      const column = table === 'other_movements' ? 'created_at' : 'seq';
      expect(db.prepare(`select count(*) from ${table}`).pluck().get()).toBeGreaterThan(0);
      expect(() => db.exec(`update ${table} set ${column} = ${column} + 100`)).toThrow(/never changed/);
      expect(() => db.exec(`delete from ${table}`)).toThrow(/never deleted/);
    }
  });
});

/** A payment of the database once more, under other ids: what a forger or a race would write. */
function copyOfPayment(transaction: string, entry: string): string {
  return `insert into ledger_entries select null, '${entry}', kind, pledge_id, payment_id, frequency, campaign, created_at, available_at, book_date, period,
    original_entry_id, original_period, charged_minor, charged_currency, gross_minor, fee_minor, net_minor, currency, exchange_rate, '${transaction}', stripe_source_id,
    stripe_payout_id, recorded_at from ledger_entries where kind = 'payment' limit 1`;
}
