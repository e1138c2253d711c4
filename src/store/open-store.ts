import type { DatabasePlace } from '../config/config.ts';
import { AppError } from '../errors.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/** Opens the store that the configuration names. The only place that knows there is more than one kind. */
export async function openStore(config: {
  database: DatabasePlace;
  publisher: { bookZone: string };
}): Promise<Store> {
  const { database, publisher } = config;
  if (database.kind === 'sqlite') return openSqliteStore(database.file, publisher.bookZone);
  throw new AppError(
    500,
    'postgres_unfinished',
    'DATABASE_URL names PostgreSQL, which this version cannot use yet.',
  );
}
