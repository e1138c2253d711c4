import type Stripe from 'stripe';
import type { Handlers } from '../http/call.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { isInRange, pageOf } from '../http/list.ts';
import { shown } from '../http/shown.ts';
import { balanceOf, contentsOf } from '../money/payouts.ts';
import type { BalanceTransaction, Payout } from '../world/objects.ts';
import type { World } from '../world/world.ts';

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

function payoutOf(world: World, id: string): Payout {
  const payout = world.state.payouts.get(id);
  if (payout === undefined) throw noSuch('payout', id, 'payout');
  return payout;
}
