import { emit } from '../events/event.ts';
import type { BalanceTransaction, Payout } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction, unpaidIn } from './balance.ts';
import { currencyOf } from './currencies.ts';

const daySeconds = 86_400;
/** The bank has the money a day after Stripe sends it. */
const arrivalSeconds = daySeconds;
/** A payout asked for by hand can be canceled for an hour, until it is handed to the bank. */
const submittedSeconds = 3600;

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

/** One automatic payout for each currency that has something available; a debt waits for later income. */
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
    made.push(sendAutomatic(world, { currency, amountMinor: net, contents: available }));
  }
  return made;
}

function sendAutomatic(
  world: World,
  {
    currency,
    amountMinor,
    contents,
  }: { currency: string; amountMinor: number; contents: BalanceTransaction[] },
): Payout {
  const payout = newPayout(world, { currency, amountMinor });
  const row = addTransaction(world, {
    type: 'payout',
    amountMinor: -amountMinor,
    currency,
    source: payout.id,
    description: 'STRIPE PAYOUT',
    availableAt: payout.arrival_date,
    isSettled: true,
  });
  payout.balance_transaction = row.id;
  world.state.payoutContents.set(payout.id, [...contents, row]);
  emit(world, 'payout.created', payout);
  world.clock.at(payout.arrival_date, () => arrive(world, payout));
  const { reconciliationFrom, reconciliationSeconds } = world.settings;
  const from = reconciliationFrom === 'created' ? payout.created : payout.arrival_date;
  // Set after the arrival, so that at one moment the money comes first, as the tasks of a moment keep their order.
  world.clock.at(from + reconciliationSeconds, () => reconcile(world, payout));
  return payout;
}

/** Sends an amount by hand: it names no lines, and its own line is one that a later automatic payout may take. */
export function sendManual(
  world: World,
  from: {
    currency: string;
    amountMinor: number;
    description?: string | null;
    statementDescriptor?: string | null;
    metadata: Record<string, string>;
  },
): Payout {
  const payout = newPayout(world, from);
  Object.assign(payout, {
    automatic: false,
    description: from.description ?? null,
    metadata: from.metadata,
    reconciliation_status: 'not_applicable',
    statement_descriptor: from.statementDescriptor ?? null,
    status: 'pending',
  });
  payout.balance_transaction = addTransaction(world, {
    type: 'payout',
    amountMinor: -from.amountMinor,
    currency: from.currency,
    source: payout.id,
    description: from.description ?? 'STRIPE PAYOUT',
  }).id;
  emit(world, 'payout.created', payout);
  world.clock.at(payout.created + submittedSeconds, () => {
    if (payout.status === 'pending') changePayout(world, payout, { status: 'in_transit' });
  });
  world.clock.at(payout.arrival_date, () => arrive(world, payout));
  return payout;
}

/** Changes a payout and says what changed; Stripe sends the general event beside the particular one. */
export function changePayout(world: World, payout: Payout, change: Partial<Payout>, type?: string): void {
  const previous = Object.fromEntries(Object.keys(change).map((key) => [key, payout[key as keyof Payout]]));
  Object.assign(payout, change);
  emit(world, 'payout.updated', payout, previous);
  if (type !== undefined) emit(world, type, payout);
}

/** What an automatic payout took, and its own line; before its reconciliation only that line is known. */
export function contentsOf(world: World, payout: Payout): readonly BalanceTransaction[] {
  const contents = world.state.payoutContents.get(payout.id) ?? [];
  return payout.reconciliation_status === 'completed' ? contents : contents.slice(-1);
}

function arrive(world: World, payout: Payout): void {
  if (payout.status !== 'in_transit') return;
  const trace_id = { status: 'supported', value: `trace${world.random.letters(12)}` };
  changePayout(world, payout, { status: 'paid', trace_id }, 'payout.paid');
}

function reconcile(world: World, payout: Payout): void {
  payout.reconciliation_status = 'completed';
  emit(world, 'payout.reconciliation_completed', payout);
}

function newPayout(
  world: World,
  { currency, amountMinor }: { currency: string; amountMinor: number },
): Payout {
  const now = world.clock.now();
  return world.state.payouts.add({
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
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  });
}
