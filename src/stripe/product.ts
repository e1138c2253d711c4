import type Stripe from 'stripe';
import { isAlreadyThere } from './errors.ts';
import type { Publisher } from '../publisher/publisher.ts';

/** Makes the product that all pledges are booked under, unless it is there. Its name is on receipts, so it says little. */
export async function ensureProduct(
  stripe: Stripe,
  publisher: Pick<Publisher, 'stripeProduct'>,
  timeout: number,
): Promise<void> {
  try {
    await stripe.products.create({ id: publisher.stripeProduct, name: 'Support' }, { timeout });
  } catch (error) {
    // Another process, or another reader a moment ago, made it.
    if (!isAlreadyThere(error)) throw error;
  }
}
