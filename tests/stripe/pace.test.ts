import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stripePace } from '../../src/stripe/pace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How many of a long queue of reads began within the first ten seconds. */
async function readsInTenSeconds(livemode: boolean, isOurs: boolean): Promise<number> {
  let reads = 0;
  const pace = stripePace({ apiBase: null, livemode }, { count: () => (reads += 1), isOurs: async () => isOurs });
  for (let i = 0; i < 2_000; i++) void pace();
  await vi.advanceTimersByTimeAsync(10_000);
  return reads;
} // prettier-ignore

it.each([
  [true, 100],
  [false, 25],
])(
  'whoever reads Stripe and one beside it keep below its limit together, live %s',
  async (livemode, allowed) => {
    const whole = await readsInTenSeconds(livemode, true);
    const beside = await readsInTenSeconds(livemode, false);
    // Ten seconds and the beginning of the eleventh.
    expect(whole + beside).toBeLessThanOrEqual(allowed * 11);
    expect(beside).toBeGreaterThan(0);
    expect(whole).toBeGreaterThan(beside * 7);
  },
);
