import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';
import type { CardName } from '../../src/sandbox/sandbox.ts';

let service: TestService;
beforeEach(async () => {
  service = await testService({
    sandbox: { clock: new Date('2026-11-22T12:00:00Z'), order: 'shuffled', seed: 7 },
  });
});
afterEach(async () => service.stop());

const give = async (body: Record<string, unknown>, card?: CardName) => {
  const answer = await postCheckout(service, { currency: 'USD', ...body });
  expect(answer.status, answer.text).toBe(201);
  service.sandbox.pay(sessionOf(answer), card === undefined ? {} : { card });
  await service.settle();
  return { pledgeId: String(answer.json['pledgeId']), sessionId: sessionOf(answer) };
};
const entries = (pledgeId: string) => service.ctx.store.entriesOfPledge(pledgeId);
const status = async (pledgeId: string) => (await service.ctx.store.pledgeById(pledgeId))?.status;

describe('a payment', () => {
  it.each([
    ['once', 2_500, 'paid', 103],
    ['monthly', 500, 'active', 45],
    ['annual', 6_000, 'active', 204],
  ])(
    'of %s leads from the box to the ledger with its fee and net',
    async (frequency, amountMinor, expected, fee) => {
      const { pledgeId } = await give({ frequency, amountMinor, campaign: 'river' });
      expect(await status(pledgeId)).toBe(expected);
      expect(await entries(pledgeId)).toMatchObject([
        {
          kind: 'payment',
          frequency,
          campaign: 'river',
          grossMinor: amountMinor,
          feeMinor: fee,
          netMinor: amountMinor - fee,
          currency: 'USD',
        },
      ]);
      const counts = await service.ctx.store.inboxCounts('lines');
      expect(counts).toMatchObject({ parked: 0, pending: 0 });
      expect(counts.received).toBe(counts.applied + counts.ignored);
    },
  );

  it('that is declined leaves an open pledge and no entry', async () => {
    const { pledgeId } = await give({ frequency: 'once', amountMinor: 2_500 }, 'declined');
    expect(await status(pledgeId)).toBe('open');
    expect(await entries(pledgeId)).toEqual([]);
  });

  it('by bank debit is processing until the bank has decided', async () => {
    const { pledgeId } = await give({ frequency: 'once', amountMinor: 2_500 }, 'bankDebit');
    expect(await status(pledgeId)).toBe('processing');
    expect(await entries(pledgeId)).toEqual([]);
    await service.sandbox.advance({ days: 5 });
    await service.settle();
    expect(await status(pledgeId)).toBe('paid');
    expect(await entries(pledgeId)).toHaveLength(1);
  });

  it('settles with another currency and its rate, both amounts kept', async () => {
    const { pledgeId } = await give({ frequency: 'once', amountMinor: 3_000, currency: 'JPY' });
    const [entry] = await entries(pledgeId);
    expect(entry).toMatchObject({ currency: 'EUR', charged: { amountMinor: 3_000, currency: 'JPY' } });
    expect(Number(entry?.exchangeRate)).toBeGreaterThan(0);
  });
});

describe('a recurring pledge', () => {
  it('is booked at every renewal, and each payment has its number', async () => {
    const { pledgeId } = await give({ frequency: 'monthly', amountMinor: 500 });
    await service.sandbox.advance({ days: 70 });
    await service.settle();
    expect(await entries(pledgeId)).toHaveLength(3);
    const pledge = await service.ctx.store.pledgeById(pledgeId);
    expect(pledge).toMatchObject({ status: 'active' });
    expect(pledge?.marks.nextPaymentAt?.toISOString().slice(0, 10)).toBe('2027-02-22');
  });

  it('whose card fails is past due, and ends when Stripe gives up', async () => {
    const { pledgeId } = await give({ frequency: 'monthly', amountMinor: 500 }, 'failsOnRenewal');
    await service.sandbox.advance({ days: 32 });
    await service.settle();
    expect(await status(pledgeId)).toBe('past_due');
    await service.sandbox.advance({ days: 30 });
    await service.settle();
    expect(await service.ctx.store.pledgeById(pledgeId)).toMatchObject({
      status: 'ended',
      marks: { endedReason: 'payment_failed', nextPaymentAt: null },
    });
    expect(await entries(pledgeId)).toHaveLength(1);
  });

  it('whose amount is changed in Stripe promises the new one', async () => {
    const { pledgeId } = await give({ frequency: 'monthly', amountMinor: 500 });
    const pledge = await service.ctx.store.pledgeById(pledgeId);
    const subscription = await service.ctx.stripe.subscriptions.retrieve(pledge?.stripeSubscriptionId ?? '');
    const item = subscription.items.data[0];
    await service.ctx.stripe.subscriptions.update(subscription.id, {
      proration_behavior: 'none',
      items: [
        {
          id: item?.id ?? '',
          price_data: {
            currency: 'usd',
            product: 'reader-support',
            unit_amount: 2_000,
            recurring: { interval: 'month' },
          },
        },
      ],
    });
    await service.settle();
    expect(await service.ctx.store.pledgeById(pledgeId)).toMatchObject({
      amountMinor: 2_000,
      status: 'active',
    });
  });

  it('that is cancelled in Stripe ends here', async () => {
    const { pledgeId } = await give({ frequency: 'monthly', amountMinor: 500 });
    const pledge = await service.ctx.store.pledgeById(pledgeId);
    await service.ctx.stripe.subscriptions.cancel(pledge?.stripeSubscriptionId ?? '');
    await service.settle();
    expect(await status(pledgeId)).toBe('ended');
  });
});

