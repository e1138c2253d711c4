import type { IgnoredReason, WebhookEvent } from './webhook-event.ts';

/** Event types that lead to a read of Stripe, with what each is for. Register the endpoint for these. */
export const HANDLED_TYPES: ReadonlyMap<string, string> = new Map([
  ['checkout.session.completed', 'the reader finished the page'],
  ['checkout.session.async_payment_succeeded', 'a bank debit arrived'],
  ['checkout.session.async_payment_failed', 'a bank debit was refused'],
  ['checkout.session.expired', 'the page ran out'],
  ['payment_intent.succeeded', 'money of a once pledge, should the session event be lost'],
  ['charge.succeeded', 'the charge behind a payment'],
  ['charge.updated', 'fee and net are known now'],
  ['invoice.paid', 'money of a recurring pledge'],
  ['invoice.payment_failed', 'a renewal failed'],
  ['customer.subscription.created', 'a recurring pledge began'],
  ['customer.subscription.updated', 'its state or its next payment changed'],
  ['customer.subscription.deleted', 'it ended'],
  ['customer.subscription.paused', 'it was paused'],
  ['customer.subscription.resumed', 'it went on'],
  ['refund.created', 'money was given back'],
  ['refund.updated', 'a refund moved on'],
  ['refund.failed', 'a refund came back'],
  ['charge.dispute.created', 'a bank disputes a payment'],
  ['charge.dispute.updated', 'a dispute moved on'],
  ['charge.dispute.funds_withdrawn', 'a bank took a payment back'],
  ['charge.dispute.funds_reinstated', 'a dispute was won'],
  ['charge.dispute.closed', 'a dispute ended'],
  ['payout.created', 'money is on its way to the bank'],
  ['payout.paid', 'it arrived'],
  ['payout.failed', 'the bank sent it back'],
  ['payout.canceled', 'it was called off'],
]);

/** Why an event can be settled at once, or null where Stripe must be read. */
export function reasonToIgnore(
  event: WebhookEvent,
  service: { livemode: boolean; account: string | null },
): IgnoredReason | null {
  if (event.livemode !== service.livemode) return 'livemode_mismatch';
  if (service.account !== null) return 'other_account';
  return HANDLED_TYPES.has(event.type) ? null : 'type_not_handled';
}
