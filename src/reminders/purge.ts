import type { AppContext } from '../context.ts';
import { LINK_LIFE_MS } from './send-due.ts';

/**
 * Erases what was never confirmed and what was lost on its way, deletes rows whose links have served, and
 * sees to it that erased addresses are in no file of the database any more.
 */
export async function purgeReminders({
  store,
  now,
}: Pick<AppContext, 'store' | 'now'>): Promise<
  Record<'expired' | 'lost' | 'deleted' | 'unsuppressed', number>
> {
  const at = now();
  const expired = await store.expireReminders(at);
  const lost = await store.failLostReminders(at);
  const deleted = await store.deleteSettledReminders(new Date(at.getTime() - LINK_LIFE_MS - 86_400_000));
  const unsuppressed = await store.deleteSuppressions(at.toISOString().slice(0, 10));
  // Also where nothing was erased now: an open export may have kept an earlier scrub from its end.
  await store.scrubErased();
  return { expired, lost, deleted, unsuppressed };
}
