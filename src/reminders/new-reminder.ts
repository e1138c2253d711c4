import type { AppContext } from '../context.ts';
import { sha256 } from '../ids.ts';
import { dueAt } from './due-day.ts';
import { linkToken } from './link.ts';
import type { Reminder } from './reminder.ts';
import { seal } from '../sealed/seal.ts';

/** What a reminder is made from. */
export type ReminderSeed = Pick<Reminder, 'reminderId' | 'dueDay' | 'lang' | 'campaign' | 'createdAt'> & {
  address: string;
};

/** The row of a reminder that nothing was sent for yet, its address sealed and hashed; when and whether it is sent is the caller's. */
export async function newReminder(
  { config, addressHashes }: Pick<AppContext, 'config' | 'addressHashes'>,
  { address, ...seed }: ReminderSeed,
) {
  const { reminderId, dueDay } = seed;
  const [addressHash = null] = await addressHashes(address);
  return {
    ...seed,
    dueAt: dueAt(dueDay, config.publisher.bookZone),
    sealedAddress: seal(config.addressKeys, address, reminderId),
    addressHash,
    tokenHash: sha256(linkToken(config.addressKeys, reminderId)),
    sentAt: null,
    attempts: 0,
    leaseUntil: null,
  };
}
