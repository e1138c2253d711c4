import { invalidRequest } from '../http/fault.ts';
import type { Charge, PaymentIntent } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction } from './balance.ts';
import { fail, settleDebit } from './charges.ts';
import { declines } from './outcomes.ts';
import { openDispute } from './disputes.ts';

/** Waits for a bank debit to end, as its test account decides; `settled` and `refused` do what depends on it. */
export function awaitDebit(
  world: World,
  { intent, charge }: { intent: PaymentIntent; charge: Charge },
  { settled, refused }: { settled: () => void; refused: () => void },
): void {
  const { clock, settings, state } = world;
  clock.at(clock.now() + settings.bankDebitSeconds, () => {
    const account = state.cardOf.get(charge.payment_method ?? '');
    if (account === 'bankDebitFails') {
      takeBack(world, charge);
      fail(world, intent, charge, declines.bank);
      refused();
      return;
    }
    settleDebit(world, intent, charge);
    settled();
    const late = clock.now() + settings.lateFailureSeconds;
    if (account === 'bankDebitFailsLate') clock.at(late, () => isSettled(charge) && failLate(world, charge));
    if (account === 'bankDebitDisputed')
      clock.at(late, () => isSettled(charge) && openDispute(world, charge, { reason: 'insufficient_funds' }));
  });
}

/** A debit that had succeeded fails after all: the money goes, the payment waits for another method. */
export function failLate(world: World, charge: Charge): void {
  if (charge.payment_method_details?.type === 'card')
    throw invalidRequest(`Charge ${charge.id} is no bank debit; only those fail late.`, 'charge');
  if (!isSettled(charge))
    throw invalidRequest(
      `Charge ${charge.id} has not succeeded or was disputed; it cannot fail late.`,
      'charge',
    );
  const intent = world.state.paymentIntents.get(charge.payment_intent ?? '');
  if (intent === undefined) throw invalidRequest(`Charge ${charge.id} has no payment.`, 'charge');
  takeBack(world, charge);
  Object.assign(charge, { captured: false, amount_captured: 0 });
  intent.amount_received = 0;
  fail(world, intent, charge, declines.bank);
}

function isSettled(charge: Charge): boolean {
  return charge.status === 'succeeded' && !charge.disputed && !charge.refunded;
}

/** A debit that was booked is taken off the balance again, with the fee that a failed payment does not cost. */
function takeBack(world: World, charge: Charge): void {
  const booked = world.state.balanceTransactions.get(charge.balance_transaction ?? '');
  if (booked === undefined) return;
  charge.failure_balance_transaction = addTransaction(world, {
    type: 'payment_failure_refund',
    category: 'charge_failure',
    amountMinor: -booked.amount,
    currency: booked.currency,
    rate: booked.exchange_rate,
    feeMinor: -booked.fee,
    source: charge.id,
    description: `Payment failure refund for ${charge.id}`,
    // Neither line may be paid out without the other.
    availableAt: Math.max(booked.available_on, world.clock.now()),
  }).id;
}
