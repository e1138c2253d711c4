import { invalidRequest } from '../http/fault.ts';
import type { Payout } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction } from './balance.ts';
import { changePayout } from './payouts.ts';

/** Why a bank sends a payout back, in Stripe's codes and words. */
const failures: Record<string, string> = {
  account_closed: 'The bank account has been closed.',
  account_frozen: 'The bank account has been frozen.',
  bank_account_restricted:
    'The bank account has restrictions on either the type, or the number, of payouts allowed.',
  could_not_process: 'The bank could not process this payout.',
  declined: 'The bank has declined this transfer. Please contact the bank before retrying.',
  invalid_account_number: 'The routing number seems correct, but the account number is invalid.',
  no_account:
    'The bank account details on file are probably incorrect. No bank account could be found with those details.',
};

/** The bank sends the money back, even days after it was paid; the next automatic payout takes it along. */
export function failPayout(world: World, payout: Payout, code = 'account_closed'): void {
  if (payout.status === 'failed' || payout.status === 'canceled')
    throw invalidRequest(`Payout ${payout.id} has a status of ${payout.status} and cannot fail.`, 'payout');
  const message = failures[code];
  if (message === undefined) throw invalidRequest(`There is no failure code ${code}.`, 'code');
  const change = {
    status: 'failed',
    failure_code: code,
    failure_message: message,
    failure_balance_transaction: giveBack(world, payout, 'payout_failure'),
    ...(payout.status === 'paid' ? {} : { trace_id: { status: 'unsupported', value: null } }),
  };
  changePayout(world, payout, change, 'payout.failed');
}

/** Takes back a payout that was asked for by hand and has not been handed to the bank. */
export function cancelPayout(world: World, payout: Payout): Payout {
  if (payout.automatic)
    throw invalidRequest('Automatic payouts cannot be canceled. Only payouts created by hand can be.');
  if (payout.status !== 'pending')
    throw invalidRequest(
      `Payouts can be canceled while their status is pending. This payout has a status of ${payout.status}.`,
    );
  const change = {
    status: 'canceled',
    failure_balance_transaction: giveBack(world, payout, 'payout_cancel'),
    trace_id: { status: 'unsupported', value: null },
  };
  changePayout(world, payout, change, 'payout.canceled');
  return payout;
}

function giveBack(world: World, payout: Payout, type: 'payout_failure' | 'payout_cancel'): string {
  return addTransaction(world, {
    type,
    category: 'payout_reversal',
    amountMinor: payout.amount,
    currency: payout.currency,
    source: payout.id,
    description: type === 'payout_failure' ? 'STRIPE PAYOUT FAILURE' : 'STRIPE PAYOUT CANCEL',
  }).id;
}
