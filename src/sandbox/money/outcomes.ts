import type { Charge } from '../world/objects.ts';

export type Decline = { code: string; declineCode: string; message: string; isBlocked?: boolean };

/** The reasons the test cards decline with. */
export const declines = {
  insufficientFunds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  generic: { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' },
  /** Stripe's own judgement: the bank never hears of the payment. */
  blocked: {
    code: 'card_declined',
    declineCode: 'fraudulent',
    message: 'Your card was declined.',
    isBlocked: true,
  },
  bank: {
    code: 'payment_intent_payment_attempt_failed',
    declineCode: 'insufficient_funds',
    message: 'The customer’s bank account has insufficient funds.',
  },
} satisfies Record<string, Decline>;

/** The bank agreed. */
export const authorized: Charge['outcome'] = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  seller_message: 'Payment complete.',
  type: 'authorized',
};

/** Who refused, and whether the bank ever heard of the payment. */
export function outcomeOf(reason: Decline): Charge['outcome'] {
  if (reason.isBlocked === true)
    return {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    };
  return {
    advice_code: 'try_again_later',
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'declined_by_network',
    reason: reason.declineCode,
    risk_level: 'normal',
    seller_message: 'The bank did not approve the payment.',
    type: 'issuer_declined',
  };
}
