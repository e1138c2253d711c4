import { describe, expect, it } from 'vitest';
import { payoutFacts } from '../../src/stripe/payout-facts.ts';
import { after, NOON } from '../_support/make.ts';
import { payout } from './objects.ts';

describe('a payout', () => {
  it('is told as it stands, with nothing to do', () => {
    expect(payoutFacts(payout())).toEqual([
      {
        kind: 'payout',
        payout: {
          payoutId: 'po_1',
          amountMinor: 10_000,
          currency: 'EUR',
          status: 'paid',
          automatic: true,
          createdAt: NOON,
          arrivalAt: after(NOON, 86_400_000),
          isReconciled: true,
          failureCode: null,
        },
      },
      {
        kind: 'concern',
        concern: { kind: 'payout_failed', stripeObjectId: 'po_1', dueAt: null, isOpen: false },
      },
    ]);
  });

  it('that the bank sent back is a task, with Stripe’s reason', () => {
    const facts = payoutFacts(payout({ status: 'failed', failure_code: 'account_closed' }));
    expect(facts).toMatchObject([
      { payout: { status: 'failed', failureCode: 'account_closed' } },
      { concern: { isOpen: true } },
    ]);
  });

  it.each(['pending', 'in_transit', 'paid', 'canceled'])('that is %s is no task', (status) => {
    expect(payoutFacts(payout({ status }))).toMatchObject([
      { payout: { status } },
      { concern: { isOpen: false } },
    ]);
  });

  it('of a status of tomorrow is unknown, not guessed at', () => {
    expect(payoutFacts(payout({ status: 'brand_new' }))[0]).toMatchObject({ payout: { status: 'unknown' } });
  });

  it.each(['not_applicable', 'in_progress'] as const)('is not listed while Stripe says %s', (status) => {
    expect(payoutFacts(payout({ reconciliation_status: status }))[0]).toMatchObject({
      payout: { isReconciled: false },
    });
  });
});
