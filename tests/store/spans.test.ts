import { expect, it } from 'vitest';
import { coverRange } from '../../src/store/sql/spans.ts';

const HOUR = 3_600_000;

/** Every hour that is covered, in order. */
function hoursOf({ spans, edges }: ReturnType<typeof coverRange>): number[] {
  const whole = spans.flatMap(([hours, first, behind]) =>
    Array.from({ length: (behind - first) * hours }, (_, i) => first * hours + i),
  );
  const cut = edges.flatMap(([from, to]) => {
    expect(from).toBeLessThan(to);
    return Math.floor(from / HOUR) === Math.floor((to - 1) / HOUR) ? [Math.floor(from / HOUR)] : [Number.NaN];
  });
  return [...whole, ...cut].toSorted((a, b) => a - b);
}

it('covers each hour of a range once, with few spans, and cuts hours only at its ends', () => {
  for (let i = 1; i < 400; i++) {
    const from = (490_000 + ((i * 7_919) % 20_000)) * HOUR + ((i * 31) % 3) * 1_234_567;
    const to = from + ((i * 104_729) % 9_000) * HOUR + ((i * 17) % 4) * 654_321;
    const covered = coverRange(from, to);
    const [first, last] = [Math.floor(from / HOUR), Math.floor((to - 1) / HOUR)];
    const hours = hoursOf(covered);
    // Within one hour both ends are cut from it: it stands once, as the one rest there is.
    if (to > from) expect(hours).toEqual(Array.from({ length: last - first + 1 }, (_, n) => first + n));
    expect(covered.spans.length).toBeLessThanOrEqual(5);
    expect(covered.edges.length).toBeLessThanOrEqual(2);
    for (const [span, slot, behind] of covered.spans)
      expect(behind - slot).toBeLessThan(span === 672 ? 30 : 55);
  }
});

it('leaves an open end open, and covers nothing of an empty range', () => {
  const day = 20_000 * 24 * HOUR;
  expect(coverRange(day, day)).toEqual({ spans: [], edges: [] });
  expect(coverRange(day + 5, day)).toEqual({ spans: [], edges: [] });
  expect(coverRange(day + 5, day + 9)).toEqual({ spans: [], edges: [[day + 5, day + 9]] });
  const since = coverRange(day, null).spans;
  expect(since.map(([hours]) => hours)).toEqual([24, 672]);
  expect(since.at(-1)?.[2]).toBeGreaterThan(1e12);
  expect(coverRange(null, day).spans[0]?.slice(0, 2)).toEqual([672, 0]);
});
