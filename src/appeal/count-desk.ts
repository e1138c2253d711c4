import type { AppContext } from '../context.ts';
import { bookDate } from '../ledger/book-date.ts';
import type { Publisher } from '../publisher/publisher.ts';
import type { Store } from '../store/store.ts';
import type { AppealCount } from './count.ts';

/**
 * Counters between two writes. They wait in memory, because a beacon comes with every page view of every
 * article and a write waits for the disk: one row each would cost the thread that also answers webhooks. What
 * a crash loses is less than a minute of counters, and nothing else.
 */
export type CountDesk = {
  add(event: Omit<AppealCount, 'day' | 'count'>): void;
  /** Writes what has come together, all of it or nothing; returns how many counters. */
  write(): Promise<number>;
};

type Needs = Pick<AppContext, 'now'> & {
  store: Pick<Store, 'addCounts'>;
  config: { publisher: Pick<Publisher, 'bookZone'> };
};

export function countDesk({ store, config, now }: Needs): CountDesk {
  // Every part of a key comes from a list of the publisher's, so this cannot grow with what is sent.
  let waiting = new Map<string, AppealCount>();
  const keep = (one: AppealCount): void => {
    const key = [one.day, one.event, one.variant, one.campaign, one.lang].join(' ');
    const found = waiting.get(key);
    if (found === undefined) waiting.set(key, { ...one });
    else found.count += one.count;
  };
  return {
    add(event) {
      keep({ ...event, day: bookDate(now(), config.publisher.bookZone), count: 1 });
    },
    async write() {
      if (waiting.size === 0) return 0;
      const counts = [...waiting.values()];
      waiting = new Map();
      try {
        await store.addCounts(counts);
      } catch (error) {
        // Nothing was written: they wait for the next time.
        counts.forEach(keep);
        throw error;
      }
      return counts.length;
    },
  };
}
