import type { AppContext } from '../../context.ts';
import { isUnderNewest, openOrNull, seal } from '../../sealed/seal.ts';
import { deliveryPlace } from './staff.ts';

/** Seals second factors and delivery addresses under the newest key. `left`: people of whom something opens under no configured key. */
export async function resealStaff({
  config: { addressKeys },
  store,
}: Pick<AppContext, 'config' | 'store'>): Promise<{ resealed: number; left: number }> {
  const done = { resealed: 0, left: 0 };
  for (const { staffId, sealedTotp, sealedDelivery } of await store.listStaff()) {
    const from = { sealedTotp, sealedDelivery };
    const totp = anew(sealedTotp, staffId);
    const delivery = anew(sealedDelivery, deliveryPlace(staffId));
    if (totp === 'unopened' || delivery === 'unopened') done.left += 1;
    const to = {
      sealedTotp: totp === 'unopened' ? sealedTotp : totp,
      sealedDelivery: delivery === 'unopened' ? sealedDelivery : delivery,
    };
    if (to.sealedTotp === sealedTotp && to.sealedDelivery === sealedDelivery) continue;
    if (await store.resealStaff(staffId, from, to)) done.resealed += 1;
  }
  return done;

  function anew(sealed: string | null, place: string): string | null {
    if (sealed === null || isUnderNewest(addressKeys, sealed)) return sealed;
    const text = openOrNull(addressKeys, sealed, place);
    return text === null ? 'unopened' : seal(addressKeys, text, place);
  }
}
