import { and, asc, eq, gt, inArray, isNull, isNotNull, lt, lte } from 'drizzle-orm';
import { ROLES, SCOPES_OF_ROLE } from '../../finance/scope.ts';
import type { DeliveryStore } from '../delivery-store.ts';
import { financeSessions, staff } from './access-schema.ts';
import { monthDeliveries } from './delivery-schema.ts';
import type { Connections } from './open.ts';

const DELIVERY = {
  linkId: monthDeliveries.linkId,
  staffId: monthDeliveries.staffId,
  period: monthDeliveries.period,
  manifestHash: monthDeliveries.manifestHash,
  createdAt: monthDeliveries.createdAt,
  expiresAt: monthDeliveries.expiresAt,
};

const MAY_READ = ROLES.filter((role) => SCOPES_OF_ROLE[role].includes('ledger:read'));

export function deliveryStore({ writer, write }: Connections): DeliveryStore {
  const { linkId, linkHash, expiresAt, nextAttemptAt, attempts, usedAt } = monthDeliveries;
  // Whoever left, or lost the role, has no link any more, even where it was mailed.
  const mayRead = and(isNull(staff.endedAt), inArray(staff.role, MAY_READ));
  const unused = (hash: string, now: Date) =>
    write
      .select(DELIVERY)
      .from(monthDeliveries)
      .innerJoin(staff, eq(staff.staffId, monthDeliveries.staffId))
      .where(and(eq(linkHash, hash), gt(expiresAt, now), mayRead))
      .get() ?? null;

  const claim = writer.transaction((now: Date, leaseUntil: Date, limit: number) => {
    const due = write
      .select({ ...DELIVERY, attempts, lang: staff.lang, sealedDelivery: staff.sealedDelivery })
      .from(monthDeliveries)
      .innerJoin(staff, eq(staff.staffId, monthDeliveries.staffId))
      .where(lte(nextAttemptAt, now))
      .orderBy(asc(nextAttemptAt))
      .limit(limit)
      .all();
    const ids = due.map((row) => row.linkId);
    if (ids.length === 0) return due;
    write.update(monthDeliveries).set({ nextAttemptAt: leaseUntil }).where(inArray(linkId, ids)).run();
    return due;
  });

  const use = writer.transaction((hash: string, now: Date) => {
    const found = unused(hash, now);
    if (found !== null)
      write
        .update(monthDeliveries)
        .set({ linkHash: null, usedAt: now, nextAttemptAt: null })
        .where(eq(linkId, found.linkId))
        .run();
    return found;
  });

  const purge = writer.transaction((before: Date) => {
    const over = write.select({ linkId }).from(monthDeliveries).where(lt(expiresAt, before)).all();
    const ids = over.map((row) => row.linkId);
    if (ids.length === 0) return 0;
    write.delete(financeSessions).where(inArray(financeSessions.linkId, ids)).run();
    return write.delete(monthDeliveries).where(inArray(linkId, ids)).run().changes;
  });

  return {
    async deliverySubscribers() {
      return write
        .select({ staffId: staff.staffId })
        .from(staff)
        .where(and(isNotNull(staff.sealedDelivery), mayRead))
        .orderBy(staff.staffId)
        .all();
    },
    async claimDueDeliveries(now, leaseUntil, limit) {
      return claim.immediate(now, leaseUntil, limit);
    },
    async setDeliveryLink(id, hash) {
      // A link that was used meanwhile stays used.
      write
        .update(monthDeliveries)
        .set({ linkHash: hash })
        .where(and(eq(linkId, id), isNull(usedAt)))
        .run();
    },
    async markDeliveryMailed(id, now) {
      write.update(monthDeliveries).set({ mailedAt: now, nextAttemptAt: null }).where(eq(linkId, id)).run();
    },
    async failDelivery(id, at) {
      const [row] = write.select({ attempts }).from(monthDeliveries).where(eq(linkId, id)).all();
      write
        .update(monthDeliveries)
        .set({ nextAttemptAt: at, attempts: (row?.attempts ?? 0) + 1 })
        .where(eq(linkId, id))
        .run();
    },
    async deliveryByLink(hash, now) {
      return unused(hash, now);
    },
    async useDeliveryLink(hash, now) {
      return use.immediate(hash, now);
    },
    async deliveryById(id) {
      return (
        write
          .select(DELIVERY)
          .from(monthDeliveries)
          .innerJoin(staff, eq(staff.staffId, monthDeliveries.staffId))
          .where(and(eq(linkId, id), mayRead))
          .get() ?? null
      );
    },
    async purgeDeliveries(before) {
      return purge.immediate(before);
    },
  };
}
