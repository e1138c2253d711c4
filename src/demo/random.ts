/** A seeded source of chance (mulberry32): the same seed gives the same history. */
export type Chance = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** True with this probability. */
  hits(probability: number): boolean;
  /** A whole number from 0 up to, not including, `below`. */
  below(limit: number): number;
  /** One of the values, by weight. */
  pick<T>(weighted: readonly (readonly [T, number])[]): T;
};

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    hits: (probability) => next() < probability,
    below: (limit) => Math.floor(next() * limit),
    pick(weighted) {
      const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [value, weight] of weighted) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = weighted.at(-1);
      if (last === undefined) throw new RangeError('nothing to pick from');
      return last[0];
    },
  };
}
