import { join } from 'node:path';
import { describe } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { moveContract, type Place } from './move-contract.ts';

const ZONE = 'Europe/Amsterdam';

async function aFile(): Promise<Place> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'test.db');
  return {
    open: async (options) => openSqliteStore(file, ZONE, options),
    remove: async () => folder.remove(),
  };
}

async function aServer(): Promise<Place> {
  const { url, drop } = await freshPostgres(ZONE);
  const config = { database: { kind: 'postgres' as const, url }, publisher: { bookZone: ZONE } };
  return { open: (options) => openStore(config, options), remove: drop };
}

describe('from SQLite to PostgreSQL', () => moveContract(aFile, aServer));
describe('from PostgreSQL to SQLite', () => moveContract(aServer, aFile));
