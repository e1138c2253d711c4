import type { AppContext } from '../../context.ts';
import { newId } from '../../ids.ts';
import type { MonthDelivery } from '../month-delivery.ts';

/** Whoever is on holiday when a month closes finds the link on their return. */
const LINK_LIFE_MS = 21 * 86_400_000;

/** The links that a closing makes: one for each member of staff who asked for them. None where no mail goes out. */
export async function deliveriesOf(
  { store, config, now }: Pick<AppContext, 'store' | 'config' | 'now'>,
  closing: Pick<MonthDelivery, 'period' | 'manifestHash'>,
): Promise<MonthDelivery[]> {
  if (config.mail === null) return [];
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + LINK_LIFE_MS);
  return (await store.deliverySubscribers()).map(({ staffId }) => ({
    ...closing,
    linkId: newId('link'),
    staffId,
    createdAt,
    expiresAt,
  }));
}
