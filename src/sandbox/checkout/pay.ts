import { afterFailure } from '../billing/renewals.ts';
import { draftInvoice } from '../billing/draft-invoice.ts';
import { finalizeInvoice, markPaid } from '../billing/invoices.ts';
import { startSubscription } from '../billing/subscriptions.ts';
import { emit } from '../events/event.ts';
import { decline, startDebit, succeed } from '../money/charges.ts';
import { declines } from '../money/outcomes.ts';
import { awaitDebit } from '../money/debits.ts';
import { makePaymentMethod, type Payer } from '../money/payment-methods.ts';
import type {
  Charge,
  Customer,
  Invoice,
  PaymentIntent,
  PaymentMethod,
  Session,
  Subscription,
} from '../world/objects.ts';
import type { SessionNotes } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { cards } from './cards.ts';
import { customerFor, intentFor, notesOf } from './parties.ts';
import { detailsFor } from './sessions.ts';

/** What came of pressing the button. */
export type Outcome =
  | { result: 'paid' | 'processing' }
  | { result: 'declined'; message: string }
  | { result: 'challenge' }
  | { result: 'closed' };

/** Pays an open session as the hosted page does; a second press of the button changes nothing. */
export function paySession(world: World, session: Session, payer: Payer): Outcome {
  if (session.status !== 'open') return { result: 'closed' };
  const notes = notesOf(world, session);
  const customer = customerFor(world, session, payer);
  const intent = intentFor(world, session, notes, customer);
  const method = makePaymentMethod(world, {
    payer,
    currency: intent.currency,
    customer: customer?.id ?? null,
  });
  if (customer !== null) emit(world, 'payment_method.attached', method);
  if (payer.card === 'declined' || payer.card === 'blocked') {
    const reason = payer.card === 'blocked' ? declines.blocked : declines.insufficientFunds;
    decline(world, intent, method, reason);
    return { result: 'declined', message: reason.message };
  }
  if (payer.card === 'threeDSecure') {
    challenge(world, session, intent, method);
    notes.challenge = { card: payer.card, email: payer.email ?? '', country: payer.country };
    return { result: 'challenge' };
  }
  return complete(world, { session, notes, customer, intent, method, payer });
}

/** The reader's answer to the bank's question. */
export function answerChallenge(world: World, session: Session, isApproved: boolean): Outcome {
  const notes = notesOf(world, session);
  const asked = notes.challenge;
  const intent = world.state.paymentIntents.get(session.payment_intent ?? notes.intentId ?? '');
  if (session.status !== 'open' || asked === undefined || intent === undefined) return { result: 'closed' };
  delete notes.challenge;
  const method = world.state.paymentMethods.get(intent.payment_method ?? '');
  if (method === undefined) return { result: 'closed' };
  const payer: Payer = { card: asked.card, email: asked.email, country: asked.country };
  if (isApproved)
    return complete(world, {
      session,
      notes,
      customer: customerFor(world, session, payer),
      intent,
      method,
      payer,
    });
  const message =
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: { type: 'card_error', code: 'payment_intent_authentication_failure', message },
  });
  emit(world, 'payment_intent.payment_failed', intent);
  return { result: 'declined', message };
}

type Paying = {
  session: Session;
  notes: SessionNotes;
  customer: Customer | null;
  intent: PaymentIntent;
  method: PaymentMethod;
  payer: Payer;
};

function complete(world: World, paying: Paying): Outcome {
  const { session, intent, method, payer } = paying;
  const isDebit = cards[payer.card].kind === 'bank';
  const recurring = session.mode === 'subscription' ? subscribe(world, paying) : undefined;
  const charge = isDebit ? startDebit(world, intent, method) : succeed(world, intent, method);
  if (recurring !== undefined) {
    emit(world, 'customer.subscription.created', recurring.subscription);
    if (!isDebit) markPaid(world, recurring.invoice);
  }
  Object.assign(session, {
    status: 'complete',
    url: null,
    payment_status: isDebit ? 'unpaid' : 'paid',
    customer: paying.customer?.id ?? null,
    customer_details: detailsFor(payer.email, payer.name ?? null),
    payment_intent: session.mode === 'payment' ? intent.id : null,
    subscription: recurring?.subscription.id ?? null,
    invoice: recurring?.invoice.id ?? null,
  });
  emit(world, 'checkout.session.completed', session);
  if (isDebit) followDebit(world, paying, { charge, recurring });
  return { result: isDebit ? 'processing' : 'paid' };
}

type Recurring = { subscription: Subscription; invoice: Invoice };

/** A subscription and its first invoice, finalized but not yet paid. */
function subscribe(world: World, { session, notes, customer, intent, method }: Paying): Recurring {
  const subscription = startSubscription(world, {
    customer: customer?.id ?? '',
    method: method.id,
    lineItems: notes.lineItems,
    metadata: notes.subscriptionData.metadata ?? {},
    description: notes.subscriptionData.description ?? null,
  });
  world.state.sessionOf.set(subscription.id, session.id);
  const invoice = draftInvoice(world, subscription, 'subscription_create');
  finalizeInvoice(world, invoice, intent);
  return { subscription, invoice };
}

/** The session hears days later what became of its bank debit. */
function followDebit(
  world: World,
  { session, intent }: Paying,
  { charge, recurring }: { charge: Charge; recurring: Recurring | undefined },
): void {
  awaitDebit(
    world,
    { intent, charge },
    {
      settled() {
        if (recurring !== undefined) markPaid(world, recurring.invoice);
        session.payment_status = 'paid';
        emit(world, 'checkout.session.async_payment_succeeded', session);
      },
      refused() {
        if (recurring !== undefined) afterFailure(world, { ...recurring, intent });
        emit(world, 'checkout.session.async_payment_failed', session);
      },
    },
  );
}

function challenge(world: World, session: Session, intent: PaymentIntent, method: PaymentMethod): void {
  Object.assign(intent, {
    status: 'requires_action',
    payment_method: method.id,
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { return_url: session.url, url: `${world.url}/c/pay/${session.id}/challenge` },
    },
  });
  emit(world, 'payment_intent.requires_action', intent);
}
