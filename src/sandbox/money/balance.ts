import type Stripe from 'stripe';
import type { BalanceTransaction, Charge } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { convertMinor, exchangeRate } from './currencies.ts';

export type Movement = {
  type:
    | 'charge'
    | 'payment'
    | 'refund'
    | 'payment_refund'
    | 'payment_failure_refund'
    | 'refund_failure'
    | 'adjustment'
    | 'stripe_fee'
    | 'payout'
    | 'payout_cancel'
    | 'payout_failure';
  amountMinor: number;
  currency: string;
  feeMinor?: number;
  feeDescription?: string;
  /** Null for what Stripe itself takes or corrects. */
  source: string | null;
  description: string;
  rate?: number | null;
  availableAt?: number;
  category?: string;
  /** An automatic payout takes other lines along; its own is no item of a later one. */
  isSettled?: boolean;
};

/** Writes one line of the balance; money in has a positive amount, and net is amount less fee. */
export function addTransaction(world: World, movement: Movement): BalanceTransaction {
  const now = world.clock.now();
  const feeMinor = movement.feeMinor ?? 0;
  const description = movement.feeDescription ?? 'Stripe processing fees';
  const detail = {
    amount: feeMinor,
    application: null,
    currency: movement.currency,
    description,
    type: 'stripe_fee',
  };
  const transaction: BalanceTransaction = {
    id: world.random.id('txn'),
    object: 'balance_transaction',
    amount: movement.amountMinor,
    available_on: movement.availableAt ?? now,
    balance_type: 'payments',
    created: now,
    currency: movement.currency,
    description: movement.description,
    exchange_rate: movement.rate ?? null,
    fee: feeMinor,
    fee_details: feeMinor === 0 ? [] : [detail],
    net: movement.amountMinor - feeMinor,
    reporting_category: movement.category ?? movement.type,
    source: movement.source,
    status: 'pending',
    type: movement.type,
  };
  world.state.balanceTransactions.add(transaction);
  if (movement.isSettled !== true) unpaidIn(world, movement.currency).push(transaction);
  return transaction;
}

/** Transactions of a currency that no payout has taken yet. */
export function unpaidIn(world: World, currency: string): BalanceTransaction[] {
  let unpaid = world.state.unpaid.get(currency);
  if (unpaid === undefined) world.state.unpaid.set(currency, (unpaid = []));
  return unpaid;
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

/** In which currency a payment lands on the balance, and at which rate (null when it is the same). */
export function settlementOf(world: World, currency: string): { currency: string; rate: number | null } {
  const own = world.settings.settlementCurrencies;
  if (own.includes(currency)) return { currency, rate: null };
  const settled = own[0] ?? 'eur';
  return { currency: settled, rate: exchangeRate(currency, settled) };
}

/** Books a charge: its worth in the settlement currency, less the fee, available some days after it is settled. */
export function settleCharge(world: World, charge: Charge): BalanceTransaction {
  const { currency, rate } = settlementOf(world, charge.currency);
  const amountMinor = settled(charge.amount, charge.currency, currency, rate);
  const { feePercent, feeFixedMinor, availableAfterDays, bankDebitSeconds } = world.settings;
  const settledAt = world.clock.now() + (charge.status === 'pending' ? bankDebitSeconds : 0);
  const transaction = addTransaction(world, {
    type: charge.payment_method_details?.type === 'card' ? 'charge' : 'payment',
    category: 'charge',
    amountMinor,
    currency,
    feeMinor: halfUp(amountMinor, feePercent) + feeFixedMinor,
    source: charge.id,
    description: charge.description ?? 'Payment',
    rate,
    availableAt: startOfDay(settledAt) + availableAfterDays * 86_400,
  });
  charge.balance_transaction = transaction.id;
  return transaction;
}

/**
 * Moves part of a charge back (negative) or forth again at the charge's own rate. Several parts of
 * one charge add up to the whole to the last cent, whatever rounding does to each.
 */
export function settledPart(
  world: World,
  charge: Charge,
  { fromMinor, toMinor }: { fromMinor: number; toMinor: number },
) {
  const whole = world.state.balanceTransactions.get(charge.balance_transaction ?? '');
  const rate = whole?.exchange_rate ?? null;
  const currency = whole?.currency ?? settlementOf(world, charge.currency).currency;
  const at = (minor: number) => settled(minor, charge.currency, currency, rate);
  return { amountMinor: at(toMinor) - at(fromMinor), currency, rate };
}

function settled(minor: number, from: string, to: string, rate: number | null): number {
  return rate === null ? minor : convertMinor(minor, from, to, rate);
}

/** Percent of an amount, half up, without a fraction going astray: 2.9 % is 29 of a thousand. */
function halfUp(amountMinor: number, percent: number): number {
  const thousandths = Math.round(percent * 1000);
  return Math.floor((amountMinor * thousandths + 50_000) / 100_000);
}

function startOfDay(seconds: number): number {
  return seconds - (seconds % 86_400);
}
