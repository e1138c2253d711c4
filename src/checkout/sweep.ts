import type { AppContext } from '../context.ts';
import { CHECKOUT_HOURS } from './start-checkout.ts';

const HOUR = 3_600_000;

type Needs = Pick<AppContext, 'store' | 'now'>;

/** A pledge whose page has run out, or that never got one, is abandoned. Money that still arrives revives it. */
export async function sweepAbandoned({ store, now }: Needs): Promise<Record<string, number>> {
  const madeBefore = new Date(now().getTime() - (CHECKOUT_HOURS + 1) * HOUR);
  return { abandoned: await store.sweepOpenPledges(madeBefore, now()) };
}

/** A thank-you page serves for half an hour after the payment; then its key is erased. */
export async function eraseServedTokens({ store, now }: Needs): Promise<Record<string, number>> {
  const at = now().getTime();
  return {
    tokens: await store.eraseThanksTokens({
      paidBefore: new Date(at - HOUR / 2),
      madeBefore: new Date(at - (CHECKOUT_HOURS + 1) * HOUR),
    }),
  };
}

/**
 * Idempotency keys are kept as long as Stripe keeps its own, a day, and then twice that. One that never got an
 * answer goes before its page would have run out: a try after that is a new pledge.
 */
export async function purgeCheckouts({ store, now }: Needs): Promise<Record<string, number>> {
  const at = now().getTime();
  const limits = {
    before: new Date(at - 48 * HOUR),
    unansweredBefore: new Date(at - (CHECKOUT_HOURS - 2) * HOUR),
  };
  return { checkouts: await store.purgeCheckoutRequests(limits) };
}
