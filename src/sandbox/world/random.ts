/** Repeatable randomness: the same seed gives the same ids and the same disorder. */
export type Random = {
  /** A number from 0 up to but not including 1. */
  next(): number;
  below(limit: number): number;
  letters(length: number): string;
  /** An id in Stripe's form, such as `pi_3…`. */
  id(prefix: string): string;
};

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Makes a generator (mulberry32, which is small and good enough for test data). */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  function letters(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[below(alphabet.length)];
    return text;
  }
  return { next, below, letters, id: (prefix) => `${prefix}_${letters(prefix === 'cs_test' ? 58 : 24)}` };
}
