import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../src/sandbox/schemas/load.ts';
import { HANDLED_TYPES, IGNORED_TYPES, reasonToIgnore } from '../../src/webhooks/event-types.ts';
import { makeEvent } from '../_support/make.ts';

/** Every event that stands near a ledger of pledges. */
const NEAR_THE_LEDGER = (
  'checkout.session.completed checkout.session.async_payment_succeeded checkout.session.async_payment_failed checkout.session.expired ' +
  'payment_intent.succeeded payment_intent.payment_failed payment_intent.processing payment_intent.requires_action payment_intent.canceled ' +
  'charge.succeeded charge.failed charge.pending charge.updated charge.refunded charge.refund.updated invoice.created invoice.finalized invoice.paid ' +
  'invoice.payment_succeeded invoice.payment_failed invoice.payment_action_required invoice.payment_attempt_required invoice.finalization_failed ' +
  'invoice.voided invoice.marked_uncollectible invoice.deleted invoice.overpaid invoice.upcoming credit_note.created credit_note.updated credit_note.voided ' +
  'invoice_payment.paid customer.subscription.created customer.subscription.updated customer.subscription.deleted customer.subscription.paused ' +
  'customer.subscription.resumed customer.subscription.pending_update_applied customer.subscription.pending_update_expired ' +
  'customer.subscription.trial_will_end refund.created refund.updated refund.failed charge.dispute.created charge.dispute.funds_withdrawn ' +
  'charge.dispute.funds_reinstated charge.dispute.updated charge.dispute.closed radar.early_fraud_warning.created review.opened review.closed ' +
  'payout.created payout.updated payout.paid payout.failed payout.canceled payout.reconciliation_completed balance.available customer.updated ' +
  'customer.deleted payment_method.attached payment_method.detached payment_method.automatically_updated setup_intent.succeeded ' +
  'setup_intent.setup_failed mandate.updated billing_portal.configuration.updated reporting.report_run.succeeded test_helpers.test_clock.ready'
).split(' ');

describe('every event near the ledger', () => {
  it.each(NEAR_THE_LEDGER)('%s has its meaning, or is ignored with a reason', (type) => {
    expect([HANDLED_TYPES, IGNORED_TYPES].filter((types) => types.has(type))).toHaveLength(1);
    expect((HANDLED_TYPES.get(type) ?? IGNORED_TYPES.get(type) ?? '').length).toBeGreaterThan(7);
    expect(reasonToIgnore(makeEvent({ type }), { livemode: false, account: null })).toBe(
      HANDLED_TYPES.has(type) ? null : 'type_not_handled',
    );
  });

  it('is one that the SDK knows: no name is misspelt', () => {
    const known = eventTypes();
    const strangers = [...HANDLED_TYPES.keys(), ...IGNORED_TYPES.keys()].filter((type) => !known.has(type));
    expect(strangers).toEqual([]);
  });
});
