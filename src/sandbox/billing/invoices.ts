import { emit } from '../events/event.ts';
import { cancelIntent } from '../money/payment-intents.ts';
import type { Invoice, InvoicePayment, PaymentIntent } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** Makes a draft payable: it gets a number and one payment to be tried. */
export function finalizeInvoice(world: World, invoice: Invoice, intent: PaymentIntent): InvoicePayment {
  const now = world.clock.now();
  const customer = world.state.customers.get(invoice.customer ?? '');
  const sequence = customer?.next_invoice_sequence ?? 1;
  if (customer !== undefined) customer.next_invoice_sequence = sequence + 1;
  invoice.number = `${customer?.invoice_prefix ?? 'SANDBOX'}-${String(sequence).padStart(4, '0')}`;
  Object.assign(invoice, {
    status: 'open',
    effective_at: now,
    automatically_finalizes_at: null,
    ending_balance: 0,
  });
  invoice.status_transitions.finalized_at = now;
  invoice.webhooks_delivered_at ??= now;
  const payment = addPayment(world, invoice, { type: 'payment_intent', payment_intent: intent.id });
  emit(world, 'invoice.finalized', invoice);
  return payment;
}

/** The money of an invoice has arrived. */
export function markPaid(world: World, invoice: Invoice): void {
  settle(world, invoice, invoice.attempt_count + 1);
  emit(world, 'invoice.payment_succeeded', invoice);
  const payment = world.state.invoicePayments.by('invoice', invoice.id)[0];
  if (payment !== undefined) payOff(world, payment);
}

/** The reader paid elsewhere: the invoice counts as paid, but no money moves here, and no attempt is counted. */
export function markPaidOutOfBand(world: World, invoice: Invoice): void {
  giveUpPayments(world, invoice, 'automatic');
  settle(world, invoice, invoice.attempt_count);
  const record = { type: 'payment_record' as const, payment_record: world.random.id('prec') };
  payOff(world, addPayment(world, invoice, record));
}

function settle(world: World, invoice: Invoice, attemptCount: number): void {
  const previous = { status: invoice.status, amount_paid: 0, amount_remaining: invoice.amount_remaining };
  Object.assign(invoice, {
    status: 'paid',
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    attempt_count: attemptCount,
    next_payment_attempt: null,
  });
  invoice.status_transitions.paid_at = world.clock.now();
  emit(world, 'invoice.updated', invoice, previous);
  emit(world, 'invoice.paid', invoice);
}

function payOff(world: World, payment: InvoicePayment): void {
  Object.assign(payment, { status: 'paid', amount_paid: payment.amount_requested });
  payment.status_transitions.paid_at = world.clock.now();
  emit(world, 'invoice_payment.paid', payment);
}

function addPayment(world: World, invoice: Invoice, payment: InvoicePayment['payment']): InvoicePayment {
  return world.state.invoicePayments.add({
    id: world.random.id('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.clock.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment,
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

function giveUpPayments(world: World, invoice: Invoice, reason: 'void_invoice' | 'automatic'): void {
  for (const payment of world.state.invoicePayments.by('invoice', invoice.id)) {
    if (payment.status !== 'open') continue;
    Object.assign(payment, { status: 'canceled', is_default: false });
    payment.status_transitions.canceled_at = world.clock.now();
    const intent = world.state.paymentIntents.get(payment.payment.payment_intent as string);
    if (intent !== undefined) cancelIntent(world, intent, reason);
  }
}

/** An attempt failed; another follows, or none. */
export function markAttemptFailed(world: World, invoice: Invoice, nextAttemptAt: number | null): void {
  Object.assign(invoice, {
    attempted: true,
    attempt_count: invoice.attempt_count + 1,
    next_payment_attempt: nextAttemptAt,
    auto_advance: nextAttemptAt !== null,
  });
  emit(world, 'invoice.payment_failed', invoice);
}

/** Writes an invoice off; a voided one can never be paid, an uncollectible one still can. */
export function closeUnpaid(world: World, invoice: Invoice, how: 'void' | 'uncollectible'): void {
  const now = world.clock.now();
  const previous = { status: invoice.status };
  if (how === 'void') giveUpPayments(world, invoice, 'void_invoice');
  Object.assign(invoice, {
    status: how,
    auto_advance: false,
    next_payment_attempt: null,
    automatically_finalizes_at: null,
  });
  if (how === 'void') invoice.status_transitions.voided_at = now;
  else invoice.status_transitions.marked_uncollectible_at = now;
  emit(world, how === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible', invoice, previous);
}
