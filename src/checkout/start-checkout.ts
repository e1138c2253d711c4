import { createHmac, randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import type { AppContext } from '../context.ts';
import { AppError, unavailable } from '../errors.ts';
import { newId, sha256 } from '../ids.ts';
import { errorName } from '../log.ts';
import { PLEDGE_NOTE, sealedText } from '../http/sealed-text.ts';
import { NO_MARKS, type Pledge } from '../pledges/pledge.ts';
import { noteText } from '../pledges/pledge-note.ts';
import { checkoutSessionParams } from '../stripe/checkout-session.ts';
import { isMissingObject, isSavedAnswer } from '../stripe/errors.ts';
import { ensureProduct } from '../stripe/product.ts';
import type { CheckoutAnswer } from './contract.ts';
import type { AcceptedCheckout } from './request.ts';
import type { ReturnAddresses } from './return-address.ts';

/** How long Stripe's page stays open. Shorter than Stripe's 24 hours: an idle page is a card tester's. */
export const CHECKOUT_HOURS = 12;

/** A reader waits at most this long for Stripe, all tries together. */
const DEADLINE_MS = 9_000;

type Needs = Pick<AppContext, 'config' | 'store' | 'stripe' | 'log' | 'metrics' | 'now'>;

/** Starts checkouts: one Idempotency-Key leads to one pledge, one Stripe session and one answer. */
export type CheckoutDesk = {
  start(key: string, accepted: AcceptedCheckout, returnTo: string | null): Promise<string>;
};

export function checkoutDesk(needs: Needs, addresses: ReturnAddresses): CheckoutDesk {
  const { store, now, metrics } = needs;
  const notes = sealedText(needs.config, PLEDGE_NOTE);
  // Posts that come together under one key wait for the first one; the store settles the rest, also after
  // a restart and between processes.
  const underWay = new Map<string, Promise<string>>();

  async function claimAndOpen(
    key: string,
    accepted: AcceptedCheckout,
    returnTo: string | null,
  ): Promise<string> {
    const keyHash = sha256(`checkout ${key}`);
    // Keyed with what is never stored: a plain hash would let a list of articles be tried against the row.
    const bodyHash = createHmac('sha256', key)
      .update(JSON.stringify([accepted, returnTo]))
      .digest('hex');
    const claimed = await store.claimCheckout({ keyHash, bodyHash, pledge: newPledge(accepted) }, now());
    if (claimed.kind === 'answered') return claimed.answer;
    if (claimed.kind === 'other_request') {
      throw new AppError(
        409,
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request. Use a new key for a new choice.',
        { field: 'Idempotency-Key' },
      );
    }
    const { pledge, attempt } = claimed;
    try {
      const session = await openSession(pledge, `${pledge.pledgeId}-${attempt}`, returnTo);
      metrics.checkouts.inc({ outcome: 'opened' });
      return await store.answerCheckout(
        keyHash,
        { id: session.id, answer: JSON.stringify(answerOf(pledge, session)) },
        now(),
      );
    } catch (error) {
      metrics.checkouts.inc({ outcome: 'failed' });
      // What Stripe answered under a key it will answer again for a day, a 500 included: the next try of
      // the same reader gets a fresh key. After silence the old key stays, for the session may exist.
      if (isSavedAnswer(error)) {
        await store.nextCheckoutAttempt(keyHash, attempt);
      }
      needs.log.warn('checkout_not_opened', { pledgeId: pledge.pledgeId, error: errorName(error), attempt });
      throw unavailable(
        'The payment page cannot be opened at the moment. Nothing was charged. Please try again in a minute.',
        30,
        error,
      );
    }
  }

  async function openSession(
    pledge: Pledge,
    idempotencyKey: string,
    returnTo: string | null,
  ): Promise<Stripe.Checkout.Session> {
    const { config, stripe } = needs;
    const deadline = performance.now() + DEADLINE_MS;
    const remaining = () => Math.max(500, Math.floor(deadline - performance.now()));
    const parts = [
      pledge.thanksToken ?? '',
      addresses.seal(returnTo, pledge.pledgeId),
      notes.seal(noteText(pledge), pledge.pledgeId),
    ];
    const opaque = parts.join('.');
    const params = checkoutSessionParams(pledge, {
      productId: config.publisher.stripeProduct,
      successUrl: `${config.publicUrl}/thanks?s=${opaque}`,
      cancelUrl: `${config.publicUrl}/back?s=${opaque}`,
      expiresAt: new Date(pledge.createdAt.getTime() + CHECKOUT_HOURS * 3_600_000),
    });
    try {
      return await stripe.checkout.sessions.create(params, { idempotencyKey, timeout: remaining() });
    } catch (error) {
      // The first pledge of an account finds no product to book under: make it, once.
      if (!isMissingObject(error)) throw error;
      await ensureProduct(stripe, config.publisher, remaining());
      return stripe.checkout.sessions.create(params, {
        idempotencyKey: `${idempotencyKey}-product`,
        timeout: remaining(),
      });
    }
  }

  function answerOf(pledge: Pledge, session: Stripe.Checkout.Session): CheckoutAnswer {
    const url = session.url;
    // A reader is led to Stripe's host and nowhere else, whatever an answer says.
    if (url === null || !payHosts(needs.config).includes(new URL(url).host))
      throw new Error('Stripe answered with a foreign address');
    return { pledgeId: pledge.pledgeId, url, expiresAt: new Date(session.expires_at * 1000).toISOString() };
  }

  function newPledge(accepted: AcceptedCheckout): Pledge {
    return {
      ...accepted,
      pledgeId: newId('plg'),
      createdAt: now(),
      livemode: needs.config.stripe.livemode,
      thanksToken: randomBytes(18).toString('base64url'),
      stripeCheckoutSessionId: null,
      stripeCustomerId: null,
      stripeSubscriptionId: null,
      stripeSubscriptionCreatedAt: null,
      stripePaymentIntentId: null,
      marks: NO_MARKS,
      status: 'open',
      version: 0,
    };
  }

  return {
    async start(key, accepted, returnTo) {
      const slot = JSON.stringify([key, accepted, returnTo]);
      const first = underWay.get(slot);
      if (first !== undefined) return first;
      const mine = claimAndOpen(key, accepted, returnTo).finally(() => underWay.delete(slot));
      underWay.set(slot, mine);
      return mine;
    },
  };
}

/** Hosts that readers may be led to: Stripe's page, or the sandbox's. */
export function payHosts(config: AppContext['config']): string[] {
  return [config.stripe.apiBase === null ? 'checkout.stripe.com' : new URL(config.stripe.apiBase).host];
}
