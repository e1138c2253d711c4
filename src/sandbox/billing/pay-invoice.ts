import { emit } from '../events/event.ts';
import { invalidRequest, noSuch, StripeFault } from '../http/fault.ts';
import { openIntent } from '../money/payment-intents.ts';
import { chargeSaved } from '../money/saved-method.ts';
import type { Charge, Invoice, PaymentIntent, PaymentMethod, Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { closeUnpaid, finalizeInvoice, markPaidOutOfBand } from './invoices.ts';
import { afterFailure, followPayment, revive } from './renewals.ts';

/** Collects an invoice now, out of its schedule, or notes that it was paid elsewhere. */
export function payInvoice(
  world: World,
  invoice: Invoice,
  { methodId, isOutOfBand }: { methodId?: string | undefined; isOutOfBand: boolean },
): Invoice {
  if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid');
  if (invoice.status === 'void') throw invalidRequest('Invoice is voided and cannot be paid');
  const subscription = subscriptionOf(world, invoice);
  const method = isOutOfBand ? undefined : methodOf(world, methodId ?? subscription.default_payment_method);
  const intent = intentOf(world, invoice, subscription);
  if (intent.status === 'processing')
    throw invalidRequest('This invoice has a payment that is processing and cannot be paid again.');
  if (method === undefined) {
    markPaidOutOfBand(world, invoice);
    revive(world, subscription);
    return invoice;
  }
  const attempt = { subscription, invoice, intent };
  const charge = chargeSaved(world, intent, method);
  if (charge.status === 'failed') {
    noteFailure(world, attempt);
    throw refused(charge);
  }
  followPayment(world, attempt, charge);
  return invoice;
}

/** Writes an invoice off by hand. */
export function writeOff(world: World, invoice: Invoice, how: 'void' | 'uncollectible'): Invoice {
  const isAllowed = invoice.status === 'open' || (how === 'void' && invoice.status === 'uncollectible');
  if (!isAllowed) throw invalidRequest("You can only pass in open invoices. This invoice isn't open.");
  if (knownIntent(world, invoice)?.status === 'processing')
    throw invalidRequest('This invoice has a payment that is processing and cannot be written off.');
  closeUnpaid(world, invoice, how);
  return invoice;
}

/** The first attempt sets the schedule, whoever made it; later ones by hand leave it as it is. */
function noteFailure(
  world: World,
  attempt: { subscription: Subscription; invoice: Invoice; intent: PaymentIntent },
): void {
  if (attempt.invoice.attempt_count === 0) afterFailure(world, attempt);
  else emit(world, 'invoice.payment_failed', attempt.invoice);
}

/** A draft is finalized first, so that it has a payment to try. */
function intentOf(world: World, invoice: Invoice, subscription: Subscription): PaymentIntent {
  const known = knownIntent(world, invoice);
  if (known !== undefined) return known;
  const intent = openIntent(world, {
    amountMinor: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: subscription.description ?? 'Subscription update',
    metadata: {},
  });
  finalizeInvoice(world, invoice, intent);
  return intent;
}

function knownIntent(world: World, invoice: Invoice): PaymentIntent | undefined {
  const [payment] = world.state.invoicePayments.by('invoice', invoice.id);
  return world.state.paymentIntents.get((payment?.payment.payment_intent as string | undefined) ?? '');
}

function subscriptionOf(world: World, invoice: Invoice): Subscription {
  const id = invoice.parent?.subscription_details?.subscription as string;
  const subscription = world.state.subscriptions.get(id);
  if (subscription === undefined) throw noSuch('subscription', id);
  return subscription;
}

function methodOf(world: World, id: string | null): PaymentMethod {
  const method = world.state.paymentMethods.get(id ?? '');
  if (method === undefined) throw noSuch('PaymentMethod', id ?? '', 'payment_method');
  return method;
}

/** The caller hears of the refusal as the reader would: 402, with the bank's reason. */
function refused(charge: Charge): StripeFault {
  return new StripeFault(402, {
    type: 'card_error',
    code: charge.failure_code ?? 'card_declined',
    decline_code: charge.outcome?.reason ?? 'generic_decline',
    message: charge.failure_message ?? 'Your card was declined.',
    charge: charge.id,
  });
}
