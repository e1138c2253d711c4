import { sqliteFile } from '../../src/config/config.ts';
import { copyFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { exportOf } from '../_support/exports.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
beforeEach(async () => {
  service = await testService({
    sandbox: { clock: new Date('2026-09-02T12:00:00Z'), seed: 11 },
    publisher: {
      experiment: {
        name: 'Heading',
        since: '2026-09-01',
        viewsPerVariant: 1_000,
        variants: [{ id: 'usual' }, { id: 'months', editions: { en: { heading: 'Four months of work.' } } }],
      },
    },
  });
});
afterEach(async () => service.stop());

const give = async (body: Record<string, unknown>, card = 'good') => {
  const answer = await postCheckout(service, {
    currency: 'USD',
    amountMinor: 2_500,
    campaign: 'river',
    ...body,
  });
  expect(answer.status, answer.text).toBe(201);
  service.sandbox.pay(sessionOf(answer), { card });
  return { pledgeId: String(answer.json['pledgeId']), sessionId: sessionOf(answer) };
};
/** Comparisons leave out the last moments: time passes first. */
const checked = async () => {
  await service.sandbox.advance({ hours: 1 });
  return reconcile(service.ctx);
};

/** A month of everything. */
async function live(): Promise<string[]> {
  const once = await give({ frequency: 'once' });
  const monthly = await give({ frequency: 'monthly' });
  const yen = await give({ frequency: 'once', amountMinor: 3_000, currency: 'JPY' });
  await give({ frequency: 'annual', amountMinor: 6_000, currency: 'EUR' });
  await give({ frequency: 'once' }, 'bankDebit');
  await give({ frequency: 'once' }, 'disputed');
  await service.sandbox.advance({ days: 6 });
  service.sandbox.refund(once.sessionId, 1_000);
  service.sandbox.refund(yen.sessionId);
  service.sandbox.chargeAccountFee('usd', 700);
  await service.sandbox.advance({ days: 12 });
  await give({ frequency: 'once', amountMinor: 5_000, lang: 'ru' });
  await service.sandbox.advance({ days: 14 });
  const { id } = await service.ctx.stripe.subscriptions
    .list({ limit: 1 })
    .then((list) => list.data[0] ?? { id: '' });
  await service.ctx.stripe.subscriptions.cancel(id);
  return [once.pledgeId, monthly.pledgeId];
}

describe('reconcile', () => {
  it('finds nothing to do where everything was delivered, and says so per currency (I5)', async () => {
    await live();
    await service.settle();
    const before = await exportOf(service.ctx);
    const result = await checked();
    expect(result.isEqual).toBe(true);
    expect(result.months.map((month) => month.period)).toEqual(['2026-09', '2026-10']);
    const september = result.months[0];
    expect(september?.movements).toBeGreaterThan(12);
    expect(september?.currencies.map((each) => each.currency)).toEqual(['EUR', 'USD']);
    for (const each of september?.currencies ?? []) {
      expect(each.differenceMinor).toBe(0);
      expect(each.otherMinor).toBe(0);
    }
    const again = await checked();
    expect(again).toMatchObject({ isEqual: true, eventsFound: 0, entriesFilled: 0 });
    // The account's fee has no event: it was booked with the deposit that holds it, and is there once.
    expect((await exportOf(service.ctx)).match(/^led_\w+,fee,/gm)).toHaveLength(1);
    expect(await exportOf(service.ctx)).toBe(before);
  });

  it.each([
    ['lasts a month and Stripe still lists the events', 0],
    ['is so long that Stripe has forgotten them', 40],
  ])('heals an outage that %s to the ledger that would have been (I1, I5)', async (_what, moreDays) => {
    service.sandbox.chaos.deliveries.push({ fault: 'drop' });
    const pledges = await live();
    await service.sandbox.advance({ days: moreDays });
    await service.settle();
    expect((await service.ctx.store.inboxCounts()).received).toBe(0);
    const result = await checked();
    expect(result.isEqual).toBe(true);
    const lost = await exportOf(service.ctx);
    const [once, monthly] = await Promise.all(pledges.map((id) => service.ctx.store.pledgeById(id)));
    expect(once?.status).toBe('paid');
    expect(monthly?.status).toBe('active');

    // A second reading of the same history, into an empty database, with every event delivered.
    service.sandbox.chaos.clear();
    await service.restartOn(() => {
      for (const end of ['', '-wal', '-shm'])
        rmSync(`${sqliteFile(service.ctx.config)}${end}`, { force: true });
    });
    await reconcile(service.ctx, new Date('2026-08-01T00:00:00Z'));
    expect(await exportOf(service.ctx)).toBe(lost);
    expect(lost.split('\r\n').length).toBeGreaterThan(12);
  });

  it('brings a lost disk with an old backup to the same ledger: pledges, campaigns, languages and variants too (I37)', async () => {
    const file = sqliteFile(service.ctx.config);
    const backup = `${file}.backup`;
    await give({ frequency: 'monthly' });
    await service.settle();
    new Database(file).exec(`vacuum into '${backup}'`);
    await service.sandbox.advance({ days: 1 });
    const later = await give({ frequency: 'monthly', campaign: 'late', lang: 'ru', variant: 'months' });
    await give({ frequency: 'once', amountMinor: 700 });
    await service.sandbox.advance({ days: 18 });
    await service.settle();
    await checked();
    const whole = await exportOf(service.ctx);

    await service.restartOn(() => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
      copyFileSync(backup, file);
    });
    expect(await exportOf(service.ctx)).not.toBe(whole);
    const result = await checked();
    expect(result.isEqual).toBe(true);
    expect(await exportOf(service.ctx)).toBe(whole);
    expect(await service.ctx.store.pledgeById(later.pledgeId)).toMatchObject({
      status: 'active',
      campaign: 'late',
      lang: 'ru',
      variant: 'months',
      frequency: 'monthly',
    });
  });

  it('books a fee of the account, which no event tells of, and counts it as found', async () => {
    await give({ frequency: 'once' });
    await service.settle();
    service.sandbox.chargeAccountFee('usd', 300);
    expect(await checked()).toMatchObject({ isEqual: true, entriesFilled: 1 });
    expect(await checked()).toMatchObject({ isEqual: true, entriesFilled: 0 });
  });

  it('looks again at a plan whose renewals were never heard of', async () => {
    const { pledgeId } = await give({ frequency: 'monthly' });
    await service.settle();
    service.sandbox.chaos.deliveries.push({ fault: 'drop' });
    const pledge = await service.ctx.store.pledgeById(pledgeId);
    await service.ctx.stripe.subscriptions.cancel(pledge?.stripeSubscriptionId ?? '');
    // Stripe forgets events after thirty days.
    await service.sandbox.advance({ days: 45 });
    await checked();
    expect((await service.ctx.store.pledgeById(pledgeId))?.status).toBe('ended');
  });

  it('keeps the money of another product apart, looked up once, and explains the account with it (I17)', async () => {
    await give({ frequency: 'once' });
    service.sandbox.otherSale({ amountMinor: 9_900, currency: 'usd' });
    service.sandbox.otherSale({ amountMinor: 1_900, currency: 'usd', recurring: 'month' });
    await service.settle();
    const result = await checked();
    expect(result.isEqual).toBe(true);
    const usd = result.months.at(-1)?.currencies.find((each) => each.currency === 'USD');
    expect(usd?.otherMinor).toBeGreaterThan(10_000);
    expect(await exportOf(service.ctx)).not.toContain('9900');
    const reads = (await service.ctx.metrics.stripeReads.get()).values[0]?.value ?? 0;
    await reconcile(service.ctx);
    const more = ((await service.ctx.metrics.stripeReads.get()).values[0]?.value ?? 0) - reads;
    expect(more).toBeLessThan(8);
  });

  it('names what is missing at Stripe and what has other amounts', async () => {
    await give({ frequency: 'once' });
    await service.settle();
    await checked();
    const file = sqliteFile(service.ctx.config);
    const db = new Database(file);
    db.exec('drop trigger ledger_entries_no_update');
    db.exec(
      `update ledger_entries set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where kind = 'payment'`,
    );
    db.exec(`insert into ledger_entries (entry_id, kind, created_at, available_at, book_date, period, gross_minor, fee_minor, net_minor, currency,
      stripe_balance_transaction_id, stripe_source_id, recorded_at)
      select 'led_forged', 'fee', created_at, available_at, book_date, period, -5, 0, -5, currency, 'txn_forged', 'txn_forged', recorded_at from ledger_entries limit 1`);
    db.close();
    const result = await checked();
    expect(result.isEqual).toBe(false);
    const month = result.months.at(-1);
    expect(month?.missingAtStripe).toEqual(['txn_forged']);
    expect(month?.unequal).toHaveLength(1);
    expect(month?.currencies[0]?.differenceMinor).toBe(1 - 5);
    expect(await service.ctx.store.unequalPeriods()).toEqual(['2026-09']);
  });

  it('leaves a second deployment on the same account alone, and takes nothing of it', async () => {
    const other = await testService({
      settings: { STRIPE_API_BASE: service.sandbox.url },
      context: { now: () => service.sandbox.now() },
    });
    try {
      const answer = await postCheckout(other, { currency: 'USD', amountMinor: 800, frequency: 'once' });
      service.sandbox.pay(sessionOf(answer));
      await service.settle();
      const result = await checked();
      expect(result.isEqual).toBe(true);
      const counts = await service.ctx.store.inboxCounts();
      expect(counts).toMatchObject({ parked: 0, pending: 0, applied: 0 });
      expect(result.months.at(-1)?.currencies[0]?.otherMinor).toBeGreaterThan(0);
    } finally {
      await other.stop();
    }
  });
});
