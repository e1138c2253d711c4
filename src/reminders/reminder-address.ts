import { openOrNull, type AddressKeys } from '../sealed/seal.ts';
import type { Reminder } from './reminder.ts';

/** The address of a reminder; null where it is erased, or where its key is missing and nothing can be sent either. */
export function addressOf(
  keys: AddressKeys,
  { reminderId, sealedAddress }: Pick<Reminder, 'reminderId' | 'sealedAddress'>,
): string | null {
  return sealedAddress === null ? null : openOrNull(keys, sealedAddress, reminderId);
}
