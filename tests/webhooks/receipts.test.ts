import { describe, expect, it } from 'vitest';
import { outermostReceipts } from '../../src/webhooks/receipts.ts';
import { after, NOON } from '../_support/make.ts';

const HOUR = 3_600_000;

/** Payments by the hour of their booking; the second number is the hour of their receipt, null for none. */
async function receiptsOf(...payments: [bookedAt: number, receivedAt: number | null][]) {
  const asked: string[] = [];
  const received = new Map(payments.map(([, at], i) => [`ch_${i}`, at]));
  const entries = payments.map(([at], i) => ({
    stripeSourceId: `ch_${i}`,
    createdAt: after(NOON, at * HOUR),
  }));
  const times = await outermostReceipts(entries, async (id) => {
    asked.push(id);
    const at = received.get(id) ?? null;
    return at === null ? null : after(NOON, at * HOUR);
  });
  return { hours: times.map((time) => (time.getTime() - NOON.getTime()) / HOUR), asked };
}

describe('the first and the last payment that was received', () => {
  it('are those that Stripe says were, by the time of their receipt', async () => {
    expect((await receiptsOf([10, 9.5], [20, 19.8], [30, 29])).hours).toEqual([9.5, 29]);
    expect((await receiptsOf([10, null], [20, 19.8], [30, null])).hours).toEqual([19.8, 19.8]);
    expect((await receiptsOf([10, null], [20, null])).hours).toEqual([]);
    expect((await receiptsOf()).hours).toEqual([]);
  });

  it('are told apart where two were booked close to each other in the other order', async () => {
    expect((await receiptsOf([10, 9.9], [10.1, 9.2], [30, 29.9], [30.4, 29.5])).hours).toEqual([9.2, 29.9]);
    // A whole hour apart is still close.
    expect((await receiptsOf([10, 9.9], [11, 9.2], [40, 39])).hours).toEqual([9.2, 39]);
  });

  it('cost no read of the payments between them', async () => {
    const { asked } = await receiptsOf([10, 10], [20, 20], [30, 30], [40, 40]);
    expect(asked).toEqual(['ch_0', 'ch_3']);
  });
});
