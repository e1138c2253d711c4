import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { FinanceSession } from '../../finance/actor.ts';
import type { FinanceAccessStore } from '../access-store.ts';
import { apiKeys, financeSessions, staff } from './access-schema.ts';
import { changed, firstOf } from './changed.ts';
import type { Database } from './open.ts';

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

export function financeAccessStore({ db, transaction }: Database): FinanceAccessStore {
  return {
    async createApiKey(made, hash) {
      await db.insert(apiKeys).values({ ...made, hash });
    },
    async apiKeyByHash(hash) {
      return firstOf(db.select(KEY_COLUMNS).from(apiKeys).where(eq(apiKeys.hash, hash)).limit(1));
    },
    async listApiKeys() {
      return db.select(KEY_COLUMNS).from(apiKeys).orderBy(apiKeys.createdAt);
    },
    async revokeApiKey(keyId, now) {
      return transaction(async (sql) => {
        const valid = and(eq(apiKeys.keyId, keyId), isNull(apiKeys.revokedAt));
        const revoked = await changed(sql.db.update(apiKeys).set({ revokedAt: now }).where(valid));
        await sql.db.delete(financeSessions).where(eq(financeSessions.keyId, keyId));
        return revoked === 1;
      });
    },
    async noteKeyUse(keyId, day) {
      await db.update(apiKeys).set({ lastUsedDay: day }).where(eq(apiKeys.keyId, keyId));
    },
    async openSession({ owner, ...session }) {
      await db.insert(financeSessions).values({ ...session, [OWNER_COLUMN[owner.kind]]: owner.id });
    },
    async resumeSession(tokenHash, limits, now) {
      const found = await firstOf(
        db
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
          .limit(1),
      );
      if (found === null) return null;
      // A write for every click would be one flush each: a minute is fine enough for the idle time-out. One that was
      // closed meanwhile stays closed: there is no row left to write to.
      if (now.getTime() - found.session.lastSeenAt.getTime() > 60_000)
        await db
          .update(financeSessions)
          .set({ lastSeenAt: now })
          .where(eq(financeSessions.tokenHash, tokenHash));
      return { ...found, session: sessionOf(found.session) };
    },
    async closeSession(tokenHash) {
      await db.delete(financeSessions).where(eq(financeSessions.tokenHash, tokenHash));
    },
    async purgeSessions({ seenBefore, openedBefore }) {
      const over = or(
        lt(financeSessions.lastSeenAt, seenBefore),
        lt(financeSessions.createdAt, openedBefore),
      );
      return changed(db.delete(financeSessions).where(over));
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
