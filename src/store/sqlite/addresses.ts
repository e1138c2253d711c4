import { asc, eq, and, inArray, lt } from 'drizzle-orm';
import type { AddressStore } from '../reminder-store.ts';
import type { Connections } from './open.ts';
import { addressSecrets, suppressions } from './schema.ts';

export function addressStore({ write }: Connections): AddressStore {
  return {
    async addressSecrets() {
      return write
        .select()
        .from(addressSecrets)
        .orderBy(asc(addressSecrets.createdAt), asc(addressSecrets.secretId))
        .all();
    },
    async addAddressSecret(secret) {
      write.insert(addressSecrets).values(secret).onConflictDoNothing().run();
    },
    async resealAddressSecret(secretId, from, to) {
      const same = and(eq(addressSecrets.secretId, secretId), eq(addressSecrets.sealed, from));
      return write.update(addressSecrets).set({ sealed: to }).where(same).run().changes === 1;
    },
    async suppressAddress(addressHash, untilDay) {
      write
        .insert(suppressions)
        .values({ addressHash, untilDay })
        .onConflictDoUpdate({ target: suppressions.addressHash, set: { untilDay } })
        .run();
    },
    async isSuppressed(addressHashes) {
      const known = inArray(suppressions.addressHash, [...addressHashes]);
      return write.select().from(suppressions).where(known).get() !== undefined;
    },
    async deleteSuppressions(day) {
      return write.delete(suppressions).where(lt(suppressions.untilDay, day)).run().changes;
    },
  };
}
