import { createHmac, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import { canonicalAddress, readAddress } from './address.ts';
import { keyFor, open, seal, type AddressKeys } from './seal.ts';

/**
 * Hashes of an address, by which what it asked for is found without opening every seal. The first is the
 * one to write down. None for what is no address, and where no ADDRESS_KEYS are set.
 */
export type AddressHashes = (address: string) => Promise<string[]>;

const PLACE = 'address-secret';

/**
 * Keyed by a secret that lies in the database, sealed by ADDRESS_KEYS: whoever has the database alone can
 * try no list of addresses against it, and a change of keys loses nobody's wish never to be written to.
 */
export function addressHashes({
  config,
  store,
  now,
}: {
  config: Pick<Config, 'addressKeys'>;
  store: Pick<Store, 'addressSecrets' | 'addAddressSecret'>;
  now: () => Date;
}): AddressHashes {
  const { addressKeys } = config;
  let secrets: Promise<Buffer[]> | undefined;

  async function load(): Promise<Buffer[]> {
    const known = await opened();
    if (known.length > 0) return known;
    const [newest] = addressKeys;
    if (newest === undefined) return [];
    const sealed = seal(addressKeys, randomBytes(32).toString('base64url'), PLACE);
    // Another key may have had this name before: the bytes tell.
    const mark = keyFor('address-secret-id', newest.key).toString('hex', 0, 4);
    await store.addAddressSecret({ secretId: `${newest.id}-${mark}`, sealed, createdAt: now() });
    return opened();
  }

  /** One whose key is missing waits for it: what was hashed under it is not found meanwhile. */
  async function opened(): Promise<Buffer[]> {
    const rows = await store.addressSecrets();
    return rows.flatMap(({ sealed }) => {
      const secret = openSecret(addressKeys, sealed);
      return secret === null ? [] : [secret];
    });
  }

  return async (address) => {
    const read = readAddress(address);
    if (read === null || addressKeys.length === 0) return [];
    secrets ??= load();
    // A database that was busy once must not stay unread for ever.
    secrets.catch(() => (secrets = undefined));
    const canonical = canonicalAddress(read);
    return (await secrets).map((secret) =>
      createHmac('sha256', secret).update(canonical).digest('base64url'),
    );
  };
}

/** The same secret under the newest key; null where it is under it already, or where its key is missing. */
export function resealedSecret(keys: AddressKeys, sealed: string): string | null {
  const secret = sealed.startsWith(`1.${keys[0]?.id}.`) ? null : openSecret(keys, sealed);
  return secret === null ? null : seal(keys, secret.toString('base64url'), PLACE);
}

function openSecret(keys: AddressKeys, sealed: string): Buffer | null {
  try {
    return Buffer.from(open(keys, sealed, PLACE), 'base64url');
  } catch {
    return null;
  }
}
