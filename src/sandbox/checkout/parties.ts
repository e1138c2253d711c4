import { openIntent } from '../money/payment-intents.ts';
import type { Payer } from '../money/payment-methods.ts';
import type { Customer, PaymentIntent, Session } from '../world/objects.ts';
import type { SessionNotes } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { makeCustomer } from './customers.ts';

/** One payment stands behind a session however many cards are tried. */
export function intentFor(
  world: World,
  session: Session,
  notes: SessionNotes,
  customer: Customer | null,
): PaymentIntent {
  const known = world.state.paymentIntents.get(notes.intentId ?? '');
  if (known !== undefined) return known;
  const data = notes.paymentIntentData;
  const intent = openIntent(world, {
    amountMinor: session.amount_total ?? 0,
    currency: session.currency ?? 'eur',
    customer: customer?.id ?? null,
    description: session.mode === 'subscription' ? 'Subscription creation' : (data.description ?? null),
    metadata: session.mode === 'payment' ? (data.metadata ?? {}) : {},
    receiptEmail: data.receipt_email ?? null,
    suffix: data.statement_descriptor_suffix ?? null,
    futureUsage: session.mode === 'subscription' ? 'off_session' : (data.setup_future_usage ?? null),
  });
  notes.intentId = intent.id;
  world.state.sessionOf.set(intent.id, session.id);
  if (session.mode === 'payment') session.payment_intent = intent.id;
  return intent;
}

/** A one-off reader stays a guest unless the session asks for a customer; a subscription always has one. */
export function customerFor(world: World, session: Session, payer: Payer): Customer | null {
  const known = world.state.customers.get(session.customer ?? '');
  if (known !== undefined) return known;
  if (session.mode !== 'subscription' && session.customer_creation !== 'always') return null;
  const customer = makeCustomer(world, { email: payer.email, name: payer.name ?? null });
  session.customer = customer.id;
  return customer;
}

/** What a session remembers beside the object Stripe shows. */
export function notesOf(world: World, session: Session): SessionNotes {
  const notes = world.state.sessionNotes.get(session.id);
  if (notes === undefined) throw new Error(`The session ${session.id} has no notes.`);
  return notes;
}
