import { createHash, randomBytes } from 'node:crypto';
import { uuidv7obj } from 'uuidv7';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford's base 32, in lower case

/** Prefixes of the ids that this service makes. Stripe's ids keep their own. */
export type IdPrefix =
  'plg' | 'pay' | 'led' | 'rem' | 'key' | 'req' | 'tsk' | 'staff' | 'sgn' | 'link' | 'inst';

/** A new id: prefix and a time-sortable UUIDv7 (RFC 9562) in base 32. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${base32(uuidv7obj().bytes)}`;
}

/**
 * An id that follows from another one, so that a ledger rebuilt from Stripe is the same ledger:
 * 130 bits of SHA-256, far beyond any accidental collision.
 */
export function derivedId(prefix: IdPrefix, source: string): string {
  return `${prefix}_${base32(createHash('sha256').update(`${prefix}:${source}`).digest()).slice(0, 26)}`;
}

/** 256 random bits for links and keys, in URL-safe base64. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text has the form of what `newSecret` makes. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** SHA-256 in hex. Only for values that already carry 128 random bits or more: it is no password hash. */
export function sha256(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >> bits) & 31];
    }
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}
