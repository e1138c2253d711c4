import { and, asc, eq, gt, inArray, isNull, isNotNull, lt, lte, sql } from 'drizzle-orm';
import { ROLES, SCOPES_OF_ROLE } from '../../finance/scope.ts';
import type { DeliveryStore } from '../delivery-store.ts';
import { financeSessions, staff } from './access-schema.ts';
import { changed, firstOf } from './changed.ts';
import { monthDeliveries } from './delivery-schema.ts';
import type { Database, Sql } from './open.ts';

const DELIVERY = {
  linkId: monthDeliveries.linkId,
  staffId: monthDeliveries.staffId,
  period: monthDeliveries.period,
  manifestHash: monthDeliveries.manifestHash,
  createdAt: monthDeliveries.createdAt,
  expiresAt: monthDeliveries.expiresAt,
};

const MAY_READ = ROLES.filter((role) => SCOPES_OF_ROLE[role].includes('ledger:read'));

const { linkId, linkHash, expiresAt, nextAttemptAt, attempts, usedAt } = monthDeliveries;
// Whoever left, or lost the role, has no link any more, even where it was mailed.
const mayRead = and(isNull(staff.endedAt), inArray(staff.role, MAY_READ));

export function deliveryStore(database: Database): DeliveryStore {
  const { db, transaction } = database;
  return {
    async deliverySubscribers() {
      return db
        .select({ staffId: staff.staffId })
        .from(staff)
        .where(and(isNotNull(staff.sealedDelivery), mayRead))
        .orderBy(staff.staffId);
    },
    async claimDueDeliveries(now, leaseUntil, limit) {
      return transaction(async (tx) => {
        const due = await tx.db
          .select({ ...DELIVERY, attempts, lang: staff.lang, sealedDelivery: staff.sealedDelivery })
          .from(monthDeliveries)
          .innerJoin(staff, eq(staff.staffId, monthDeliveries.staffId))
          .where(lte(nextAttemptAt, now))
          .orderBy(asc(nextAttemptAt))
          .limit(limit)
          // What another instance takes at this moment is not waited for.
          .for('update', { of: monthDeliveries, skipLocked: true });
        const ids = due.map((row) => row.linkId);
        if (ids.length > 0)
          await tx.db.update(monthDeliveries).set({ nextAttemptAt: leaseUntil }).where(inArray(linkId, ids));
        return due;
      });
    },
    async setDeliveryLink(id, hash) {
      // A link that was used meanwhile stays used.
      const unusedYet = and(eq(linkId, id), isNull(usedAt));
      await db.update(monthDeliveries).set({ linkHash: hash }).where(unusedYet);
    },
    async markDeliveryMailed(id, now) {
      await db.update(monthDeliveries).set({ mailedAt: now, nextAttemptAt: null }).where(eq(linkId, id));
    },
    async failDelivery(id, at) {
      await db
        .update(monthDeliveries)
        .set({ nextAttemptAt: at, attempts: sql`${attempts} + 1` })
        .where(eq(linkId, id));
    },
    async deliveryByLink(hash, now) {
      return unused(database, hash, now);
    },
    async useDeliveryLink(hash, now) {
      return transaction(async (tx) => {
        const found = await unused(tx, hash, now);
        if (found === null) return null;
        // Of two at once the second waits for the first one's row, which has another hash by then.
        const used = tx.db
          .update(monthDeliveries)
          .set({ linkHash: null, usedAt: now, nextAttemptAt: null })
          .where(and(eq(linkId, found.linkId), eq(linkHash, hash)));
        return (await changed(used)) === 1 ? found : null;
      });
    },
    async deliveryById(id) {
      return firstOf(
        db
          .select(DELIVERY)
          .from(monthDeliveries)
          .innerJoin(staff, eq(staff.staffId, monthDeliveries.staffId))
          .where(and(eq(linkId, id), mayRead))
          .limit(1),
      );
    },
    async purgeDeliveries(before) {
      return transaction(async (tx) => {
        const over = await tx.db.select({ linkId }).from(monthDeliveries).where(lt(expiresAt, before));
        const ids = over.map((row) => row.linkId);
        if (ids.length === 0) return 0;
        await tx.db.delete(financeSessions).where(inArray(financeSessions.linkId, ids));
        return changed(tx.db.delete(monthDeliveries).where(inArray(linkId, ids)));
      });
    },
  };
}

function unused({ db }: Sql, hash: string, now: Date) {
  return firstOf(
    db
      .select(DELIVERY)
      .from(monthDeliveries)
      .innerJoin(staff, eq(staff.staffId, monthDeliveries.staffId))
      .where(and(eq(linkHash, hash), gt(expiresAt, now), mayRead))
      .limit(1),
  );
}
