import { and, asc, count, eq, inArray, isNull, lt, ne, type SQL } from 'drizzle-orm';
import type { StaffMember } from '../../finance/staff-member.ts';
import type { StaffStore } from '../access-store.ts';
import { financeSessions, recoveryCodes, signIns, staff } from './access-schema.ts';
import { changed, firstOf } from './changed.ts';
import { STAFF_COLUMNS } from './finance-access.ts';
import type { Database, Sql } from './open.ts';

export function staffStore({ db, transaction }: Database): StaffStore {
  const worksHere = (staffId: string) => and(eq(staff.staffId, staffId), isNull(staff.endedAt));
  const is = (column: typeof staff.sealedTotp | typeof staff.sealedDelivery, value: string | null): SQL =>
    value === null ? isNull(column) : eq(column, value);
  const set = (sql: Sql, staffId: string, values: Partial<typeof staff.$inferInsert>) =>
    changed(sql.db.update(staff).set(values).where(worksHere(staffId)));
  const forgiven = { failedTries: 0, lockedUntil: null };

  const others = (staffId: string, tokenHash: string) =>
    and(eq(financeSessions.staffId, staffId), ne(financeSessions.tokenHash, tokenHash));
  const find = (where: SQL | undefined): Promise<StaffMember | null> =>
    firstOf(db.select(STAFF_COLUMNS).from(staff).where(where).limit(1));

  return {
    async addStaff(member, addressHash) {
      const added = db.insert(staff).values({ ...member, addressHash }).onConflictDoNothing();
      return (await changed(added)) === 1;
    },
    async staffById(staffId) {
      return find(eq(staff.staffId, staffId));
    },
    async staffByAddress(addressHashes) {
      return find(and(inArray(staff.addressHash, [...addressHashes]), isNull(staff.endedAt)));
    },
    async listStaff() {
      return db.select(STAFF_COLUMNS).from(staff).orderBy(asc(staff.createdAt), asc(staff.staffId));
    },
    async changeStaffRole(staffId, role) {
      return transaction(async (sql) => {
        if ((await set(sql, staffId, { role })) === 0) return false;
        await endAccess(sql, staffId);
        return true;
      });
    },
    async endStaff(staffId, now) {
      return transaction(async (sql) => {
        const bare = { addressHash: null, sealedTotp: null, sealedDelivery: null };
        if ((await set(sql, staffId, { ...bare, endedAt: now })) === 0) return false;
        await sql.db.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId));
        await endAccess(sql, staffId);
        return true;
      });
    },
    async resetSecondFactor(staffId) {
      return transaction(async (sql) => {
        if ((await set(sql, staffId, { sealedTotp: null, ...forgiven })) === 0) return false;
        await sql.db.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId));
        await endAccess(sql, staffId);
        return true;
      });
    },
    async setSecondFactor(staffId, { sealedTotp, step, codeHashes }) {
      await transaction(async (sql) => {
        await set(sql, staffId, { sealedTotp, totpStep: step, ...forgiven });
        await sql.db.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId));
        await sql.db.insert(recoveryCodes).values(codeHashes.map((codeHash) => ({ staffId, codeHash })));
      });
    },
    async spendFactorTry(staffId, now, lockedUntil) {
      return transaction(async (sql) => {
        // Whoever tries at the same time waits here, and counts behind this one.
        const found = await firstOf(
          sql.db
            .select({ tries: staff.failedTries, lockedUntil: staff.lockedUntil })
            .from(staff)
            .where(worksHere(staffId))
            .for('update'),
        );
        if (found === null || (found.lockedUntil !== null && found.lockedUntil > now)) return false;
        const failedTries = found.tries + 1;
        await set(sql, staffId, { failedTries, lockedUntil: lockedUntil(failedTries) });
        return true;
      });
    },
    async useTotpStep(staffId, step) {
      const unused = and(worksHere(staffId), lt(staff.totpStep, step));
      return (await changed(db.update(staff).set({ totpStep: step, ...forgiven }).where(unused))) === 1;
    },
    async useRecoveryCode(staffId, codeHash) {
      return transaction(async (sql) => {
        const code = and(eq(recoveryCodes.staffId, staffId), eq(recoveryCodes.codeHash, codeHash));
        if ((await changed(sql.db.delete(recoveryCodes).where(code))) === 0) return false;
        await set(sql, staffId, forgiven);
        return true;
      });
    },
    async recoveryCodesLeft(staffId) {
      const codes = db.select({ left: count() }).from(recoveryCodes);
      return (await firstOf(codes.where(eq(recoveryCodes.staffId, staffId))))?.left ?? 0;
    },
    async setDelivery(staffId, sealedDelivery, lang) {
      await db.update(staff).set({ sealedDelivery, lang }).where(worksHere(staffId));
    },
    async resealStaff(staffId, from, to) {
      const same = and(
        eq(staff.staffId, staffId),
        is(staff.sealedTotp, from.sealedTotp),
        is(staff.sealedDelivery, from.sealedDelivery),
      );
      return (await changed(db.update(staff).set(to).where(same))) === 1;
    },
    async otherSessions(staffId, tokenHash) {
      const sessions = db.select({ others: count() }).from(financeSessions);
      return (await firstOf(sessions.where(others(staffId, tokenHash))))?.others ?? 0;
    },
    async endOtherSessions(staffId, tokenHash) {
      return changed(db.delete(financeSessions).where(others(staffId, tokenHash)));
    },
  };
} // prettier-ignore

/** What must not outlive a change of what somebody may do. */
async function endAccess({ db }: Sql, staffId: string): Promise<void> {
  await db.delete(financeSessions).where(eq(financeSessions.staffId, staffId));
  await db.delete(signIns).where(eq(signIns.staffId, staffId));
}
