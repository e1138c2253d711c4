import { setTimeout as delay } from 'node:timers/promises';
import type { ReminderRequest } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { AppError, invalid } from '../errors.ts';
import { remindsByMail } from '../http/country.ts';
import { newId } from '../ids.ts';
import { readAddress } from '../sealed/address.ts';
import { isRefusedService } from './refused-service.ts';
import { hadItsShare, type AddressLimits } from './address-limits.ts';
import { choosableDays, dueDay } from './due-day.ts';
import { newReminder } from './new-reminder.ts';
import type { Reminder } from './reminder.ts';
import { reminderText } from './texts.ts';

/** How long the link in the confirmation mail works; then the row loses its address. */
export const CONFIRM_WITHIN_MS = 48 * 3_600_000;

/** A wish that passed every check that depends on nothing but itself. */
export type Wish = { address: string; day: string; lang: string; campaign: string | null };

type Needs = Pick<AppContext, 'config' | 'store' | 'addressHashes' | 'now'>;

/** The day that a reader means, or an error that names the field. */
export function acceptDay(
  { config, now }: Pick<AppContext, 'config' | 'now'>,
  when: string,
  lang: string,
): string {
  const zone = config.publisher.bookZone;
  const day = dueDay(when, now(), zone);
  if (day !== null) return day;
  const { last } = choosableDays(now(), zone);
  throw invalid('when', reminderText('when', { lang, lastDay: last }));
}

/** Checks a request. What it answers depends on the request alone, never on what is known of an address. */
export function acceptWish(
  ctx: Pick<AppContext, 'config' | 'now'>,
  request: ReminderRequest,
  country: string | null,
): Wish {
  const { lang, campaign } = request;
  if (!remindsByMail(ctx.config, { country, lang }))
    throw new AppError(422, 'mail_not_offered', reminderText('notOffered', { lang }));
  const day = acceptDay(ctx, request.when, lang);
  const address = readAddress(request.email);
  if (address === null) throw invalid('email', reminderText('email', { lang }));
  if (isRefusedService(address, ctx.config.publisher))
    throw invalid('email', reminderText('mailbox', { lang }), 'mailbox_unsafe');
  return { address, day, lang, campaign: campaign ?? null };
}

/**
 * Records a wish, or quietly does not where the address had its share of mails or is never to be written
 * to. Either takes the same time, so that nobody learns from the answer whether an address is known here.
 */
export async function requestReminder(
  ctx: Needs,
  wish: Wish,
  { limits, answerAfterMs }: { limits: AddressLimits; answerAfterMs: number },
): Promise<void> {
  const answer = delay(answerAfterMs);
  try {
    const hashes = await ctx.addressHashes(wish.address);
    if (await ctx.store.isSuppressed(hashes)) return;
    if (hadItsShare(await ctx.store.openRemindersOf(hashes), ctx.now())) return;
    const reminder = await pendingReminder(ctx, wish);
    if (limits.admit(wish.address, reminder.reminderId, reminder.expiresAt, ctx.now()))
      await ctx.store.addReminder(reminder);
  } finally {
    await answer;
  }
}

async function pendingReminder(ctx: Needs, { address, day, lang, campaign }: Wish): Promise<Reminder> {
  const createdAt = ctx.now();
  const seed = { reminderId: newId('rem'), dueDay: day, lang, campaign, createdAt, address };
  return {
    ...(await newReminder(ctx, seed)),
    status: 'pending',
    postponed: 0,
    confirmedAt: null,
    expiresAt: new Date(createdAt.getTime() + CONFIRM_WITHIN_MS),
    nextAttemptAt: createdAt,
  };
}
