import { join } from 'node:path';
import { describe } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../_support/make.ts';
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

describe('from SQLite to SQLite', () => moveContract(aFile, aFile));
