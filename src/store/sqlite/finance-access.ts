import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { FinanceSession } from '../../finance/actor.ts';
import type { FinanceAccessStore } from '../access-store.ts';
import { apiKeys, financeSessions, staff } from './access-schema.ts';
import type { Connections } from './open.ts';

/** The columns of a member of staff that may be read; the rest is for checks inside the database. */
export const STAFF_COLUMNS = {
  staffId: staff.staffId,
  label: staff.label,
  role: staff.role,
  lang: staff.lang,
  createdAt: staff.createdAt,
  endedAt: staff.endedAt,
  sealedTotp: staff.sealedTotp,
  sealedDelivery: staff.sealedDelivery,
};

const KEY_COLUMNS = {
  keyId: apiKeys.keyId,
  name: apiKeys.name,
  scopes: apiKeys.scopes,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  revokedAt: apiKeys.revokedAt,
  lastUsedDay: apiKeys.lastUsedDay,
};

export function financeAccessStore({ writer, write }: Connections): FinanceAccessStore {
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

  const resume = writer.transaction(
    (tokenHash: string, limits: { seenAfter: Date; openedAfter: Date }, now: Date) => {
      const found = write
        .select({ session: financeSessions, key: KEY_COLUMNS, staff: STAFF_COLUMNS })
        .from(financeSessions)
        .leftJoin(apiKeys, eq(apiKeys.keyId, financeSessions.keyId))
        .leftJoin(staff, eq(staff.staffId, financeSessions.staffId))
        .where(
          and(
            eq(financeSessions.tokenHash, tokenHash),
            gt(financeSessions.lastSeenAt, limits.seenAfter),
            gt(financeSessions.createdAt, limits.openedAfter),
          ),
        )
        .get();
      if (found === undefined) return null;
      // A write for every click would be one flush each: a minute is fine enough for the idle time-out.
      if (now.getTime() - found.session.lastSeenAt.getTime() > 60_000) {
        write
          .update(financeSessions)
          .set({ lastSeenAt: now })
          .where(eq(financeSessions.tokenHash, tokenHash))
          .run();
      }
      return { ...found, session: sessionOf(found.session) };
    },
  );

  return {
    async createApiKey(made, hash) {
      write
        .insert(apiKeys)
        .values({ ...made, hash })
        .run();
    },
    async apiKeyByHash(hash) {
      return write.select(KEY_COLUMNS).from(apiKeys).where(eq(apiKeys.hash, hash)).get() ?? null;
    },
    async listApiKeys() {
      return write.select(KEY_COLUMNS).from(apiKeys).orderBy(apiKeys.createdAt).all();
    },
    async revokeApiKey(keyId, now) {
      return revoke.immediate(keyId, now);
    },
    async noteKeyUse(keyId, day) {
      write.update(apiKeys).set({ lastUsedDay: day }).where(eq(apiKeys.keyId, keyId)).run();
    },
    async openSession({ owner, ...session }) {
      write
        .insert(financeSessions)
        .values({ ...session, [OWNER_COLUMN[owner.kind]]: owner.id })
        .run();
    },
    async resumeSession(tokenHash, limits, now) {
      return resume.immediate(tokenHash, limits, now);
    },
    async closeSession(tokenHash) {
      write.delete(financeSessions).where(eq(financeSessions.tokenHash, tokenHash)).run();
    },
    async purgeSessions({ seenBefore, openedBefore }) {
      const over = or(
        lt(financeSessions.lastSeenAt, seenBefore),
        lt(financeSessions.createdAt, openedBefore),
      );
      return write.delete(financeSessions).where(over).run().changes;
    },
  };
}

const OWNER_COLUMN = { key: 'keyId', staff: 'staffId', link: 'linkId' } as const;

function sessionOf({ tokenHash, createdAt, lastSeenAt, ...ids }: typeof financeSessions.$inferSelect) {
  const owners = (['key', 'staff', 'link'] as const).map((kind) => ({ kind, id: ids[OWNER_COLUMN[kind]] }));
  const owner = owners.find((each): each is FinanceSession['owner'] => each.id !== null);
  // The table's check sees to it that there is one.
  if (owner === undefined) throw new Error('a session without an owner');
  return { tokenHash, owner, createdAt, lastSeenAt };
}
