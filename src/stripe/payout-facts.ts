import type Stripe from 'stripe';
import type { Payout } from '../ledger/payout.ts';
import type { Fact } from './fact.ts';
import { at } from './movements.ts';

/** A payout as it stands, and whether a person has to look at it. */
export function payoutFacts(payout: Stripe.Payout): Fact[] {
  const status = STATUSES.find((known) => known === payout.status) ?? 'unknown';
  return [
    {
      kind: 'payout',
      payout: {
        payoutId: payout.id,
        amountMinor: payout.amount,
        currency: payout.currency.toUpperCase(),
        status,
        automatic: payout.automatic,
        createdAt: at(payout.created),
        arrivalAt: at(payout.arrival_date),
        isReconciled: payout.reconciliation_status === 'completed',
        failureCode: payout.failure_code,
      },
    },
    {
      kind: 'concern',
      concern: { kind: 'payout_failed', stripeObjectId: payout.id, dueAt: null, isOpen: status === 'failed' },
    },
  ];
}

const STATUSES: readonly Payout['status'][] = ['pending', 'in_transit', 'paid', 'failed', 'canceled'];
