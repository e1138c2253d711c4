import type { AppContext } from '../../context.ts';
import type { MailResult } from '../../email/mailer.ts';
import { sha256 } from '../../ids.ts';
import { errorName } from '../../log.ts';
import type { DueDelivery } from '../month-delivery.ts';
import { pageLang } from '../pages/texts.ts';
import { deliveryAddress } from '../people/staff.ts';
import { linkToken } from './link.ts';
import { monthMail } from './message.ts';

/** Longer than the mailer stays with one mail. */
const LEASE_MS = 300_000;
/** Waits that add up to three days; the files can be had by signing in all the while. */
const RETRY_AFTER_MINUTES = [1, 5, 15, 60, 240, 480, 720, 1_440, 1_440];
const AT_ONCE = 10;

type Needs = Pick<AppContext, 'config' | 'store' | 'mailer' | 'log' | 'metrics' | 'now'>;

/** Mails the links of closed months that are due, one after another. Safe to run twice at the same time. */
export async function sendDeliveries(ctx: Needs, stopping?: AbortSignal): Promise<Record<string, number>> {
  const { mailer, store, log, metrics, now } = ctx;
  const done = { sent: 0, failed: 0, retried: 0 };
  if (mailer === null) return done;
  const due = await store.claimDueDeliveries(now(), new Date(now().getTime() + LEASE_MS), AT_ONCE);
  for (const delivery of due) {
    const { linkId, attempts } = delivery;
    if (stopping?.aborted === true) {
      await store.failDelivery(linkId, now());
      continue;
    }
    const result = await handOver(ctx, delivery);
    metrics.mails.inc({ mail: 'month', outcome: result.kind });
    if (result.kind === 'accepted') {
      await store.markDeliveryMailed(linkId, now());
      done.sent += 1;
      continue;
    }
    const wait = result.kind === 'refused' ? undefined : RETRY_AFTER_MINUTES[attempts];
    log.warn(wait === undefined ? 'mail_given_up' : 'mail_delayed', { reason: 'month', error: result.error });
    await store.failDelivery(linkId, wait === undefined ? null : new Date(now().getTime() + wait * 60_000));
    done[wait === undefined ? 'failed' : 'retried'] += 1;
  }
  if (due.length > 0) mailer.rest();
  return done;
}

/** Deletes links that ran out. */
export async function purgeDeliveries({ store, now }: AppContext): Promise<Record<string, number>> {
  return { links: await store.purgeDeliveries(now()) };
}

async function handOver(ctx: Needs, due: DueDelivery): Promise<MailResult> {
  const { config, store, mailer } = ctx;
  const { linkId, period, expiresAt } = due;
  try {
    const to = deliveryAddress(config, due);
    // They asked for none any more, or have left.
    if (to === null || mailer === null) return { kind: 'refused', error: 'not_wanted' };
    const token = linkToken(config.addressKeys, linkId);
    // First the row, then the mail: nobody gets a link that is not known here yet.
    await store.setDeliveryLink(linkId, sha256(token));
    const lang = pageLang(due.lang, config.publisher.defaultLang);
    const link = `${config.publicUrl}/finance/d/${token}${lang === 'ru' ? '?lang=ru' : ''}`;
    const zone = config.publisher.bookZone;
    return await mailer.send(monthMail({ to, lang, zone, linkId, period, link, expiresAt }));
  } catch (error) {
    // A key that is missing may come back with the next start.
    return { kind: 'retry', error: errorName(error), unsure: false, ours: true };
  }
}
