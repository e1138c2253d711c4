import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';

/** The configured keys, newest first: the first one seals, any of them opens. */
export type AddressKeys = readonly { id: string; key: Buffer }[];

const CIPHER = 'aes-256-gcm';
const IV = 12;
const KEY = 32;
const TAG = 16;
/** Lengths are hidden in steps: a sealed text tells nobody how long the address is. */
const STEP = 64;

/**
 * Seals a text for one place. The text is encrypted with a random key of its own, and that key with the
 * newest configured one; `place` (the row's id, the kind of link) is authenticated, so that a sealed text
 * moved to another row does not open there.
 */
export function seal(keys: AddressKeys, text: string, place: string): string {
  const newest = keys[0];
  if (newest === undefined)
    throw new AppError(500, 'seal_key_missing', 'No key is configured that could seal an address.');
  const dataKey = randomBytes(KEY);
  const plain = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil((plain.length + 1) / STEP) * STEP);
  plain.copy(padded);
  const bound = boundTo(newest.id, place);
  const bytes = Buffer.concat([
    encrypt(wrappingKey(newest.key), dataKey, bound),
    encrypt(dataKey, padded, bound),
  ]);
  return `1.${newest.id}.${bytes.toString('base64url')}`;
}

/** Opens a sealed text. Throws where the key is not configured, or where anything was changed or moved. */
export function open(keys: AddressKeys, sealed: string, place: string): string {
  const [version, id = '', encoded = ''] = sealed.split('.');
  const known = keys.find((key) => key.id === id);
  if (version !== '1' || !/^[a-z0-9]{1,12}$/.test(id)) throw broken();
  if (known === undefined)
    throw new AppError(
      500,
      'seal_key_missing',
      `ADDRESS_KEYS holds no key "${id}", which sealed this address. Put it back at the end of the list.`,
    );
  const bytes = Buffer.from(encoded, 'base64url');
  const wrapped = IV + KEY + TAG;
  try {
    if (bytes.toString('base64url') !== encoded) throw broken();
    const bound = boundTo(id, place);
    const dataKey = decrypt(wrappingKey(known.key), bytes.subarray(0, wrapped), bound);
    const padded = decrypt(dataKey, bytes.subarray(wrapped), bound);
    return padded.subarray(0, padded.indexOf(0)).toString();
  } catch {
    // What OpenSSL says about it helps only who tries.
    throw broken();
  }
}

/** The same; null where it cannot be opened. */
export function openOrNull(keys: AddressKeys, sealed: string, place: string): string | null {
  try {
    return open(keys, sealed, place);
  } catch {
    return null;
  }
}

/** Whether the newest key sealed it. */
export function isUnderNewest(keys: AddressKeys, sealed: string): boolean {
  return sealed.startsWith(`1.${keys[0]?.id}.`);
}

/** A key for one purpose from a configured key: no two purposes ever share one. */
export function keyFor(purpose: string, key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `reader-support/${purpose}`, KEY));
}

function wrappingKey(key: Buffer): Buffer {
  return keyFor('address-seal', key);
}

function boundTo(keyId: string, place: string): Buffer {
  return Buffer.from(`1.${keyId}.${place}`);
}

function encrypt(key: Buffer, plain: Buffer, bound: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG });
  cipher.setAAD(bound);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, bytes: Buffer, bound: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(bound);
  decipher.setAuthTag(bytes.subarray(-TAG));
  return Buffer.concat([decipher.update(bytes.subarray(IV, -TAG)), decipher.final()]);
}

function broken(): AppError {
  return new AppError(500, 'seal_broken', 'A sealed text was changed, cut short or moved from its place.');
}
