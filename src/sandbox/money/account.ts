import { invalidRequest } from '../http/fault.ts';
import type { BalanceTransaction } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction } from './balance.ts';
import { currencyOf } from './currencies.ts';

type Amount = { currency: string; amountMinor: number; description?: string | undefined };

/** Stripe bills the account itself, as for Radar or Billing: the amount is the cost, no charge stands behind it. */
export function chargeAccountFee(world: World, amount: Amount): BalanceTransaction {
  check(amount);
  if (amount.amountMinor < 1) throw invalidRequest('A fee has a positive amount.', 'amountMinor');
  return addTransaction(world, {
    type: 'stripe_fee',
    category: 'fee',
    amountMinor: -amount.amountMinor,
    currency: amount.currency,
    source: null,
    description: amount.description ?? 'Billing - Usage Fee',
  });
}

/** Stripe corrects the balance without an object that says why. */
export function adjustBalance(world: World, amount: Amount): BalanceTransaction {
  check(amount);
  return addTransaction(world, {
    type: 'adjustment',
    category: 'other_adjustment',
    amountMinor: amount.amountMinor,
    currency: amount.currency,
    source: null,
    description: amount.description ?? 'Adjustment',
  });
}

function check({ currency, amountMinor }: Amount): void {
  if (currencyOf(currency) === undefined) throw invalidRequest(`Invalid currency: ${currency}.`, 'currency');
  if (!Number.isSafeInteger(amountMinor) || amountMinor === 0)
    throw invalidRequest('The amount must be a whole number other than 0.', 'amountMinor');
}
