/** Repeatable randomness: the same seed gives the same ids and the same disorder. */
export type Random = {
  /** A number from 0 up to but not including 1; for disorder, never for what objects say. */
  next(): number;
  below(limit: number): number;
  letters(length: number): string;
  /**
   * An id in Stripe's form, such as `pi_3…`. Each prefix counts for itself, so that an id depends on how many
   * of its kind there were and on nothing else: not on deliveries under way, not on who read what meanwhile.
   */
  id(prefix: string, stream?: string): string;
};

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Makes a generator with a stream for disorder, one for letters and one for each prefix. */
export function makeRandom(seed: number): Random {
  const streams = new Map<string, () => number>();

  function stream(name: string): () => number {
    let next = streams.get(name);
    if (next === undefined) streams.set(name, (next = mulberry32(seedFor(seed, name))));
    return next;
  }

  function lettersOf(name: string, length: number): string {
    const next = stream(name);
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(next() * alphabet.length)];
    return text;
  }

  const next = mulberry32(seed >>> 0);
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    letters: (length) => lettersOf('letters', length),
    id: (prefix, name = prefix) => `${prefix}_${lettersOf(name, prefix === 'cs_test' ? 58 : 24)}`,
  };
}

/** Small, and good enough for test data. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A seed of its own for each name (FNV-1a over both). */
function seedFor(seed: number, name: string): number {
  let hash = 2_166_136_261;
  for (const sign of `${seed}:${name}`) hash = Math.imul(hash ^ sign.charCodeAt(0), 16_777_619) >>> 0;
  return hash;
}
