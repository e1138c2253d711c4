import type { AppContext } from '../context.ts';
import type { Mail, MailResult } from '../email/mailer.ts';
import { toError } from '../errors.ts';
import { errorName } from '../log.ts';
import { linkTokenOf, sealLink } from './link.ts';
import { confirmationMail, reminderMail } from './messages.ts';
import { mailOf, type DueReminder } from './reminder.ts';
import { open } from '../sealed/seal.ts';

/** "In a month instead" works so often without a new confirmation. */
export const POSTPONE_AT_MOST = 3;
/** The links of a reminder mail set something again for so long. */
export const LINK_LIFE_MS = 30 * 86_400_000;

/** Longer than the mailer stays with one mail: nobody takes a mail that is still being sent. */
const LEASE_MS = 300_000;
/** Waits that add up to 24 hours. A server that took nothing for a day will not take it tomorrow. */
const RETRY_AFTER_MINUTES = [1, 5, 15, 60, 120, 240, 240, 240, 240, 279];
/** After a fault of our own a mail waits as long again as it has waited, within these bounds. */
const OUR_FAULT_WAIT = { leastMs: 60_000, mostMs: 3_600_000 };
/** What nobody repaired in a month is given up: the mail says "today", and no address is kept for ever. */
const OUR_FAULT_LIMIT_MS = 30 * 86_400_000;

/** Most reminders fall on the first of a month at ten: one connection alone would take hours over them. */
const SENDERS = 4;
/** So many settled mails leave the write-ahead log together. */
const SCRUB_EVERY = 250;

type Needs = Pick<AppContext, 'config' | 'store' | 'mailer' | 'log' | 'metrics' | 'now'>;
type Done = { sent: number; failed: number; retried: number };

/**
 * Sends mails until none is due: each is taken with a lease, handed to the server once, and settled before
 * its sender takes the next. Ends early where the service stops, after the mails that are under way, and where
 * the server would have none of us. Safe to run twice at the same time.
 */
export async function sendDueReminders(ctx: Needs, stopping?: AbortSignal): Promise<Done> {
  const { mailer, store } = ctx;
  const done: Done = { sent: 0, failed: 0, retried: 0 };
  if (mailer === null) return done;
  let isAway = false;
  let settled = 0;
  const isOver = () => isAway || stopping?.aborted === true;
  const sender = async () => {
    while (!isOver()) {
      const due = await takeOne(ctx);
      if (due === undefined) return;
      const mail = composed(ctx, due);
      const result = 'kind' in mail ? mail : await mailer.send(mail);
      // The next mail would fare alike; the timer sees whether the server is back.
      if (result !== mail && result.kind === 'retry' && result.ours) isAway = true;
      done[await settle(ctx, due, result)]++;
      // An accepted reminder's address is gone from its row; now from the log of the database too.
      if (++settled % SCRUB_EVERY === 0) await store.scrubErased();
    }
  };
  const senders = await Promise.allSettled(Array.from({ length: SENDERS }, sender));
  mailer.rest();
  if (done.sent + done.failed > 0) await store.scrubErased();
  const broken = senders.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw toError(broken.reason);
  return done;
}

async function takeOne({ store, now }: Needs): Promise<DueReminder | undefined> {
  const [due] = await store.claimDueReminders(now(), new Date(now().getTime() + LEASE_MS), 1);
  return due;
}

/** The mail of a reminder, or that there is none for now. */
function composed(ctx: Needs, due: DueReminder): Mail | MailResult {
  try {
    return mailFor(ctx, due);
  } catch (error) {
    // A key that is missing may come back with the next start; nothing was handed over.
    return { kind: 'retry', error: errorName(error), unsure: false, ours: true };
  }
}

async function settle(
  { store, log, metrics, now }: Needs,
  due: DueReminder,
  result: MailResult,
): Promise<keyof Done> {
  const { reminderId } = due;
  const mail = mailOf(due);
  if (result.kind === 'accepted') {
    await store.markReminderMailed(reminderId, mail, now());
    metrics.mails.inc({ mail, outcome: 'accepted' });
    return 'sent';
  }
  const next = result.kind === 'retry' ? nextTry(due, result, now()) : null;
  metrics.mails.inc({ mail, outcome: outcomeOf(result, next) });
  log.warn(next === null ? 'mail_given_up' : 'mail_delayed', {
    reminderId,
    reason: mail,
    error: result.error,
    attempt: due.attempts + 1,
  });
  await store.failReminder(reminderId, mail, next);
  return next === null ? 'failed' : 'retried';
}

/** What became of a try, for the counts. */
function outcomeOf(result: Exclude<MailResult, { kind: 'accepted' }>, next: NextTry): string {
  if (result.kind === 'refused') return 'refused';
  if (next === null) return 'given_up';
  return result.ours ? 'our_fault' : 'retry';
}

type NextTry = Parameters<AppContext['store']['failReminder']>[2];

/** When to try again, or null where it has been tried for a day, or may have arrived twice already. */
function nextTry(due: DueReminder, { unsure, ours }: { unsure: boolean; ours: boolean }, now: Date): NextTry {
  if (ours) {
    const waitedMs = now.getTime() - (due.status === 'pending' ? due.createdAt : due.dueAt).getTime();
    if (waitedMs > OUR_FAULT_LIMIT_MS) return null;
    const waitMs = Math.min(Math.max(waitedMs, OUR_FAULT_WAIT.leastMs), OUR_FAULT_WAIT.mostMs);
    return { at: new Date(now.getTime() + waitMs), unsure: due.repeat, isTry: false };
  }
  const waitMinutes = RETRY_AFTER_MINUTES[due.attempts];
  if (waitMinutes === undefined || (due.repeat && unsure)) return null;
  return { at: new Date(now.getTime() + waitMinutes * 60_000), unsure: unsure || due.repeat, isTry: true };
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
    reminderIds: [reminderId],
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
