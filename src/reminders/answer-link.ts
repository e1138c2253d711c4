import { setTimeout as delay } from 'node:timers/promises';
import { monthsOn } from '../box/reminder-days.ts';
import type { AppContext } from '../context.ts';
import { derivedId, sha256 } from '../ids.ts';
import { bookDate } from '../ledger/book-date.ts';
import { canonicalAddress } from './address.ts';
import type { AddressLimits } from './address-limits.ts';
import { dueAt } from './due-day.ts';
import { linkToken, linkTokenOf, openLink, sealLink, type LinkContent } from './link.ts';
import type { Reminder } from './reminder.ts';
import { open, seal, type AddressKeys } from './seal.ts';
import { POSTPONE_AT_MOST } from './send-due.ts';

/** What a link shows before anything is done. */
export type LinkView =
  /** Waits for the reader's yes. */
  | { kind: 'confirm'; lang: string; day: string }
  /** Set; can be stopped. */
  | { kind: 'set'; lang: string; day: string }
  /** From the reminder mail. */
  | { kind: 'reminder'; lang: string; campaign: string | null; mayPostpone: boolean }
  | Gone;

/** What an action came to. */
export type LinkOutcome =
  /** A mail will go out on this day; `token` stops it. */
  | { kind: 'set'; lang: string; day: string; token: string }
  /** No mail will go out any more; `undoToken` takes that back for ten minutes. */
  | { kind: 'stopped'; lang: string; undoToken: string | null }
  | Gone;

/** 404: never a link of ours. 410: it was one. The reader sees the same page. */
export type Gone = { kind: 'gone'; status: 404 | 410; lang: string | null };

const UNDO_MS = 600_000;
const PAGE = 500;
/** How long a stop waits for a mail that is being sent at this moment. */
const IN_FLIGHT = { tries: 100, everyMs: 100 };

type Needs = Pick<AppContext, 'config' | 'store' | 'now'>;

