import { Buffer } from 'node:buffer';
import { createHmac, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import { canonicalAddress, exactAddress, readAddress } from './address.ts';
import { keyFor, openOrNull, seal, type AddressKeys } from './seal.ts';

/**
 * What an address is hashed for; no hash of one use is ever found by another. A reminder finds every spelling of
 * its mailbox. A member of staff is one spelling alone: where a mail service knows no `+tag`, somebody else may
 * own the mailbox with the tag, and would get the link.
 */
export type AddressUse = 'reminder' | 'staff';

/**
 * Hashes of an address, by which what it asked for is found without opening every seal. The first is the
 * one to write down. None for what is no address, and where no ADDRESS_KEYS are set.
 */
export type AddressHashes = (address: string, use?: AddressUse) => Promise<string[]>;

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
  const [newest] = addressKeys;
  let secrets: Promise<string[]> | undefined;

  async function load(key: AddressKeys[number]): Promise<string[]> {
    const known = await opened();
    if (known.length > 0) return known;
    const sealed = sealSecret(addressKeys, randomBytes(32).toString('base64url'));
    // Another key may have had this name before: the bytes tell.
    const mark = keyFor('address-secret-id', key.key).toString('hex', 0, 4);
    await store.addAddressSecret({ secretId: `${key.id}-${mark}`, sealed, createdAt: now() });
    return opened();
  }

  /** One whose key is missing waits for it: what was hashed under it is not found meanwhile. */
  async function opened(): Promise<string[]> {
    const rows = await store.addressSecrets();
    return rows.map(({ sealed }) => openSecret(addressKeys, sealed)).filter((secret) => secret !== null);
  }

  return async (address, use = 'reminder') => {
    const read = readAddress(address);
    if (read === null || newest === undefined) return [];
    secrets ??= load(newest).catch((error: unknown) => {
      // A database that was busy once must not stay unread for ever.
      secrets = undefined;
      throw error;
    });
    const hashed = use === 'staff' ? `staff:${exactAddress(read)}` : canonicalAddress(read);
    return (await secrets).map((secret) =>
      createHmac('sha256', Buffer.from(secret, 'base64url')).update(hashed).digest('base64url'),
    );
  };
}

/** Seals a secret for its place, under the newest key. */
export function sealSecret(keys: AddressKeys, secret: string): string {
  return seal(keys, secret, PLACE);
}

/** Null where no configured key opens it. */
export function openSecret(keys: AddressKeys, sealed: string): string | null {
  return openOrNull(keys, sealed, PLACE);
}
