import { monthsOn } from '../box/reminder-days.ts';
import type { AppContext } from '../context.ts';
import { derivedId, sha256 } from '../ids.ts';
import { bookDate } from '../ledger/book-date.ts';
import type { AddressLimits } from './address-limits.ts';
import { gone, type LinkOutcome } from './link-outcome.ts';
import { linkTokenOf, openLink, type LinkContent } from './link.ts';
import { newReminder } from './new-reminder.ts';
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
  ctx: Needs,
  { address, dueDay, lang, campaign, postponed }: LinkContent,
  { limits, idFrom }: { limits: AddressLimits; idFrom: string },
): Promise<LinkOutcome> {
  const { config, store } = ctx;
  const reminderId = derivedId('rem', idFrom);
  const createdAt = ctx.now();
  const row = await newReminder(ctx, { reminderId, dueDay, lang, campaign, createdAt, address });
  const added = await store.addReminder({
    ...row,
    status: 'confirmed',
    postponed,
    confirmedAt: createdAt,
    expiresAt: row.dueAt,
    nextAttemptAt: row.dueAt,
  });
  if (added) limits.extend(address, reminderId, row.dueAt);
  const reminder = await store.reminderById(reminderId);
  if (reminder?.status !== 'confirmed') return gone(410, lang);
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
