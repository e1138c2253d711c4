import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { FinanceAccessStore } from '../store.ts';
import type { Connections } from './open.ts';
import { apiKeys, financeSessions } from './schema.ts';

export function financeAccessStore({ writer, write }: Connections): FinanceAccessStore {
  const key = {
    keyId: apiKeys.keyId,
    name: apiKeys.name,
    scopes: apiKeys.scopes,
    createdAt: apiKeys.createdAt,
    expiresAt: apiKeys.expiresAt,
    revokedAt: apiKeys.revokedAt,
    lastUsedDay: apiKeys.lastUsedDay,
  };

  const revoke = writer.transaction((keyId: string, now: Date) => {
    write.delete(financeSessions).where(eq(financeSessions.keyId, keyId)).run();
    return (
      write
        .update(apiKeys)
        .set({ revokedAt: now })
        .where(and(eq(apiKeys.keyId, keyId), isNull(apiKeys.revokedAt)))
        .run().changes === 1
    );
  });

  const resume = writer.transaction((tokenHash: string, idleSince: Date, now: Date) => {
    const found = write
      .select({ session: financeSessions, key })
      .from(financeSessions)
      .innerJoin(apiKeys, eq(apiKeys.keyId, financeSessions.keyId))
      .where(and(eq(financeSessions.tokenHash, tokenHash), gt(financeSessions.lastSeenAt, idleSince)))
      .get();
    // A write for every click would be one flush each: a minute is fine enough for the idle time-out.
    if (found !== undefined && now.getTime() - found.session.lastSeenAt.getTime() > 60_000) {
      write
        .update(financeSessions)
        .set({ lastSeenAt: now })
        .where(eq(financeSessions.tokenHash, tokenHash))
        .run();
    }
    return found ?? null;
  });

  return {
    async createApiKey(made, hash) {
      write
        .insert(apiKeys)
        .values({ ...made, hash })
        .run();
    },
    async apiKeyByHash(hash) {
      return write.select(key).from(apiKeys).where(eq(apiKeys.hash, hash)).get() ?? null;
    },
    async listApiKeys() {
      return write.select(key).from(apiKeys).orderBy(apiKeys.createdAt).all();
    },
    async revokeApiKey(keyId, now) {
      return revoke.immediate(keyId, now);
    },
    async noteKeyUse(keyId, day) {
      write
        .update(apiKeys)
        .set({ lastUsedDay: day })
        .where(and(eq(apiKeys.keyId, keyId)))
        .run();
    },
    async openSession(session) {
      write.insert(financeSessions).values(session).run();
    },
    async resumeSession(tokenHash, idleSince, now) {
      return resume.immediate(tokenHash, idleSince, now);
    },
    async closeSession(tokenHash) {
      write.delete(financeSessions).where(eq(financeSessions.tokenHash, tokenHash)).run();
    },
    async purgeSessions(lastSeenBefore) {
      return write.delete(financeSessions).where(lt(financeSessions.lastSeenAt, lastSeenBefore)).run()
        .changes;
    },
  };
}
