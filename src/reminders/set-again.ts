import { monthsOn } from '../box/reminder-days.ts';
import type { AppContext } from '../context.ts';
import { derivedId, sha256 } from '../ids.ts';
import { bookDate } from '../ledger/book-date.ts';
import type { AddressLimits } from './address-limits.ts';
import { dueAt } from './due-day.ts';
import { gone, type LinkOutcome } from './link-outcome.ts';
import { linkToken, linkTokenOf, openLink, type LinkContent } from './link.ts';
import { seal } from './seal.ts';
import { POSTPONE_AT_MOST } from './send-due.ts';

type Needs = Pick<AppContext, 'config' | 'store' | 'addressHashes' | 'now'>;

/** "In a month instead": sets a new reminder from what the link carries, once per link and three times in all. */
export async function postpone(ctx: Needs, token: string, limits: AddressLimits): Promise<LinkOutcome> {
  const { config, now } = ctx;
  const link = openLink(config.addressKeys, token);
  if (link === null) {
    const known = await ctx.store.reminderByToken(sha256(token));
    return gone(known === null ? 404 : 410, known?.lang ?? null);
  }
  const [before] = link.reminderIds;
  if (
    link.kind !== 'later' ||
    before === undefined ||
    link.expiresAt <= now() ||
    link.postponed >= POSTPONE_AT_MOST
  )
    return gone(410, link.lang);
  const later = { ...link, dueDay: inAMonth(ctx), postponed: link.postponed + 1 };
  return setAgain(ctx, later, { limits, idFrom: `later:${before}` });
}

/** Takes a stop back: what was set is set again, with the address that only the link still carries. */
export async function undo(ctx: Needs, link: LinkContent, limits: AddressLimits): Promise<LinkOutcome> {
  const outcomes: LinkOutcome[] = [];
  for (const reminderId of link.reminderIds) {
    const before = await ctx.store.reminderById(reminderId);
    if (before === null) continue;
    const { campaign, postponed, dueDay } = before;
    const again = { ...link, campaign, postponed, dueDay };
    outcomes.push(await setAgain(ctx, again, { limits, idFrom: `undo:${reminderId}` }));
  }
  return outcomes[0] ?? gone(410, link.lang);
}

/**
 * Sets a reminder again from what a link carries. Its id follows from the one before, so that a second
 * click, or the second copy of a repeated mail, sets nothing twice.
 */
async function setAgain(
  { config, store, addressHashes, now }: Needs,
  link: LinkContent,
  { limits, idFrom }: { limits: AddressLimits; idFrom: string },
): Promise<LinkOutcome> {
  const reminderId = derivedId('rem', idFrom);
  const token = linkToken(config.addressKeys, reminderId);
  const due = dueAt(link.dueDay, config.publisher.bookZone);
  const at = now();
  const [addressHash = null] = await addressHashes(link.address);
  const added = await store.addReminder({
    reminderId,
    status: 'confirmed',
    dueDay: link.dueDay,
    dueAt: due,
    lang: link.lang,
    campaign: link.campaign,
    postponed: link.postponed,
    sealedAddress: seal(config.addressKeys, link.address, reminderId),
    addressHash,
    tokenHash: sha256(token),
    createdAt: at,
    confirmedAt: at,
    sentAt: null,
    expiresAt: due,
    attempts: 0,
    nextAttemptAt: due,
    leaseUntil: null,
  });
  if (added) limits.extend(link.address, reminderId, due);
  const reminder = await store.reminderById(reminderId);
  if (reminder?.status !== 'confirmed') return gone(410, link.lang);
  return {
    kind: 'set',
    lang: reminder.lang,
    day: reminder.dueDay,
    token: linkTokenOf(config.addressKeys, reminder),
  };
}

/** The day that "in a month instead" means now. */
export function inAMonth({ config, now }: Pick<Needs, 'config' | 'now'>): string {
  return monthsOn(bookDate(now(), config.publisher.bookZone), 1);
}