/** What lies behind a link. Changes nothing: mail scanners open every link they see. */
export async function viewLink({ config, store, now }: Needs, token: string): Promise<LinkView> {
  const link = openLink(config.addressKeys, token);
  if (link !== null) {
    const { lang, campaign, dueDay } = link;
    if (link.expiresAt <= now()) return gone(410, lang);
    if (link.kind === 'undo') return { kind: 'confirm', lang, day: dueDay };
    return { kind: 'reminder', lang, campaign, mayPostpone: link.postponed < POSTPONE_AT_MOST };
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
    return link.kind === 'undo' && link.expiresAt > now()
      ? setAgain(ctx, link, { limits, step: 'undo' })
      : gone(410, link.lang);
  const found = await store.reminderByToken(sha256(token));
  if (found === null) return gone(404, null);
  await store.confirmReminder(found.reminderId, now());
  const reminder = await store.reminderById(found.reminderId);
  if (reminder?.status !== 'confirmed') return gone(410, found.lang);
  const address = addressOf(config.addressKeys, reminder);
  if (address !== null) limits.extend(address, reminder.reminderId, reminder.dueAt);
  return { kind: 'set', lang: reminder.lang, day: reminder.dueDay, token };
}

/** "In a month instead": sets a new reminder from what the link carries, once per link and three times in all. */
export async function postpone(ctx: Needs, token: string, limits: AddressLimits): Promise<LinkOutcome> {
  const { config, now } = ctx;
  const link = openLink(config.addressKeys, token);
  if (link === null) {
    const known = await ctx.store.reminderByToken(sha256(token));
    return gone(known === null ? 404 : 410, known?.lang ?? null);
  }
  if (link.kind !== 'later' || link.expiresAt <= now() || link.postponed >= POSTPONE_AT_MOST)
    return gone(410, link.lang);
  const today = bookDate(now(), config.publisher.bookZone);
  const later = { ...link, dueDay: monthsOn(today, 1), postponed: link.postponed + 1 };
  return setAgain(ctx, later, { limits, step: 'later' });
}

/**
 * The reader wants no more mail. A reminder's own link stops that one; a link from a reminder mail stops
 * everything of its address. Works for as long as the link can be read, and again for a repeated click.
 */
export async function stop(ctx: Needs, token: string, limits: AddressLimits): Promise<LinkOutcome> {
  const { config, store } = ctx;
  const link = openLink(config.addressKeys, token);
  const named = link === null ? await store.reminderByToken(sha256(token)) : null;
  if (link === null && named === null) return gone(404, null);
  const wanted = named === null ? await openOf(ctx, link?.address ?? '') : [named];
  const undoTokens: (string | null)[] = [];
  for (const reminder of wanted) undoTokens.push(await stopOne(ctx, reminder, limits));
  if (wanted.length > 0) await store.scrubErased();
  const undoToken = undoTokens.find((token) => token !== null) ?? null;
  return { kind: 'stopped', lang: link?.lang ?? named?.lang ?? '', undoToken };
}

/** Stops one reminder. Returns a token that takes it back, where it had been confirmed. */
async function stopOne(
  { config, store, now }: Needs,
  reminder: Reminder,
  limits: AddressLimits,
): Promise<string | null> {
  const { reminderId, lang, campaign, postponed, dueDay } = reminder;
  const stopped = await store.stopReminder(reminderId);
  await mailInFlight({ store, now }, reminderId);
  const address = addressOf(config.addressKeys, reminder);
  if (!stopped || address === null) return null;
  limits.release(address, reminderId);
  if (reminder.status !== 'confirmed') return null;
  return sealLink(config.addressKeys, {
    kind: 'undo',
    reminderId,
    address,
    lang,
    campaign,
    postponed,
    dueDay,
    expiresAt: new Date(now().getTime() + UNDO_MS),
  });
}

/** After our yes to a stop no mail may arrive: one that is being handed over is waited for. */
async function mailInFlight({ store, now }: Pick<Needs, 'store' | 'now'>, reminderId: string): Promise<void> {
  for (let i = 0; i < IN_FLIGHT.tries; i++) {
    const reminder = await store.reminderById(reminderId);
    if (reminder?.leaseUntil === null || reminder === null || reminder.leaseUntil <= now()) return;
    await delay(IN_FLIGHT.everyMs);
  }
}

/** Reminders that are open for an address. No column could find them: the address lies sealed in each. */
async function openOf({ config, store }: Needs, address: string): Promise<Reminder[]> {
  const wanted = canonicalAddress(address);
  const found: Reminder[] = [];
  for (let after = '', page: Reminder[] = []; ; after = page.at(-1)?.reminderId ?? '') {
    page = await store.openReminders(after, PAGE);
    found.push(
      ...page.filter((reminder) => {
        const open = addressOf(config.addressKeys, reminder);
        return open !== null && canonicalAddress(open) === wanted;
      }),
    );
    if (page.length < PAGE) return found;
    // Opening hundreds of seals takes a while: others get their turn between pages.
    await delay(0);
  }
}

/**
 * Sets a reminder again from what a link carries. Its id follows from the one before, so that a second
 * click, or the second copy of a repeated mail, sets nothing twice.
 */
async function setAgain(
  { config, store, now }: Needs,
  link: LinkContent,
  { limits, step }: { limits: AddressLimits; step: 'undo' | 'later' },
): Promise<LinkOutcome> {
  const reminderId = derivedId('rem', `${step}:${link.reminderId}`);
  const token = linkToken(config.addressKeys, reminderId);
  const due = dueAt(link.dueDay, config.publisher.bookZone);
  const at = now();
  const added = await store.addReminder({
    reminderId,
    status: 'confirmed',
    dueDay: link.dueDay,
    dueAt: due,
    lang: link.lang,
    campaign: link.campaign,
    postponed: link.postponed,
    sealedAddress: seal(config.addressKeys, link.address, reminderId),
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

/** The address of a reminder; null where it is erased, or where its key is missing and nothing can be sent either. */
function addressOf(keys: AddressKeys, { reminderId, sealedAddress }: Reminder): string | null {
  if (sealedAddress === null) return null;
  try {
    return open(keys, sealedAddress, reminderId);
  } catch {
    return null;
  }
}

function isPending(reminder: Reminder, now: Date): boolean {
  return reminder.status === 'pending' && reminder.expiresAt > now;
}

function gone(status: 404 | 410, lang: string | null): Gone {
  return { kind: 'gone', status, lang };
}
