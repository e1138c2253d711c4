import type { AppContext } from '../context.ts';
import { sha256 } from '../ids.ts';
import type { AddressLimits } from './address-limits.ts';
import { gone, type LinkOutcome, type LinkView } from './link-outcome.ts';
import { openLink } from './link.ts';
import type { Reminder } from './reminder.ts';
import { addressOf } from './reminder-address.ts';
import { POSTPONE_AT_MOST } from './send-due.ts';
import { inAMonth, undo } from './set-again.ts';

type Needs = Pick<AppContext, 'config' | 'store' | 'addressHashes' | 'now'>;

/**
 * What lies behind a link. Changes nothing: mail scanners open every link they see. A `stop` is offered for
 * as long as a reminder mail is kept; its other links run out.
 */
export async function viewLink(ctx: Needs, token: string, wanted?: string): Promise<LinkView> {
  const { config, store, now } = ctx;
  const link = openLink(config.addressKeys, token);
  if (link !== null) {
    const { lang, campaign, dueDay } = link;
    const mayStop = link.kind === 'later' && wanted === 'stop';
    if (link.expiresAt <= now() && !mayStop) return gone(410, lang);
    if (link.kind === 'undo') return { kind: 'confirm', lang, day: dueDay };
    if (link.kind === 'never') return { kind: 'never', lang };
    const laterDay = link.postponed < POSTPONE_AT_MOST ? inAMonth(ctx) : null;
    return { kind: 'reminder', lang, campaign, laterDay };
  }
  const reminder = await store.reminderByToken(sha256(token));
  if (reminder === null) return gone(404, null);
  const { lang, dueDay: day } = reminder;
  if (reminder.status === 'confirmed') return { kind: 'set', lang, day };
  return isPending(reminder, now()) ? { kind: 'confirm', lang, day } : gone(410, lang);
}

/** The reader says yes. A second click finds the same answer. */
export async function confirm(ctx: Needs, token: string, limits: AddressLimits): Promise<LinkOutcome> {
  const { config, store, now } = ctx;
  const link = openLink(config.addressKeys, token);
  if (link !== null)
    return link.kind === 'undo' && link.expiresAt > now() ? undo(ctx, link, limits) : gone(410, link.lang);
  const found = await store.reminderByToken(sha256(token));
  if (found === null) return gone(404, null);
  await store.confirmReminder(found.reminderId, now());
  const reminder = await store.reminderById(found.reminderId);
  if (reminder?.status !== 'confirmed') return gone(410, found.lang);
  const address = addressOf(config.addressKeys, reminder);
  if (address !== null) limits.extend(address, reminder.reminderId, reminder.dueAt);
  return { kind: 'set', lang: reminder.lang, day: reminder.dueDay, token };
}

function isPending(reminder: Reminder, now: Date): boolean {
  return reminder.status === 'pending' && reminder.expiresAt > now;
}
