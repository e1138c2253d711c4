import { setTimeout as delay } from 'node:timers/promises';
import type { AppContext } from '../context.ts';
import { openSecret, sealSecret } from '../sealed/address-hash.ts';
import { isUnderNewest, seal } from '../sealed/seal.ts';
import { addressOf } from './reminder-address.ts';

const PAGE = 200;

/**
 * Seals what other keys had sealed under the newest one. `left`: what no configured key opens. Links in
 * mails that were sent stay as they are: the mailboxes hold them.
 */
export async function reseal(
  ctx: Pick<AppContext, 'config' | 'store' | 'addressHashes'>,
): Promise<{ resealed: number; left: number }> {
  const { config, store, addressHashes } = ctx;
  const { addressKeys } = config;
  const done = { resealed: 0, left: 0 };

  for (const { secretId, sealed } of await store.addressSecrets()) {
    if (isUnderNewest(addressKeys, sealed)) continue;
    const secret = openSecret(addressKeys, sealed);
    if (secret === null) done.left += 1;
    else if (await store.resealAddressSecret(secretId, sealed, sealSecret(addressKeys, secret)))
      done.resealed += 1;
  }
  for (let after = '', more = true; more;) {
    const page = await store.openReminders(after, PAGE);
    for (const reminder of page) {
      const { reminderId, sealedAddress, addressHash } = reminder;
      if (sealedAddress === null) continue;
      if (isUnderNewest(addressKeys, sealedAddress) && addressHash !== null) continue;
      const address = addressOf(addressKeys, reminder);
      if (address === null) {
        done.left += 1;
        continue;
      }
      const to = {
        sealedAddress: seal(addressKeys, address, reminderId),
        addressHash: (await addressHashes(address))[0] ?? null,
      };
      if (await store.resealReminder(reminderId, sealedAddress, to)) done.resealed += 1;
    }
    after = page.at(-1)?.reminderId ?? '';
    more = page.length === PAGE;
    // A service that sends at the same time gets its turn.
    await delay(0);
  }
  // What an old key opens shall lie in no file any more.
  await store.scrubErased();
  return done;
}
