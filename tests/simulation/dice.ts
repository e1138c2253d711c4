/** Repeatable chance: everything that is open in a simulated year is drawn from one of these. */
export type Dice = {
  /** From 0 up to but not including 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
  /** A generator of its own, so that drawing more here changes nothing there. */
  fork(name: string): Dice;
};

/** Makes a generator (sfc32: fast, and good in every bit). */
export function makeDice(seed: number | string): Dice {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, hashOf(String(seed)), 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    between,
    pick: (choices) => choices[between(0, choices.length - 1)] as (typeof choices)[number],
    fork: (name) => makeDice(`${seed} ${name}`),
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}