describe('money that goes back', () => {
  it('is an entry of its own: partial, several, dated by itself', async () => {
    const { pledgeId, sessionId } = await give({ frequency: 'once', amountMinor: 10_000 });
    service.sandbox.refund(sessionId, 3_000);
    await service.sandbox.advance({ days: 20 });
    service.sandbox.refund(sessionId, 7_000);
    await service.settle();
    const booked = await entries(pledgeId);
    expect(booked.map((entry) => [entry.kind, entry.grossMinor, entry.feeMinor, entry.period])).toEqual([
      ['payment', 10_000, 320, '2026-11'],
      ['refund', -3_000, 0, '2026-11'],
      ['refund', -7_000, 0, '2026-12'],
    ]);
    expect(new Set(booked.map((entry) => entry.paymentId)).size).toBe(1);
    expect(booked[1]?.originalEntryId).toBe(booked[0]?.entryId);
    expect(booked.map((entry) => entry.charged?.amountMinor)).toEqual([10_000, -3_000, -7_000]);
    expect(await status(pledgeId)).toBe('paid');
  });

  it('through a dispute is taken with its fee, and comes back when it is won', async () => {
    const { pledgeId, sessionId } = await give({ frequency: 'once', amountMinor: 6_500 });
    const dispute = service.sandbox.dispute(sessionId);
    await service.settle();
    service.sandbox.closeDispute(dispute.id, 'won');
    await service.settle();
    expect((await entries(pledgeId)).map((entry) => [entry.kind, entry.grossMinor])).toEqual([
      ['payment', 6_500],
      ['dispute', -6_500],
      ['dispute_reversed', 6_500],
    ]);
    expect((await entries(pledgeId)).map((entry) => entry.charged?.amountMinor)).toEqual([
      6_500, -6_500, 6_500,
    ]);
  });

  it('to the bank is a payout of the account', async () => {
    await give({ frequency: 'once', amountMinor: 10_000 });
    await service.sandbox.advance({ days: 6 });
    await service.settle();
    const sums = await service.ctx.store.ledgerSums(
      (await import('../../src/finance/rows.ts')).NO_FILTER,
      await service.ctx.store.ledgerBound(),
    );
    expect(sums).toMatchObject([
      { kind: 'payment', netMinor: 9_680 },
      { kind: 'payout', netMinor: -9_680 },
    ]);
  });
});

describe('a card that was issued in a listed country', () => {
  it.each(['russian', 'belarusian'] as const)(
    'ends the plan it pays for (%s), is counted, and is written nowhere',
    async (card) => {
      const { pledgeId } = await give({ frequency: 'monthly', amountMinor: 500 }, card);
      await service.settle();
      const pledge = await service.ctx.store.pledgeById(pledgeId);
      expect(pledge).toMatchObject({
        status: 'ended',
        marks: { endedReason: 'cancellation_requested', nextPaymentAt: null },
      });
      await service.sandbox.advance({ days: 70 });
      await service.settle();
      expect(await entries(pledgeId)).toMatchObject([{ kind: 'payment', grossMinor: 500 }]);
      expect(await service.ctx.store.countsOf(service.sandbox.now().toISOString().slice(0, 10))).toEqual({});
      expect(await service.ctx.store.countsOf('2026-11-22')).toEqual({ listed_card: 1 });
      expect(service.lines.filter((line) => line.includes('listed_card'))).toHaveLength(1);
      expect(service.lines.join('')).not.toMatch(/"(RU|BY)"/);
    },
  );

  it('is given its money back only where the publisher chose so', async () => {
    const generous = await testService({
      publisher: { countries: { list: ['RU'], action: 'notice', refund: true } },
      sandbox: { clock: new Date('2026-11-22T12:00:00Z') },
    });
    try {
      const answer = await postCheckout(generous, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
      generous.sandbox.pay(sessionOf(answer), { card: 'russian' });
      await generous.settle();
      await generous.settle();
      const booked = await generous.ctx.store.entriesOfPledge(String(answer.json['pledgeId']));
      expect(Object.fromEntries(booked.map((entry) => [entry.kind, entry.grossMinor]))).toEqual({
        payment: 2_500,
        refund: -2_500,
      });
    } finally {
      await generous.stop();
    }
  });
});
