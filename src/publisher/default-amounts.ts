import type { Frequency } from '../checkout/contract.ts';

/** Limits and presets in whole units: [smallest, largest, presets]; the second preset is chosen at first. */
type WholeUnits = readonly [min: number, max: number, presets: readonly number[]];

const DOLLAR_LIKE: Record<Frequency, WholeUnits> = {
  once: [2, 10_000, [10, 25, 50, 100, 250]],
  monthly: [2, 1_000, [2, 5, 10, 20, 50]],
  annual: [10, 10_000, [25, 60, 100, 250, 500]],
};
const ZLOTY_LIKE: Record<Frequency, WholeUnits> = {
  once: [10, 40_000, [50, 100, 200, 400, 1_000]],
  monthly: [10, 4_000, [10, 20, 40, 80, 200]],
  annual: [50, 40_000, [100, 240, 400, 1_000, 2_000]],
};
const KRONE_LIKE: Record<Frequency, WholeUnits> = {
  once: [20, 100_000, [100, 250, 500, 1_000, 2_500]],
  monthly: [20, 10_000, [20, 50, 100, 200, 500]],
  annual: [100, 100_000, [250, 600, 1_000, 2_500, 5_000]],
};

/**
 * What a publisher offers who sets no amounts: round numbers, the first monthly preset is the real
 * minimum. Every minimum lies above Stripe's own (start-up checks it again).
 */
export const DEFAULT_AMOUNTS: Record<string, Record<Frequency, WholeUnits>> = {
  USD: DOLLAR_LIKE,
  EUR: DOLLAR_LIKE,
  GBP: DOLLAR_LIKE,
  CHF: DOLLAR_LIKE,
  CAD: DOLLAR_LIKE,
  AUD: DOLLAR_LIKE,
  PLN: ZLOTY_LIKE,
  ILS: ZLOTY_LIKE,
  SEK: KRONE_LIKE,
  NOK: KRONE_LIKE,
  DKK: KRONE_LIKE,
  CZK: {
    once: [50, 250_000, [250, 500, 1_000, 2_500, 5_000]],
    monthly: [50, 25_000, [50, 100, 250, 500, 1_000]],
    annual: [250, 250_000, [600, 1_200, 2_500, 5_000, 12_000]],
  },
  GEL: {
    once: [5, 25_000, [25, 50, 100, 250, 500]],
    monthly: [5, 2_500, [5, 15, 25, 50, 100]],
    annual: [25, 25_000, [50, 150, 250, 500, 1_000]],
  },
  JPY: {
    once: [300, 1_000_000, [1_000, 3_000, 5_000, 10_000, 30_000]],
    monthly: [300, 100_000, [300, 700, 1_500, 3_000, 7_000]],
    annual: [1_500, 1_000_000, [3_000, 8_000, 15_000, 30_000, 60_000]],
  },
};
