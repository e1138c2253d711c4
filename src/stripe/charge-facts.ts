import type Stripe from 'stripe';
import type { Movement } from '../ledger/entry.ts';
import type { Fact } from './fact.ts';
import { at, chargeMovements, expanded } from './movements.ts';
import type { ReadingSource } from './source.ts';

/**
 * What a charge says: the money that came, and what went back where a bank debit bounced after it had
 * succeeded. A charge is read with its balance transactions expanded.
 */
export function chargeFacts(charge: Stripe.Charge): Fact[] {
  return [...moneyFacts(charge), ...countryFacts(charge)];
}

/** Movements as facts. */
export function movementFacts(movements: readonly Movement[]): Fact[] {
  return movements.map((movement) => ({ kind: 'movement', movement }));
}

function moneyFacts(charge: Stripe.Charge): Fact[] {
  const booked = expanded(charge.balance_transaction);
  // Capture is asynchronous: the fee follows in seconds. A card's payer is told at once; a debit waits for it.
  if (booked === null) {
    if (charge.status !== 'succeeded') return [];
    return isCard(charge)
      ? [{ kind: 'paid', at: at(charge.created) }, { kind: 'fee_pending' }]
      : [{ kind: 'fee_pending' }];
  }
  return [...receiptFacts(charge, paidAt(charge, booked)), ...movementFacts(chargeMovements(charge, booked))];
}

/** A debit is made days before its money comes; a card's two times are the same but for the seconds of capture. */
function paidAt(charge: Stripe.Charge, booked: Stripe.BalanceTransaction): Date {
  return at(isCard(charge) ? charge.created : booked.created);
}

/** When the money of a charge was received; null for one that was refused, bounced or is still under way. */
export async function receivedAt(
  { stripe, pace }: ReadingSource,
  stripeChargeId: string,
): Promise<Date | null> {
  await pace();
  const charge = await stripe.charges.retrieve(stripeChargeId, { expand: ['balance_transaction'] });
  const booked = expanded(charge.balance_transaction);
  return charge.status === 'succeeded' && booked !== null ? paidAt(charge, booked) : null;
}

/** Stripe may book a debit when it is submitted: only the status says whether the money was received. */
function receiptFacts({ id, status, created }: Stripe.Charge, paidAt: Date): Fact[] {
  if (status === 'succeeded') return [{ kind: 'paid', at: paidAt }];
  return status === 'failed' ? [{ kind: 'bounced', stripeChargeId: id, failedAt: at(created) }] : [];
}

function isCard({ payment_method_details: details }: Stripe.Charge): boolean {
  return details?.type === 'card';
}

/** The country of the bank that was asked; none where Stripe blocked the try before any bank saw it. */
function countryFacts(charge: Stripe.Charge): Fact[] {
  const details = charge.payment_method_details;
  const country = details?.card?.country ?? details?.sepa_debit?.country;
  const wasAsked = charge.status !== 'failed' || charge.outcome?.network_status !== 'not_sent_to_network';
  if (!country || !wasAsked || charge.status === 'pending') return [];
  return [{ kind: 'card_country', country, stripeChargeId: charge.id, paid: charge.status === 'succeeded' }];
}
