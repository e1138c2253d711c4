import type { Store } from './store.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

/** Opens the store that the configuration names. The only place that knows there is more than one kind. */
export function openStore(config: { databaseFile: string; publisher: { bookZone: string } }): Store {
  return openSqliteStore(config.databaseFile, config.publisher.bookZone);
}
