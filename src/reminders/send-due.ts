import type { AppContext } from '../context.ts';
import type { Mail, MailResult } from '../email/mailer.ts';
import { toError } from '../errors.ts';
import { errorName } from '../log.ts';
import { linkTokenOf, sealLink } from './link.ts';
import { confirmationMail, reminderMail } from './messages.ts';
import { mailOf, type DueReminder } from './reminder.ts';
import { open } from './seal.ts';

/** "In a month instead" works so often without a new confirmation. */
export const POSTPONE_AT_MOST = 3;
/** The links of a reminder mail set something again for so long. */
export const LINK_LIFE_MS = 30 * 86_400_000;

/** Longer than the mailer stays with one mail: nobody takes a mail that is still being sent. */
const LEASE_MS = 300_000;
/** Waits that add up to 24 hours. A server that took nothing for a day will not take it tomorrow. */
const RETRY_AFTER_MINUTES = [1, 5, 15, 60, 120, 240, 240, 240, 240, 279];

type Needs = Pick<AppContext, 'config' | 'store' | 'mailer' | 'log' | 'metrics' | 'now'>;

/** Most reminders fall on the first of a month at ten: one connection alone would take hours over them. */
const SENDERS = 4;

/**
 * Sends the mails that are due: each is taken with a lease, handed to the server once, and settled before
 * its sender takes the next. Safe to run twice at the same time.
 */
export async function sendDueReminders(
  ctx: Needs,
  limit = 200,
): Promise<{ sent: number; failed: number; retried: number }> {
  const done = { sent: 0, failed: 0, retried: 0 };
  if (ctx.mailer === null) return done;
  let left = limit;
  const sender = async () => {
    while (left-- > 0) {
      const due = await takeOne(ctx);
      if (due === undefined) return;
      done[await settle(ctx, due, await hand(ctx, due))]++;
    }
  };
  const senders = await Promise.allSettled(Array.from({ length: SENDERS }, sender));
  // An accepted reminder's address is gone from its row; now from the log of the database too.
  if (done.sent + done.failed > 0) await ctx.store.scrubErased();
  const broken = senders.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw toError(broken.reason);
  return done;
}

async function takeOne({ store, now }: Needs): Promise<DueReminder | undefined> {
  const [due] = await store.claimDueReminders(now(), new Date(now().getTime() + LEASE_MS), 1);
  return due;
}

async function hand(ctx: Needs, due: DueReminder): Promise<MailResult> {
  try {
    return (
      (await ctx.mailer?.send(mailFor(ctx, due))) ?? { kind: 'retry', error: 'no_mailer', unsure: false }
    );
  } catch (error) {
    // A key that is missing may come back with the next start; nothing was handed over.
    return { kind: 'retry', error: errorName(error), unsure: false };
  }
}

async function settle(
  { store, log, metrics, now }: Needs,
  due: DueReminder,
  result: MailResult,
): Promise<'sent' | 'failed' | 'retried'> {
  const { reminderId } = due;
  const mail = mailOf(due);
  metrics.mails.inc({ mail, outcome: result.kind });
  if (result.kind === 'accepted') {
    await store.markReminderMailed(reminderId, mail, now());
    return 'sent';
  }
  const next = result.kind === 'retry' ? retryAt(due, result.unsure, now()) : null;
  log.warn(next === null ? 'mail_given_up' : 'mail_delayed', {
    reminderId,
    reason: mail,
    error: result.error,
    attempt: due.attempts + 1,
  });
  await store.failReminder(reminderId, mail, next);
  return next === null ? 'failed' : 'retried';
}

/** When to try again, or null where it has been tried for a day, or may have arrived twice already. */
function retryAt(due: DueReminder, unsure: boolean, now: Date): { at: Date; unsure: boolean } | null {
  const waitMinutes = RETRY_AFTER_MINUTES[due.attempts];
  if (waitMinutes === undefined || (due.repeat && unsure)) return null;
  return { at: new Date(now.getTime() + waitMinutes * 60_000), unsure: unsure || due.repeat };
}

function mailFor({ config, now }: Needs, due: DueReminder): Mail {
  const { addressKeys, publicUrl } = config;
  const { reminderId, dueDay, lang, campaign, postponed } = due;
  const to = open(addressKeys, due.sealedAddress ?? '', reminderId);
  if (mailOf(due) === 'confirmation') {
    const link = `${publicUrl}/r/${linkTokenOf(addressKeys, due)}`;
    return confirmationMail({ to, lang, dueDay, reminderId, link });
  }
  const token = sealLink(addressKeys, {
    kind: 'later',
    reminderId,
    address: to,
    lang,
    campaign,
    postponed,
    dueDay,
    expiresAt: new Date(now().getTime() + LINK_LIFE_MS),
  });
  const mayPostpone = postponed < POSTPONE_AT_MOST;
  return reminderMail({ to, lang, reminderId, link: `${publicUrl}/r/${token}`, mayPostpone });
}
