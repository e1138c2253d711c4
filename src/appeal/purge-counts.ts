import type { AppContext } from '../context.ts';
import { bookDate } from '../ledger/book-date.ts';

/** Counters serve to compare with the same month a year ago, and no longer. */
const KEPT_DAYS = 400;

export async function purgeCounts({
  config,
  store,
  now,
}: Pick<AppContext, 'config' | 'store' | 'now'>): Promise<Record<string, number>> {
  const before = new Date(now().getTime() - KEPT_DAYS * 86_400_000);
  return { counters: await store.purgeCounts(bookDate(before, config.publisher.bookZone)) };
}
