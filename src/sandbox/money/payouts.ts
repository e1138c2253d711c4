import type Stripe from 'stripe';
import { emit } from '../events/event.ts';
import type { BalanceTransaction, Payout } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction, unpaidIn } from './balance.ts';
import { currencyOf } from './currencies.ts';

const daySeconds = 86_400;
/** The bank has the money a day after Stripe sends it. */
const arrivalSeconds = daySeconds;

/** Sends what is available to the bank every midnight or every Monday, as long as the clock runs. */
export function schedulePayouts(world: World): void {
  const { payouts } = world.settings;
  if (payouts === 'manual') return;
  const now = world.clock.now();
  const midnight = now - (now % daySeconds) + daySeconds;
  // The first of January 1970 was a Thursday, so a Monday is four days further on.
  const weekday = Math.floor(midnight / daySeconds + 3) % 7;
  const due = payouts === 'daily' ? midnight : midnight + ((7 - weekday) % 7) * daySeconds;
  world.clock.at(due, () => {
    payOut(world);
    schedulePayouts(world);
  });
}

/** One payout for each currency that has something available; a debt waits for later income. */
export function payOut(world: World): Payout[] {
  const now = world.clock.now();
  const made: Payout[] = [];
  for (const currency of world.state.unpaid.keys()) {
    const unpaid = unpaidIn(world, currency);
    const available = unpaid.filter((transaction) => transaction.available_on <= now);
    const net = available.reduce((sum, transaction) => sum + transaction.net, 0);
    if (net <= 0 || net % (currencyOf(currency)?.payoutStep ?? 1) !== 0) continue;
    world.state.unpaid.set(
      currency,
      unpaid.filter((transaction) => transaction.available_on > now),
    );
    made.push(sendPayout(world, { currency, amountMinor: net, contents: available }));
  }
  return made;
}

function sendPayout(
  world: World,
  {
    currency,
    amountMinor,
    contents,
  }: { currency: string; amountMinor: number; contents: BalanceTransaction[] },
): Payout {
  const now = world.clock.now();
  const payout: Payout = {
    id: world.random.id('po'),
    object: 'payout',
    amount: amountMinor,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: now + arrivalSeconds,
    automatic: true,
    balance_transaction: null,
    created: now,
    currency,
    description: 'STRIPE PAYOUT',
    destination: 'ba_sandbox',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'in_progress',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'in_transit',
    trace_id: null,
    type: 'bank_account',
  };
  world.state.payouts.add(payout);
  const row = addTransaction(world, {
    type: 'payout',
    amountMinor: -amountMinor,
    currency,
    source: payout.id,
    description: 'STRIPE PAYOUT',
    availableAt: payout.arrival_date,
  });
  payout.balance_transaction = row.id;
  world.state.payoutContents.set(payout.id, [...contents, row]);
  emit(world, 'payout.created', payout);
  world.clock.at(payout.arrival_date, () => arrive(world, payout));
  return payout;
}

function arrive(world: World, payout: Payout): void {
  const previous = { status: payout.status };
  payout.status = 'paid';
  emit(world, 'payout.paid', payout, previous);
  payout.reconciliation_status = 'completed';
  emit(world, 'payout.reconciliation_completed', payout, { reconciliation_status: 'in_progress' });
}

/** What is on the account now, and what will be. */
export function balanceOf(world: World): Stripe.Balance {
  const now = world.clock.now();
  const sums = (isIn: (transaction: BalanceTransaction) => boolean) =>
    [...world.state.unpaid].map(([currency, unpaid]) => ({
      amount: unpaid.filter(isIn).reduce((sum, transaction) => sum + transaction.net, 0),
      currency,
      source_types: { card: unpaid.filter(isIn).reduce((sum, transaction) => sum + transaction.net, 0) },
    }));
  return {
    object: 'balance',
    available: sums((transaction) => transaction.available_on <= now),
    livemode: false,
    pending: sums((transaction) => transaction.available_on > now),
  };
}

/** What an automatic payout took, and its own line; before its reconciliation only that line is known. */
export function contentsOf(world: World, payout: Payout): readonly BalanceTransaction[] {
  const contents = world.state.payoutContents.get(payout.id) ?? [];
  return payout.reconciliation_status === 'completed' ? contents : contents.slice(-1);
}
