import { describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { storeContract } from './contract.ts';

const ZONE = 'Europe/Amsterdam';
const open = (url: string): Promise<Store> =>
  openStore({ database: { kind: 'postgres', url }, publisher: { bookZone: ZONE } });

describe('the PostgreSQL store', () => {
  storeContract(async () => {
    const { url, drop } = await freshPostgres(ZONE);
    let store = await open(url);
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await open(url);
        return store;
      },
      close: async () => {
        await store.close();
        await drop();
      },
    };
  });
});
