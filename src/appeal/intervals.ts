// Two 95 % intervals, for a share and for a mean. Pure arithmetic.

/** An estimate with the ends of its 95 % interval. */
export type Interval = { value: number; low: number; high: number };

/** The normal distribution has 95 % of its weight within so many deviations. */
const Z = 1.959964;

/** Wilson's interval of a share; unlike the simple one it holds for few successes, and for none. */
export function wilsonInterval(successes: number, of: number): Interval {
  if (of === 0) return { value: 0, low: 0, high: 1 };
  const share = successes / of;
  const z2 = Z ** 2 / of;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of))) / (1 + z2);
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * The interval of a mean from the sum and the sum of squares of `of` values, most of which may be 0: a view
 * that brought nothing is a value too. It needs many values that are not 0 to be believed.
 */
export function meanInterval(of: number, sum: number, squares: number): Interval {
  if (of < 2) return { value: 0, low: -Infinity, high: Infinity };
  const mean = sum / of;
  const variance = Math.max(0, (squares - sum * mean) / (of - 1));
  const half = Z * Math.sqrt(variance / of);
  return { value: mean, low: mean - half, high: mean + half };
}
