import type { AppContext } from '../../src/context.ts';

/**
 * What the product does about events that never came and rows that a restored backup does not hold. Null:
 * it does nothing yet, and the script keeps to what retries can heal. The one place where it comes in.
 */
export const heal: ((ctx: AppContext) => Promise<void>) | null = null;
