import { emit } from '../events/event.ts';
import type { Charge, PaymentIntent, PaymentMethod } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { settleCharge } from './balance.ts';
import { openDispute } from './disputes.ts';
import { warnOfFraud } from './early-fraud-warnings.ts';
import { authorized, outcomeOf, type Decline } from './outcomes.ts';
import { chargeDetails } from './payment-methods.ts';

/** The money arrives: a charge, its line on the balance, and the events in Stripe's natural order. */
export function succeed(world: World, intent: PaymentIntent, method: PaymentMethod): Charge {
  const charge = addCharge(world, intent, method, 'succeeded');
  finish(world, intent, charge);
  return charge;
}

/** The bank refuses: a failed charge, and the payment waits for another method. */
export function decline(world: World, intent: PaymentIntent, method: PaymentMethod, reason: Decline): Charge {
  const charge = addCharge(world, intent, method, 'failed');
  fail(world, intent, charge, reason);
  return charge;
}

/** A bank debit is under way and will be settled or refused later. */
export function startDebit(world: World, intent: PaymentIntent, method: PaymentMethod): Charge {
  const charge = addCharge(world, intent, method, 'pending');
  Object.assign(intent, {
    status: 'processing',
    latest_charge: charge.id,
    payment_method: method.id,
    next_action: null,
  });
  if (world.settings.debitsBookedWhen === 'submitted') settleCharge(world, charge);
  emit(world, 'charge.pending', charge);
  emit(world, 'payment_intent.processing', intent);
  return charge;
}

/** The end of a bank debit. */
export function settleDebit(world: World, intent: PaymentIntent, charge: Charge): void {
  Object.assign(charge, { status: 'succeeded', paid: true, captured: true, amount_captured: charge.amount });
  finish(world, intent, charge);
}

/** Marks a charge and its payment as refused, and says so. */
export function fail(world: World, intent: PaymentIntent, charge: Charge, reason: Decline): void {
  Object.assign(charge, {
    status: 'failed',
    paid: false,
    failure_code: reason.code,
    failure_message: reason.message,
    outcome: outcomeOf(reason),
  });
  Object.assign(intent, {
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    next_action: null,
    last_payment_error: {
      type: 'card_error',
      code: reason.code,
      decline_code: reason.declineCode,
      message: reason.message,
      charge: charge.id,
    },
  });
  emit(world, 'charge.failed', charge);
  emit(world, 'payment_intent.payment_failed', intent);
}

function finish(world: World, intent: PaymentIntent, charge: Charge): void {
  const { settings, clock } = world;
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    last_payment_error: null,
    next_action: null,
  });
  const isBooked = charge.balance_transaction !== null;
  if (!isBooked && !settings.lateBalanceTransactions) settleCharge(world, charge);
  emit(world, 'charge.succeeded', charge);
  emit(world, 'payment_intent.succeeded', intent);
  if (!isBooked && settings.lateBalanceTransactions) {
    clock.at(clock.now() + settings.lateBalanceTransactionSeconds, () => {
      if (charge.balance_transaction === null) settleCharge(world, charge);
      emit(world, 'charge.updated', charge, { balance_transaction: null });
    });
  }
  scheduleTrouble(world, charge);
}

/** What the test card that paid brings about later. */
function scheduleTrouble(world: World, charge: Charge): void {
  const { settings, clock, state } = world;
  const card = state.cardOf.get(charge.payment_method ?? '');
  if (card === 'disputed' || card === 'inquiry')
    clock.at(clock.now() + settings.disputeAfterSeconds, () => {
      if (!charge.disputed && !charge.refunded) openDispute(world, charge, { inquiry: card === 'inquiry' });
    });
  if (card === 'fraudWarning')
    clock.at(clock.now() + settings.fraudWarningAfterSeconds, () => void warnOfFraud(world, charge));
}

function addCharge(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  status: Charge['status'],
): Charge {
  const isPaid = status === 'succeeded';
  const charge: Charge = {
    id: world.random.id(method.type === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { ...method.billing_details },
    calculated_statement_descriptor: 'SANDBOX',
    captured: isPaid,
    created: world.clock.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: authorized,
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: chargeDetails(world, method),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: null,
  };
  return world.state.charges.add(charge);
}
