import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backupCommand, restoreCommand } from '../../src/commands/backup.ts';
import { importStoreCommand } from '../../src/commands/import-store.ts';
import { openContext } from '../../src/context.ts';
import { verify } from '../../src/finance/verify.ts';
import { makePledge, NOON, temporaryFolder } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { configOf, settings } from '../_support/settings.ts';

it('a backup of a server is put back with import-store, as restore says: the same pledges and the same chain', async () => {
  const folder = temporaryFolder();
  const [from, to] = [await freshPostgres('Europe/Amsterdam'), await freshPostgres(null)];
  try {
    const config = (url: string) => configOf(settings(folder.path, { DATABASE_URL: url }));
    const file = join(folder.path, 'backup.db');
    const pledge = { ...makePledge(), thanksToken: null };
    const before = await openContext(config(from.url));
    await before.store.claimCheckout({ keyHash: 'k', bodyHash: 'b', pledge }, NOON);
    expect(await backupCommand([file], before, () => {})).toBe(0);
    const head = await before.store.auditHead();
    await before.store.close();

    await expect(restoreCommand([file], config(to.url), () => {})).rejects.toThrow(/import-store file:PATH/);
    const filled = { config: config(to.url), env: {}, out: () => {} };
    expect(await importStoreCommand([`file:${file}`], filled)).toBe(0);

    const after = await openContext(config(to.url));
    expect(await after.store.pledgeById(pledge.pledgeId)).toEqual(pledge);
    expect(head).not.toBeNull();
    expect((await verify(after, head?.hash ?? null)).finding).toBeNull();
    await after.store.close();
  } finally {
    await from.drop();
    await to.drop();
    folder.remove();
  }
}, 30_000);
