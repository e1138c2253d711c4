import { randomInt, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AppContext } from '../../context.ts';
import type { Mail } from '../../email/mailer.ts';
import { newSecret, sha256 } from '../../ids.ts';
import { exactAddress } from '../../sealed/address.ts';
import type { PageLang } from '../pages/texts.ts';
import { newSignIn, type PendingSignIn } from '../pending-sign-in.ts';
import { signInMail } from './sign-in-mail.ts';

type Needs = Pick<
  AppContext,
  'store' | 'now' | 'config' | 'addressHashes' | 'mailer' | 'background' | 'denials' | 'log' | 'metrics'
>;

/** How long a link, a code and each step after them may take. */
export const STEP_MS = 15 * 60_000;
/** Wrong codes that one mail bears. */
const CODE_TRIES = 5;
/** A server that greylists takes the second or third try; whoever waits at the page asks again after that. */
const MAIL_TRIES_MS = [0, 5_000, 45_000];

/** Nobody's mailbox is filled by a stranger who knows its address: more links than this in a quarter of an hour are not sent. */
const MAILS_PER_PERSON = 5;

/**
 * Asks for a mail. What comes back depends on nothing that is known of the address and takes the same time;
 * `after`, to be called when the answer is out, sends the mail to what was typed, from memory.
 */
export function mailDesk(ctx: Needs, { answerAfterMs }: { answerAfterMs: number }) {
  const limit = new RateLimiterMemory({ points: MAILS_PER_PERSON, duration: STEP_MS / 1_000 });
  return async function ask(
    address: string,
    lang: PageLang,
  ): Promise<{ browserToken: string; after: () => void }> {
    const answer = delay(answerAfterMs);
    const [browserToken, linkToken] = [newSecret(), newSecret()];
    const code = String(randomInt(1e8)).padStart(8, '0');
    const member = await ctx.store.staffByAddress(await ctx.addressHashes(address, 'staff'));
    await ctx.store.addSignIn(
      newSignIn(ctx.now(), STEP_MS, {
        staffId: member?.staffId ?? null,
        browserHash: sha256(browserToken),
        linkHash: sha256(linkToken),
        codeHash: codeHash(browserToken, code),
      }),
    );
    await answer;
    const after = () =>
      ctx.background.start('sign_in_mail', async (stopping) => {
        if (member === null) {
          await ctx.denials.note({ by: 'nobody', action: 'sign_in', object: null, reason: 'address' });
          return;
        }
        if (await isOver(limit, member.staffId)) return;
        const written = code.replace(/(....)/, '$1-');
        const mail = { to: exactAddress(address), lang, linkToken, code: written };
        await send(ctx, signInMail(ctx.config, mail), stopping);
      });
    return { browserToken, after };
  };
}

/** Whether the code is the one of the mail that this browser asked for. A wrong one costs one of five tries. */
export async function codeFits(
  { store }: Pick<Needs, 'store'>,
  { signInId, codeHash: kept }: PendingSignIn,
  browserToken: string,
  typed: string,
): Promise<boolean> {
  const digits = typed.replace(/[\s-]/g, '');
  if (!(await store.spendCodeTry(signInId, CODE_TRIES))) return false;
  return kept !== null && timingSafeEqual(Buffer.from(kept), Buffer.from(codeHash(browserToken, digits)));
}

/** The database holds neither half: whoever has it alone cannot try eight digits. */
function codeHash(browserToken: string, digits: string): string {
  return sha256(`${browserToken} ${digits}`);
}

async function isOver(limit: RateLimiterMemory, staffId: string): Promise<boolean> {
  return limit.consume(staffId).then(
    () => false,
    () => true,
  );
}

async function send({ mailer, metrics, log }: Needs, mail: Mail, stopping: AbortSignal): Promise<void> {
  for (const wait of MAIL_TRIES_MS) {
    await delay(wait, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted || mailer === null) return;
    const result = await mailer.send(mail);
    metrics.mails.inc({ mail: 'sign_in', outcome: result.kind });
    if (result.kind === 'accepted') return;
    log.warn('sign_in_mail_not_taken', { reason: result.kind });
    if (result.kind === 'refused') return;
  }
}
