import type Stripe from 'stripe';

/** What a reading needs: Stripe behind a pace. */
export type ReadingSource = {
  stripe: Stripe;
  /** Waits for a place under the configured number of reads a second. */
  pace: () => Promise<void>;
};
