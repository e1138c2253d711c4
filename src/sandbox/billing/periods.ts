type Recurring = { interval: string; interval_count: number };

/** The longest each interval can be, for a first guess. */
const longestDays: Record<string, number> = { day: 1, week: 7, month: 31, year: 366 };

/**
 * When period number `count` after the anchor begins. Counted from the anchor each time: a
 * subscription begun on the 31st pays on the last day of February and on the 31st of March.
 */
export function periodStart(
  anchorSeconds: number,
  { interval, interval_count }: Recurring,
  count: number,
): number {
  const steps = count * interval_count;
  if (interval === 'day') return anchorSeconds + steps * 86_400;
  if (interval === 'week') return anchorSeconds + steps * 7 * 86_400;
  const anchor = new Date(anchorSeconds * 1000);
  const months = anchor.getUTCMonth() + steps * (interval === 'year' ? 12 : 1);
  const lastDay = new Date(Date.UTC(anchor.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const moved = new Date(anchor);
  moved.setUTCFullYear(anchor.getUTCFullYear(), months, Math.min(anchor.getUTCDate(), lastDay));
  return Math.floor(moved.getTime() / 1000);
}

/** The first period start after a moment. */
export function periodAfter(anchorSeconds: number, recurring: Recurring, afterSeconds: number): number {
  const roughDays = (longestDays[recurring.interval] ?? 1) * recurring.interval_count;
  let count = Math.max(0, Math.floor((afterSeconds - anchorSeconds) / (roughDays * 86_400)));
  while (periodStart(anchorSeconds, recurring, count) <= afterSeconds) count++;
  return periodStart(anchorSeconds, recurring, count);
}
