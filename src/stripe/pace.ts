import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import type { Config } from '../config/config.ts';

/**
 * Reads of Stripe a second that leave room for readers' checkouts: Stripe allows 25 in a sandbox and 100
 * live (https://docs.stripe.com/rate-limits).
 */
const READS_PER_SECOND = { test: 20, live: 80 };

/** Makes the wait for a place under the limit, and counts the reads. A sandbox of our own on this machine needs no wait. */
export function stripePace(
  { apiBase, livemode }: Pick<Config['stripe'], 'apiBase' | 'livemode'>,
  count: () => void,
): () => Promise<void> {
  if (apiBase !== null) return async () => count();
  const points = livemode ? READS_PER_SECOND.live : READS_PER_SECOND.test;
  const queue = new RateLimiterQueue(new RateLimiterMemory({ points, duration: 1 }), {
    maxQueueSize: 100_000,
  });
  return async () => {
    await queue.removeTokens(1);
    count();
  };
}
