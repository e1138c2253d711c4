import { createHmac } from 'node:crypto';
import type { AddressKeys } from '../../sealed/seal.ts';

/**
 * The secret of a link. It follows from a key outside the database, so a mail that is tried again carries the
 * same link, and a stolen database opens no month.
 */
export function linkToken(keys: AddressKeys, linkId: string): string {
  const [newest] = keys;
  if (newest === undefined) throw new Error('ADDRESS_KEYS holds no key, so no link can be made');
  return createHmac('sha256', newest.key).update(`month-link:${linkId}`).digest('base64url');
}
