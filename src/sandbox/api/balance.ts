import type Stripe from 'stripe';
import type { Handlers } from '../http/call.ts';
import { checkMetadata } from '../checkout/rules.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { isInRange, pageOf } from '../http/list.ts';
import { shown } from '../http/shown.ts';
import { balanceOf } from '../money/balance.ts';
import { currencyOf } from '../money/currencies.ts';
import { cancelPayout } from '../money/payout-returns.ts';
import { changePayout, contentsOf, sendManual } from '../money/payouts.ts';
import type { BalanceTransaction, Payout } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { mergeMetadata } from './metadata.ts';

export const balanceHandlers: Handlers = {
  'GET /v1/balance': ({ world }) => balanceOf(world),

  'GET /v1/balance_transactions/{id}': ({ world, id }) => {
    const transaction = world.state.balanceTransactions.get(id);
    if (transaction === undefined) throw noSuch('balance_transaction', id);
    return shown(world, transaction);
  },

  'GET /v1/balance_transactions': ({ world, params }) => {
    const wanted = params as Stripe.BalanceTransactionListParams;
    const { balanceTransactions } = world.state;
    return pageOf(transactionsFor(world, wanted), params, {
      url: '/v1/balance_transactions',
      sequenceOf: balanceTransactions.sequenceOf,
      filters: ['payout', 'source', 'type', 'currency'],
      matches: (transaction) =>
        (wanted.type === undefined || transaction.type === wanted.type) &&
        (wanted.currency === undefined || transaction.currency === wanted.currency) &&
        (wanted.source === undefined || transaction.source === wanted.source),
    });
  },

  'POST /v1/payouts': ({ world, params }) => {
    const wanted = params as unknown as Stripe.PayoutCreateParams;
    checkManual(world, wanted);
    return sendManual(world, {
      currency: wanted.currency,
      amountMinor: wanted.amount,
      description: wanted.description ?? null,
      statementDescriptor: wanted.statement_descriptor ?? null,
      metadata: mergeMetadata({}, wanted.metadata),
    });
  },

  'POST /v1/payouts/{id}': ({ world, id, params }) => {
    const payout = payoutOf(world, id);
    checkMetadata(params['metadata'], 'metadata');
    const metadata = mergeMetadata(payout.metadata ?? {}, params['metadata']);
    changePayout(world, payout, { metadata });
    return payout;
  },

  'POST /v1/payouts/{id}/cancel': ({ world, id }) => cancelPayout(world, payoutOf(world, id)),

  'GET /v1/payouts/{id}': ({ world, id }) => payoutOf(world, id),

  'GET /v1/payouts': ({ world, params }) => {
    const { status, arrival_date, destination } = params as Stripe.PayoutListParams;
    const { payouts } = world.state;
    return pageOf(payouts.all(), params, {
      url: '/v1/payouts',
      sequenceOf: payouts.sequenceOf,
      filters: ['status', 'arrival_date', 'destination'],
      matches: (payout) =>
        (status === undefined || payout.status === status) &&
        (destination === undefined || payout.destination === destination) &&
        isInRange(payout.arrival_date, arrival_date),
    });
  },
};

function transactionsFor(
  world: World,
  { payout, source }: Stripe.BalanceTransactionListParams,
): readonly BalanceTransaction[] {
  if (payout !== undefined) return itemsOf(world, payoutOf(world, payout));
  return source === undefined
    ? world.state.balanceTransactions.all()
    : world.state.balanceTransactions.by('source', source);
}

/** Only an automatic payout knows what is in it; Stripe's words for a manual one. */
function itemsOf(world: World, payout: Payout): readonly BalanceTransaction[] {
  if (!payout.automatic)
    throw invalidRequest(
      'Balance transaction history can only be filtered on automatic transfers, not manual.',
      'payout',
    );
  return contentsOf(world, payout);
}

/** What the types cannot say of a payout by hand. */
function checkManual(world: World, wanted: Stripe.PayoutCreateParams): void {
  checkMetadata(wanted.metadata, 'metadata');
  const currency = currencyOf(wanted.currency);
  if (currency === undefined) throw invalidRequest(`Invalid currency: ${wanted.currency}.`, 'currency');
  if (wanted.amount < 1)
    throw invalidRequest('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (wanted.amount % currency.payoutStep !== 0)
    throw invalidRequest(
      `Payouts in ${wanted.currency} must be divisible by ${currency.payoutStep}.`,
      'amount',
    );
  if (wanted.method === 'instant' || (wanted.source_type ?? 'card') !== 'card')
    throw invalidRequest('This sandbox sends standard payouts from the card balance.', 'method');
  if (wanted.destination !== undefined && wanted.destination !== 'ba_sandbox')
    throw noSuch('external account', wanted.destination, 'destination');
  const available = balanceOf(world).available.find((sum) => sum.currency === wanted.currency)?.amount ?? 0;
  if (wanted.amount > available)
    throw invalidRequest(
      'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.',
      'amount',
      'balance_insufficient',
    );
}

function payoutOf(world: World, id: string): Payout {
  const payout = world.state.payouts.get(id);
  if (payout === undefined) throw noSuch('payout', id, 'payout');
  return payout;
}
