import type { Goal } from '../checkout/contract.ts';
import { bookDate, instantOf } from '../ledger/book-date.ts';

// A total that anyone can read twice tells what came in between. So a goal's figure is renewed only when at
// least ten more supporters have given, at one fixed hour of the day, by what the ledger held at that hour,
// and it is rounded down: whoever takes one figure from another holds ten gifts at the least, never one.

/** No two figures that were ever shown differ by fewer supporters than this, unless they are equal. */
export const FEWEST_APART = 10;

/** Which gifts make a total. Two sets are compared by this, so it names everything that selects. */
export type GiftSet = {
  /** First and last month, by the ledger's own, YYYY-MM. */
  first: string;
  last: string;
  currency: string;
  /** Null for all campaigns. */
  campaign: string | null;
  /** The highest entry of the ledger that belongs to it. */
  bound: number;
};

/** A figure that was shown, with the gifts it was made of. The exact sum is kept nowhere. */
export type GoalFigure = GiftSet & {
  /** The day it was first shown, in the book zone. */
  day: string;
  /** Rounded down; minor units of `currency`. */
  reachedMinor: number;
};

/** What the publisher asks for; see publisher/options.ts. */
export type GoalWish = {
  per: Goal['per'];
  currency: string;
  targetMinor: number;
  campaign?: string | undefined;
  hour: number;
  roundToPercent: number;
};

/** The hour of the day at which a figure may change that came last: its day and its instant. */
export function lastSlot(
  { hour }: Pick<GoalWish, 'hour'>,
  zone: string,
  now: Date,
): { day: string; at: Date } {
  const time = `${String(hour).padStart(2, '0')}:00`;
  for (let back = 0; ; back++) {
    const day = bookDate(new Date(now.getTime() - back * 86_400_000), zone);
    const at = instantOf(day, time, zone);
    if (at <= now) return { day, at };
  }
}

/** The gifts of the month or the year that a day lies in. */
export function giftSet({ per, currency, campaign }: GoalWish, day: string, bound: number): GiftSet {
  const [first, last] =
    per === 'month' ? [day.slice(0, 7), day.slice(0, 7)] : [`${day.slice(0, 4)}-01`, `${day.slice(0, 4)}-12`];
  return { first, last, currency, campaign: campaign ?? null, bound };
}

/** True where two sets can hold a gift in common: others differ by everything that is in them. */
export function mayOverlap(a: GiftSet, b: GiftSet): boolean {
  return a.currency === b.currency && a.first <= b.last && b.first <= a.last;
}

/**
 * The figure to show from now on, or null where the present one stays.
 *
 * @param supporters how many different supporters gave in the set
 * @param apart for each figure shown before that may overlap: how many supporters are in one set only
 */
export function nextFigure(
  wish: Pick<GoalWish, 'targetMinor' | 'roundToPercent'>,
  set: GiftSet,
  found: { day: string; sumMinor: number; supporters: number; apart: readonly number[] },
): GoalFigure | null {
  if ([found.supporters, ...found.apart].some((supporters) => supporters < FEWEST_APART)) return null;
  const step = (wish.targetMinor / 100) * wish.roundToPercent;
  return { ...set, day: found.day, reachedMinor: Math.max(0, Math.floor(found.sumMinor / step)) * step };
}

/** The figure as readers get it; null where it belongs to another month, year or wish, or is nothing yet. */
export function shownGoal(
  wish: GoalWish & { titles: Record<string, string> },
  figure: GoalFigure | null,
  reader: { lang: string; defaultLang: string; today: string },
): Goal | null {
  if (figure === null) return null;
  const wanted = giftSet(wish, reader.today, figure.bound);
  const same = (['first', 'last', 'currency', 'campaign'] as const).every(
    (key) => wanted[key] === figure[key],
  );
  if (!same) return null;
  const { per, currency, targetMinor } = wish;
  const percent = Math.floor((figure.reachedMinor * 100) / targetMinor);
  if (percent < 1) return null;
  return {
    title: wish.titles[reader.lang] ?? wish.titles[reader.defaultLang] ?? '',
    per,
    currency,
    targetMinor,
    reachedMinor: figure.reachedMinor,
    percent,
    asOf: figure.day,
  };
}
