import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../_support/make.ts';
import { reminderContract } from './store-contract.ts';

reminderContract(async () => {
  const folder = temporaryFolder();
  const store = openSqliteStore(join(folder.path, 'data', 'test.db'));
  return {
    store,
    close: async () => {
      await store.close();
      folder.remove();
    },
  };
});
