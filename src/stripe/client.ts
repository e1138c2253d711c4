import Stripe from 'stripe';
import type { Config } from '../config/config.ts';

/** The API version all our reads and facts are written for: the one the installed SDK pins. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

/**
 * The one Stripe client. Its host can be another only with a test key (the configuration checks it), so
 * production runs this same code with that setting gone.
 */
export function stripeClient(
  { secretKey, apiBase }: Pick<Config['stripe'], 'secretKey' | 'apiBase'>,
  /** Another way to Stripe than by socket; simulations have one. */
  httpClient?: Stripe.HttpClient,
): Stripe {
  const base = apiBase === null ? null : new URL(apiBase);
  return new Stripe(secretKey, {
    apiVersion: STRIPE_API_VERSION,
    // Latencies of earlier requests are nobody's business but ours.
    telemetry: false,
    // A reader waits for one call at most; the projector has its own back-off.
    maxNetworkRetries: 0,
    timeout: 8_000,
    ...(httpClient === undefined ? {} : { httpClient }),
    ...(base === null
      ? {}
      : {
          host: base.hostname,
          port: base.port || (base.protocol === 'https:' ? '443' : '80'),
          protocol: base.protocol === 'https:' ? 'https' : 'http',
        }),
  });
}
