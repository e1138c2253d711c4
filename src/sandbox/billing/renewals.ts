import { emit } from '../events/event.ts';
import { awaitDebit } from '../money/debits.ts';
import { openIntent } from '../money/payment-intents.ts';
import { chargeSaved } from '../money/saved-method.ts';
import type { Charge, Invoice, PaymentIntent, Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { draftInvoice } from './draft-invoice.ts';
import { closeUnpaid, finalizeInvoice, markAttemptFailed, markPaid } from './invoices.ts';
import { periodAfter } from './periods.ts';
import { endSubscription, isEnded } from './ending.ts';

/** Puts the next end of a period into the clock. */
export function scheduleRenewal(world: World, subscription: Subscription): void {
  const due = subscription.items.data[0]?.current_period_end;
  if (due === undefined) return;
  world.clock.at(due, () => {
    const isMoved = subscription.items.data[0]?.current_period_end !== due;
    if (!isEnded(subscription) && !isMoved) renew(world, subscription);
  });
}

/** A period ends: the subscription ends with it, or the next period is invoiced. */
function renew(world: World, subscription: Subscription): void {
  const now = world.clock.now();
  const isOver = subscription.cancel_at !== null && subscription.cancel_at <= now;
  if (subscription.cancel_at_period_end || isOver) {
    endSubscription(world, subscription, { reason: 'cancellation_requested' });
    return;
  }
  const previous = {
    items: { ...subscription.items, data: subscription.items.data.map((item) => ({ ...item })) },
  };
  for (const item of subscription.items.data) {
    item.current_period_start = item.current_period_end;
    item.current_period_end = periodAfter(
      subscription.billing_cycle_anchor,
      item.price.recurring!,
      item.current_period_start,
    );
  }
  scheduleRenewal(world, subscription);
  const invoice = draftInvoice(world, subscription, 'subscription_cycle');
  emit(world, 'customer.subscription.updated', subscription, previous);
  const paused = pauseAt(subscription, now);
  if (paused === 'keep_as_draft') {
    Object.assign(invoice, {
      auto_advance: false,
      automatically_finalizes_at: null,
      next_payment_attempt: null,
    });
    return;
  }
  world.clock.at(now + world.settings.draftInvoiceSeconds, () => {
    if (invoice.status !== 'draft') return;
    if (paused === 'void') closeUnpaid(world, invoice, 'void');
    else if (paused === 'mark_uncollectible') closeUnpaid(world, invoice, 'uncollectible');
    else collect(world, subscription, invoice);
  });
}

function pauseAt(subscription: Subscription, now: number): string | undefined {
  const pause = subscription.pause_collection;
  return pause === null || (pause.resumes_at !== null && pause.resumes_at <= now)
    ? undefined
    : pause.behavior;
}

/** The draft's hour is over: it is finalized and its first payment is tried. */
function collect(world: World, subscription: Subscription, invoice: Invoice): void {
  const intent = openIntent(world, {
    amountMinor: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: subscription.description ?? 'Subscription update',
    metadata: {},
  });
  finalizeInvoice(world, invoice, intent);
  tryPayment(world, { subscription, invoice, intent });
}

export type Attempt = { subscription: Subscription; invoice: Invoice; intent: PaymentIntent };

/** Tries once with the subscription's present card, which may have been changed since the last time. */
export function tryPayment(world: World, attempt: Attempt): void {
  const method = world.state.paymentMethods.get(attempt.subscription.default_payment_method ?? '');
  if (method === undefined || attempt.invoice.status !== 'open') return;
  const charge = chargeSaved(world, attempt.intent, method);
  if (charge.status === 'failed') afterFailure(world, attempt);
  else followPayment(world, attempt, charge);
}

/** What follows from a charge that was not refused: the invoice is paid now, or when the bank debit ends. */
export function followPayment(world: World, attempt: Attempt, charge: Charge): void {
  if (charge.status === 'succeeded') return afterSuccess(world, attempt);
  awaitDebit(
    world,
    { intent: attempt.intent, charge },
    { settled: () => afterSuccess(world, attempt), refused: () => afterFailure(world, attempt) },
  );
}

function afterSuccess(world: World, { subscription, invoice }: Attempt): void {
  markPaid(world, invoice);
  revive(world, subscription);
}

/** A subscription that waited for this money runs again. */
export function revive(world: World, subscription: Subscription): void {
  if (subscription.status === 'past_due' || subscription.status === 'incomplete')
    setStatus(world, subscription, 'active');
}

/** Tries again after some days; when all tries are spent, the subscription ends. */
export function afterFailure(world: World, attempt: Attempt): void {
  const { subscription, invoice } = attempt;
  const waitDays = world.settings.renewalRetryDays[invoice.attempt_count];
  const next = waitDays === undefined ? null : world.clock.now() + waitDays * 86_400;
  markAttemptFailed(world, invoice, next);
  if (isEnded(subscription)) return;
  if (next === null) {
    endSubscription(world, subscription, { reason: 'payment_failed' });
    return;
  }
  if (subscription.status === 'active') setStatus(world, subscription, 'past_due');
  world.clock.at(next, () => {
    if (!isEnded(subscription)) tryPayment(world, attempt);
  });
}

/** Moves a subscription on and says so. */
export function setStatus(
  world: World,
  subscription: Subscription,
  status: 'active' | 'past_due' | 'incomplete_expired',
): void {
  const previous = { status: subscription.status };
  subscription.status = status;
  emit(world, 'customer.subscription.updated', subscription, previous);
}
