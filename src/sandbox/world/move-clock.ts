import type { World } from './world.ts';

/** Deliveries that may pile up before a moving clock waits for the receiver. */
const mostOutstanding = 500;
/** How far the clock may move while deliveries are on their way. */
const longestLeapMs = 200_000;

/** Moves the clock and does everything due on the way, never far ahead of the receiver. */
export function moveClock(world: World, toMs: number, { settle = false } = {}): Promise<void> {
  const { clock, deliveries } = world;
  return clock.advance(toMs, (nextMs) => {
    // A receiver on this clock refuses a signature that has become five minutes old on its way.
    const isLeap = nextMs - clock.nowMs() > longestLeapMs;
    return settle || isLeap ? deliveries.drain(120_000) : deliveries.below(mostOutstanding);
  });
}
