import type { AppContext } from '../../src/context.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';

/**
 * What the product does every night about events that never came and rows that a restored backup lacks.
 * True where it says itself that its books and Stripe's are the same.
 */
export async function heal(ctx: AppContext): Promise<boolean> {
  const { isEqual } = await reconcile(ctx);
  return isEqual;
}
