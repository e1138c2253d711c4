import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import type { Config } from '../config/config.ts';

/**
 * Reads of Stripe a second that leave room for readers' checkouts: Stripe allows 25 in a sandbox and 100
 * live (https://docs.stripe.com/rate-limits).
 */
const READS_PER_SECOND = { test: 20, live: 80 };
/** The limit is the account's. A command beside a running service, or an instance whose lease went on to another, keeps to this. */
const READS_BESIDE_PER_SECOND = { test: 2, live: 10 };

/**
 * Makes the wait for a place under the limit, and counts the reads. A sandbox of our own on this machine needs no wait.
 *
 * @param isOurs whether this instance is the one that reads Stripe
 */
export function stripePace(
  { apiBase, livemode }: Pick<Config['stripe'], 'apiBase' | 'livemode'>,
  { count, isOurs }: { count: () => void; isOurs: () => Promise<boolean> },
): () => Promise<void> {
  if (apiBase !== null) return async () => count();
  const mode = livemode ? 'live' : 'test';
  const queueOf = (points: number) =>
    new RateLimiterQueue(new RateLimiterMemory({ points, duration: 1 }), { maxQueueSize: 100_000 });
  const [whole, beside] = [queueOf(READS_PER_SECOND[mode]), queueOf(READS_BESIDE_PER_SECOND[mode])];
  return async () => {
    await ((await isOurs()) ? whole : beside).removeTokens(1);
    count();
  };
}
