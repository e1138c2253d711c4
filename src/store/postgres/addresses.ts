import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import type { AddressStore } from '../reminder-store.ts';
import { changed, firstOf } from './changed.ts';
import type { Database } from './open.ts';
import { addressSecrets, suppressions } from './schema.ts';

export function addressStore({ db }: Database): AddressStore {
  return {
    async addressSecrets() {
      return db
        .select()
        .from(addressSecrets)
        .orderBy(asc(addressSecrets.createdAt), asc(addressSecrets.secretId));
    },
    async addAddressSecret(secret) {
      await db.insert(addressSecrets).values(secret).onConflictDoNothing();
    },
    async resealAddressSecret(secretId, from, to) {
      const same = and(eq(addressSecrets.secretId, secretId), eq(addressSecrets.sealed, from));
      return (await changed(db.update(addressSecrets).set({ sealed: to }).where(same))) === 1;
    },
    async suppressAddress(addressHash, untilDay) {
      await db
        .insert(suppressions)
        .values({ addressHash, untilDay })
        .onConflictDoUpdate({ target: suppressions.addressHash, set: { untilDay } });
    },
    async isSuppressed(addressHashes) {
      const known = inArray(suppressions.addressHash, [...addressHashes]);
      return (await firstOf(db.select().from(suppressions).where(known).limit(1))) !== null;
    },
    async deleteSuppressions(day) {
      return changed(db.delete(suppressions).where(lt(suppressions.untilDay, day)));
    },
  };
}
