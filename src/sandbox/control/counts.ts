import type { World } from '../world/world.ts';

/** How much of everything there is. */
export function countsOf(world: World): Record<string, number> {
  const { state } = world;
  return {
    ...world.counts,
    sessions: state.sessions.size(),
    charges: state.charges.size(),
    refunds: state.refunds.size(),
    disputes: state.disputes.size(),
    subscriptions: state.subscriptions.size(),
    invoices: state.invoices.size(),
    balanceTransactions: state.balanceTransactions.size(),
    payouts: state.payouts.size(),
    keptEvents: state.events.size(),
    outstandingDeliveries: world.deliveries.outstanding(),
    tasks: world.clock.waiting(),
  };
}
