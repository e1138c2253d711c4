import type { DatabasePlace } from '../config/database-address.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/**
 * Opens the store that the configuration names. The only place that knows there is more than one kind. `toFill`: also one
 * that is being filled from another (operations/move.ts).
 */
export async function openStore(
  { database, publisher: { bookZone } }: { database: DatabasePlace; publisher: { bookZone: string } },
  options: { toFill?: boolean } = {},
): Promise<Store> {
  if (database.kind === 'sqlite') return openSqliteStore(database.file, bookZone, options);
  // Loaded only where it is used: driver and adapter would cost every start a tenth of a second.
  const { openPostgresStore } = await import('./postgres/postgres-store.ts');
  const { backUpAsFile } = await import('./back-up-as-file.ts');
  const store = await openPostgresStore(database.url, bookZone, options);
  const whole: Store = { ...store, backUp: (file) => backUpAsFile(whole, file, bookZone) };
  return whole;
}
