import type { BalanceTransaction } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** An object as it is shown now: a balance transaction becomes available by the clock alone, and test clocks follow it. */
export function shown(world: World, object: object): object {
  if (!('object' in object)) return object;
  if (object.object === 'balance_transaction') return withStatus(world, object as BalanceTransaction);
  if (object.object === 'test_helpers.test_clock' && !('deleted' in object))
    return { ...object, frozen_time: world.clock.now() };
  if (object.object !== 'dispute' || !('balance_transactions' in object)) return object;
  const rows = object.balance_transactions as BalanceTransaction[];
  return { ...object, balance_transactions: rows.map((row) => withStatus(world, row)) };
}

function withStatus(world: World, transaction: BalanceTransaction): BalanceTransaction {
  const status = transaction.available_on <= world.clock.now() ? 'available' : 'pending';
  return { ...transaction, status };
}
