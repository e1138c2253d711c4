import { createHmac } from 'node:crypto';
import { AppError } from '../errors.ts';
import { sha256 } from '../ids.ts';
import { keyFor, openOrNull, seal, type AddressKeys } from '../sealed/seal.ts';

// Two kinds of tokens stand in links. One names a row: 256 bits that only we can compute. The other is
// sealed and carries what is needed itself, because the row's address is gone when it is used.

/** What a sealed link carries; the reader's mailbox keeps it, this service does not. */
export type LinkContent = {
  /** `later`: in the reminder mail. `undo` and `never`: on the page after a stop. */
  kind: 'later' | 'undo' | 'never';
  /** The reminders that the link belongs to; what it sets again has an id that follows from theirs. */
  reminderIds: readonly string[];
  address: string;
  lang: string;
  campaign: string | null;
  postponed: number;
  dueDay: string;
  expiresAt: Date;
};

const PLACE = 'reminder-link';

/**
 * The token of a reminder's own links. It follows from the id and a configured key, so that a mail sent
 * again carries the same link although only the token's hash is stored.
 */
export function linkToken(keys: AddressKeys, reminderId: string): string {
  const newest = keys[0];
  if (newest === undefined)
    throw new AppError(500, 'seal_key_missing', 'No key is configured that could make a link.');
  return tokenUnder(newest.key, reminderId);
}

/** The token whose hash a row holds, also where a newer key was added since. */
export function linkTokenOf(
  keys: AddressKeys,
  { reminderId, tokenHash }: { reminderId: string; tokenHash: string },
): string {
  for (const { key } of keys) {
    const token = tokenUnder(key, reminderId);
    if (sha256(token) === tokenHash) return token;
  }
  throw new AppError(
    500,
    'seal_key_missing',
    'ADDRESS_KEYS holds no key that made the link of this reminder.',
  );
}

export function sealLink(keys: AddressKeys, content: LinkContent): string {
  const { kind, reminderIds, address, lang, campaign, postponed, dueDay, expiresAt } = content;
  const fields = [kind, reminderIds, address, lang, campaign, postponed, dueDay, expiresAt.getTime()];
  return seal(keys, JSON.stringify(fields), PLACE);
}

/** What a sealed link carries, or null for anything that we did not seal. Expiry is for the caller to judge. */
export function openLink(keys: AddressKeys, token: string): LinkContent | null {
  if (!/^1\.[a-z0-9]{1,12}\.[A-Za-z0-9_-]{100,1000}$/.test(token)) return null;
  const opened = openOrNull(keys, token, PLACE);
  if (opened === null) return null;
  const [kind, reminderIds, address, lang, campaign, postponed, dueDay, expiresAt] = JSON.parse(opened) as [
    ...[LinkContent['kind'], string[], string, string, string | null, number, string, number],
  ];
  return {
    kind,
    reminderIds,
    address,
    lang,
    campaign,
    postponed,
    dueDay,
    expiresAt: new Date(expiresAt),
  };
}

function tokenUnder(key: AddressKeys[number]['key'], reminderId: string): string {
  return createHmac('sha256', keyFor('reminder-link', key)).update(reminderId).digest('base64url');
}
