import type { Charge, PaymentIntent, PaymentMethod } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { decline, startDebit, succeed } from './charges.ts';
import { declines } from './outcomes.ts';

/** Charges a method that was saved before, as its test card decides: at once, after days, or not at all. */
export function chargeSaved(world: World, intent: PaymentIntent, method: PaymentMethod): Charge {
  const card = world.state.cardOf.get(method.id);
  if (card === 'failsOnRenewal' || card === 'declined')
    return decline(world, intent, method, declines.generic);
  if (card === 'blocked') return decline(world, intent, method, declines.blocked);
  if (method.type !== 'card') return startDebit(world, intent, method);
  return succeed(world, intent, method);
}
