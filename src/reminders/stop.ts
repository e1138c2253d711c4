import { setTimeout as delay } from 'node:timers/promises';
import type { AppContext } from '../context.ts';
import { sha256 } from '../ids.ts';
import type { AddressLimits } from './address-limits.ts';
import { gone, type LinkOutcome } from './link-outcome.ts';
import { openLink, sealLink } from './link.ts';
import type { Reminder } from './reminder.ts';
import { addressOf } from './reminder-address.ts';

const UNDO_MS = 600_000;
/** The page after a stop offers never to write again for so long. */
const NEVER_MS = 3_600_000;
/** How long such a wish is kept: long enough to tire out whoever types others' addresses. */
const SUPPRESSED_MS = 730 * 86_400_000;
/** How long a stop waits for a mail that is being sent at this moment. */
const IN_FLIGHT = { tries: 100, everyMs: 100 };

type Needs = Pick<AppContext, 'config' | 'store' | 'addressHashes' | 'now'>;

/**
 * The reader wants no more mail. Stops everything of the address, as a mail program's own button means it
 * (RFC 8058); with `only`, the one reminder whose link it is. Works for as long as the link can be read,
 * and again for a repeated click.
 */
export async function stop(
  ctx: Needs,
  token: string,
  limits: AddressLimits,
  { only = false }: { only?: boolean } = {},
): Promise<LinkOutcome> {
  const { config, store, now } = ctx;
  const link = openLink(config.addressKeys, token);
  const named = link === null ? await store.reminderByToken(sha256(token)) : null;
  if (link === null && named === null) return gone(404, null);
  const address = link?.address ?? (named && addressOf(config.addressKeys, named));
  const others = only || !address ? [] : await store.openRemindersOf(await ctx.addressHashes(address));
  const wanted = [
    ...(named === null ? [] : [named]),
    ...others.filter(({ reminderId }) => reminderId !== named?.reminderId),
  ];
  const stopped = await stopEach(ctx, wanted, limits);
  const lang = link?.lang ?? named?.lang ?? '';
  const undone = stopped.filter(({ status }) => status === 'confirmed');
  const tokenFor = (kind: 'undo' | 'never', lifeMs: number): string | null =>
    address
      ? sealLink(config.addressKeys, {
          kind,
          reminderIds: undone.map(({ reminderId }) => reminderId),
          address,
          lang,
          campaign: null,
          postponed: 0,
          dueDay: undone[0]?.dueDay ?? '',
          expiresAt: new Date(now().getTime() + lifeMs),
        })
      : null;
  const undoToken = undone.length > 0 ? tokenFor('undo', UNDO_MS) : null;
  // Who cancels a reminder of their own has nobody to be protected from.
  const neverToken = only && undone.length > 0 ? null : tokenFor('never', NEVER_MS);
  return { kind: 'stopped', lang, all: !only, undoToken, neverToken };
}

/** "Never write to this address again": from the page after a stop, for whoever is tired of others' typing it. */
export async function never(ctx: Needs, token: string, limits: AddressLimits): Promise<LinkOutcome> {
  const link = openLink(ctx.config.addressKeys, token);
  if (link === null) return gone(404, null);
  if (link.kind !== 'never' || link.expiresAt <= ctx.now()) return gone(410, link.lang);
  const until = new Date(ctx.now().getTime() + SUPPRESSED_MS).toISOString().slice(0, 10);
  const hashes = await ctx.addressHashes(link.address);
  if (hashes[0] !== undefined) await ctx.store.suppressAddress(hashes[0], until);
  await stopEach(ctx, await ctx.store.openRemindersOf(hashes), limits);
  return { kind: 'never', lang: link.lang };
}

/** Stops reminders and returns those that were there to stop; what they held leaves every file. */
async function stopEach(
  ctx: Needs,
  reminders: readonly Reminder[],
  limits: AddressLimits,
): Promise<Reminder[]> {
  const stopped: Reminder[] = [];
  for (const reminder of reminders) if (await stopOne(ctx, reminder, limits)) stopped.push(reminder);
  if (reminders.length > 0) await ctx.store.scrubErased();
  return stopped;
}

/** Stops one reminder. False where there was nothing to stop. */
async function stopOne(
  { config, store, now }: Needs,
  reminder: Reminder,
  limits: AddressLimits,
): Promise<boolean> {
  const stopped = await store.stopReminder(reminder.reminderId);
  await mailInFlight({ store, now }, reminder.reminderId);
  const address = addressOf(config.addressKeys, reminder);
  if (stopped && address !== null) limits.release(address, reminder.reminderId);
  return stopped;
}

/** After our yes to a stop no mail may arrive: one that is being handed over is waited for. */
async function mailInFlight({ store, now }: Pick<Needs, 'store' | 'now'>, reminderId: string): Promise<void> {
  for (let i = 0; i < IN_FLIGHT.tries; i++) {
    const reminder = await store.reminderById(reminderId);
    if (reminder?.leaseUntil === null || reminder === null || reminder.leaseUntil <= now()) return;
    await delay(IN_FLIGHT.everyMs);
  }
}
