import { emit } from '../events/event.ts';
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
  const payment: InvoicePayment = {
    id: world.random.id('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  };
  world.state.invoicePayments.add(payment);
  emit(world, 'invoice.finalized', invoice);
  return payment;
}

/** The money of an invoice has arrived. */
export function markPaid(world: World, invoice: Invoice): void {
  const now = world.clock.now();
  const previous = { status: invoice.status, amount_paid: 0, amount_remaining: invoice.amount_remaining };
  Object.assign(invoice, {
    status: 'paid',
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    attempt_count: invoice.attempt_count + 1,
    next_payment_attempt: null,
  });
  invoice.status_transitions.paid_at = now;
  emit(world, 'invoice.updated', invoice, previous);
  emit(world, 'invoice.paid', invoice);
  emit(world, 'invoice.payment_succeeded', invoice);
  const payment = world.state.invoicePayments.by('invoice', invoice.id)[0];
  if (payment === undefined) return;
  Object.assign(payment, { status: 'paid', amount_paid: invoice.amount_due });
  payment.status_transitions.paid_at = now;
  emit(world, 'invoice_payment.paid', payment);
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

/** Writes an invoice off, as a paused or ended subscription asks. */
export function closeUnpaid(world: World, invoice: Invoice, how: 'void' | 'uncollectible'): void {
  const now = world.clock.now();
  const previous = { status: invoice.status };
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
