import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';

/** Seals text into links that others keep for us, and opens it again: nobody else can read or make it. */
export type SealedText = {
  /** The same text for the same owner seals alike: Stripe compares the parameters of two calls under one key. */
  seal(text: string, owner: string): string;
  /** Null for what this service did not seal. */
  open(sealed: string): string | null;
};

/** The use of the note that brings a lost pledge back (pledges/pledge-note.ts). */
export const PLEDGE_NOTE = 'pledge note';

/** Stands in where no ADDRESS_KEYS are set: what it sealed cannot be opened after a restart. */
const PROCESS_KEY = randomBytes(32);

/** One use never opens what another use sealed. A key from ADDRESS_KEYS outlives a restart, and its rotation. */
export function sealedText(config: Pick<Config, 'addressKeys'>, use: string): SealedText {
  const roots = config.addressKeys.length === 0 ? [PROCESS_KEY] : config.addressKeys.map(({ key }) => key);
  const keys = roots.map((root) => derived(root, `reader-support ${use}`));
  const nonceKey = derived(roots[0] ?? PROCESS_KEY, `reader-support ${use} nonce`);
  return {
    seal(text, owner) {
      // AES-GCM must never meet one nonce with two texts: it follows from both, keyed.
      const nonce = createHmac('sha256', nonceKey).update(`${owner} ${text}`).digest().subarray(0, 12);
      const cipher = createCipheriv('aes-256-gcm', keys[0] ?? PROCESS_KEY, nonce);
      const body = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat([nonce, ...body]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < 29) return null;
      for (const key of keys) {
        const text = openWith(key, bytes);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function openWith(key: Buffer, bytes: Buffer): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function derived(root: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', root, '', info, 32));
}
