import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { invalid } from '../errors.ts';
import { isPublisherOrigin } from '../http/cors.ts';
import type { Config } from '../config/config.ts';

// Which article a reader came from is nobody's business: not the database's, not Stripe's. The address to
// go back to travels sealed inside the thank-you and back links that Stripe keeps for us, and only this
// service can open it. A key from ADDRESS_KEYS outlives a restart; without one the links of an earlier
// process lead to the publisher's front page.

const LIMIT = 1_500;

/** Seals and opens addresses to go back to. */
export type ReturnAddresses = {
  /** The address, if it is one of the publisher's; throws 422 otherwise. Null where none was given. */
  check(address: string | undefined, field: string): string | null;
  seal(address: string | null, pledgeId: string): string;
  /** Null for text that this service did not seal. */
  open(sealed: string): string | null;
};

export function returnAddresses(config: Config): ReturnAddresses {
  const root = config.addressKeys[0]?.key ?? randomBytes(32);
  const derive = (what: string) => Buffer.from(hkdfSync('sha256', root, '', `reader-support ${what}`, 32));
  const key = derive('return address');
  const nonceKey = derive('return address nonce');
  return {
    check(address, field) {
      if (address === undefined || address === '') return null;
      const url = URL.canParse(address) && address.length <= LIMIT ? new URL(address) : null;
      if (
        url === null ||
        !['http:', 'https:'].includes(url.protocol) ||
        url.username !== '' ||
        !isPublisherOrigin(config, url.origin)
      ) {
        throw invalid(
          field,
          'This is not an address of this publisher, so readers cannot be led back to it.',
        );
      }
      url.hash = '';
      return url.href;
    },
    seal(address, pledgeId) {
      if (address === null) return '';
      // Stripe compares the parameters of two calls under one idempotency key, so the same pledge must seal
      // alike: the nonce follows from pledge and address, and never repeats for another text.
      const nonce = createHmac('sha256', nonceKey).update(`${pledgeId} ${address}`).digest().subarray(0, 12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([
        nonce,
        cipher.update(address, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < 29) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(-16));
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

/** The address with the widget's marker in its query: `rs=t` after paying, `rs=c` after turning back. */
export function withMarker(address: string, marker: 't' | 'c'): string {
  const url = new URL(address);
  url.searchParams.set('rs', marker);
  return url.href;
}
