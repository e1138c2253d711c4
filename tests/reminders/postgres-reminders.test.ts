import { expect, it } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import { NOON } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { openInstances } from '../postgres/instances.ts';
import { makeReminder, reminderContract } from './store-contract.ts';

reminderContract(async () => {
  const database = await freshPostgres('UTC');
  const store = (await openPostgresStore(database.url, 'UTC')) as Store;
  return {
    store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
});

it('gives each due mail to one of three instances that take them at the same time', async () => {
  const here = await openInstances();
  const ids = Array.from({ length: 60 }, (_, i) => `rem_${i}`);
  for (const reminderId of ids)
    await here.stores[0].addReminder(makeReminder({ reminderId, tokenHash: `token ${reminderId}` }));
  const taken: string[] = [];
  const take = async (store: Store) => {
    for (let tries = 0; tries < 30; tries++) {
      const due = await store.claimDueReminders(NOON, new Date(NOON.getTime() + 60_000), 2);
      taken.push(...due.map(({ reminderId }) => reminderId));
    }
  };
  await Promise.all(here.stores.flatMap((store) => [take(store), take(store)]));
  expect(new Set(taken)).toEqual(new Set(ids));
  expect(taken).toHaveLength(ids.length);
  await here.close();
});
