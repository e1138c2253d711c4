import { emit } from '../events/event.ts';
import { invalidRequest } from '../http/fault.ts';
import type { Charge, EarlyFraudWarning } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** The card's bank suspects fraud: a refund now may spare a dispute. */
export function warnOfFraud(world: World, charge: Charge): EarlyFraudWarning {
  if (charge.status !== 'succeeded' || charge.payment_method_details?.type !== 'card')
    throw invalidRequest(`Charge ${charge.id} is no successful card payment.`, 'charge');
  const warning = world.state.earlyFraudWarnings.add({
    id: world.random.id('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: world.clock.now(),
    fraud_type: 'unauthorized_use_of_card',
    livemode: false,
    ...(charge.payment_intent === null ? {} : { payment_intent: charge.payment_intent }),
  });
  emit(world, 'radar.early_fraud_warning.created', warning);
  return warning;
}

/** Once a charge is refunded in full or disputed, nothing is left to be done about its warnings. */
export function closeWarnings(world: World, charge: Charge): void {
  for (const warning of world.state.earlyFraudWarnings.by('charge', charge.id)) {
    if (!warning.actionable) continue;
    warning.actionable = false;
    emit(world, 'radar.early_fraud_warning.updated', warning, { actionable: true });
  }
}
