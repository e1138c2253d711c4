import { and, asc, count, eq, inArray, isNull, lt, ne, sql, type SQL } from 'drizzle-orm';
import type { Role } from '../../finance/scope.ts';
import type { StaffMember } from '../../finance/staff-member.ts';
import type { StaffStore } from '../access-store.ts';
import { financeSessions, recoveryCodes, signIns, staff } from './access-schema.ts';
import { STAFF_COLUMNS } from './finance-access.ts';
import type { Connections } from './open.ts';

export function staffStore({ writer, write }: Connections): StaffStore {
  const worksHere = (staffId: string) => and(eq(staff.staffId, staffId), isNull(staff.endedAt));
  const is = (column: typeof staff.sealedTotp | typeof staff.sealedDelivery, value: string | null): SQL =>
    value === null ? isNull(column) : eq(column, value);

  /** What must not outlive a change of what somebody may do. */
  function endAccess(staffId: string): void {
    write.delete(financeSessions).where(eq(financeSessions.staffId, staffId)).run();
    write.delete(signIns).where(eq(signIns.staffId, staffId)).run();
  }

  const changeRole = writer.transaction((staffId: string, role: Role) => {
    if (write.update(staff).set({ role }).where(worksHere(staffId)).run().changes === 0) return false;
    endAccess(staffId);
    return true;
  });

  const end = writer.transaction((staffId: string, now: Date) => {
    const bare = { addressHash: null, sealedTotp: null, sealedDelivery: null };
    const { changes } = write.update(staff).set({ ...bare, endedAt: now }).where(worksHere(staffId)).run();
    if (changes === 0) return false;
    write.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId)).run();
    endAccess(staffId);
    return true;
  }); // prettier-ignore

  const reset = writer.transaction((staffId: string) => {
    const none = { sealedTotp: null, failedTries: 0, lockedUntil: null };
    if (write.update(staff).set(none).where(worksHere(staffId)).run().changes === 0) return false;
    write.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId)).run();
    endAccess(staffId);
    return true;
  });

  const setFactor = writer.transaction(
    (staffId: string, factor: Parameters<StaffStore['setSecondFactor']>[1]) => {
      const { sealedTotp, step, codeHashes } = factor;
      write
        .update(staff)
        .set({ sealedTotp, totpStep: step, failedTries: 0, lockedUntil: null })
        .where(worksHere(staffId))
        .run();
      write.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId)).run();
      write
        .insert(recoveryCodes)
        .values(codeHashes.map((codeHash) => ({ staffId, codeHash })))
        .run();
    },
  );

  const spend = writer.transaction(
    (staffId: string, now: Date, lockedUntil: (tries: number) => Date | null) => {
      const found = write
        .select({ tries: staff.failedTries, lockedUntil: staff.lockedUntil })
        .from(staff)
        .where(worksHere(staffId))
        .get();
      if (found === undefined || (found.lockedUntil !== null && found.lockedUntil > now)) return false;
      const failedTries = found.tries + 1;
      write
        .update(staff)
        .set({ failedTries, lockedUntil: lockedUntil(failedTries) })
        .where(worksHere(staffId))
        .run();
      return true;
    },
  );

  const forgiven = { failedTries: 0, lockedUntil: null };
  const useCode = writer.transaction((staffId: string, codeHash: string) => {
    const code = and(eq(recoveryCodes.staffId, staffId), eq(recoveryCodes.codeHash, codeHash));
    if (write.delete(recoveryCodes).where(code).run().changes === 0) return false;
    write.update(staff).set(forgiven).where(worksHere(staffId)).run();
    return true;
  });

  const others = (staffId: string, tokenHash: string) =>
    and(eq(financeSessions.staffId, staffId), ne(financeSessions.tokenHash, tokenHash));
  const find = (where: SQL | undefined): StaffMember | null =>
    write.select(STAFF_COLUMNS).from(staff).where(where).get() ?? null;

  return {
    async addStaff(member, addressHash) {
      const added = write.insert(staff).values({ ...member, addressHash }).onConflictDoNothing().run();
      return added.changes === 1;
    },
    async staffById(staffId) {
      return find(eq(staff.staffId, staffId));
    },
    async staffByAddress(addressHashes) {
      return find(and(inArray(staff.addressHash, [...addressHashes]), isNull(staff.endedAt)));
    },
    async listStaff() {
      return write.select(STAFF_COLUMNS).from(staff).orderBy(asc(staff.createdAt), asc(staff.staffId)).all();
    },
    async changeStaffRole(staffId, role) {
      return changeRole.immediate(staffId, role);
    },
    async endStaff(staffId, now) {
      return end.immediate(staffId, now);
    },
    async resetSecondFactor(staffId) {
      return reset.immediate(staffId);
    },
    async setSecondFactor(staffId, factor) {
      setFactor.immediate(staffId, factor);
    },
    async spendFactorTry(staffId, now, lockedUntil) {
      return spend.immediate(staffId, now, lockedUntil);
    },
    async useTotpStep(staffId, step) {
      const unused = and(worksHere(staffId), lt(staff.totpStep, step));
      return write.update(staff).set({ totpStep: step, ...forgiven }).where(unused).run().changes === 1;
    },
    async useRecoveryCode(staffId, codeHash) {
      return useCode.immediate(staffId, codeHash);
    },
    async recoveryCodesLeft(staffId) {
      const codes = write.select({ left: count() }).from(recoveryCodes);
      return codes.where(eq(recoveryCodes.staffId, staffId)).get()?.left ?? 0;
    },
    async setDelivery(staffId, sealedDelivery, lang) {
      write.update(staff).set({ sealedDelivery, lang }).where(worksHere(staffId)).run();
    },
    async resealStaff(staffId, from, to) {
      const same = and(
        eq(staff.staffId, staffId),
        is(staff.sealedTotp, from.sealedTotp),
        is(staff.sealedDelivery, from.sealedDelivery),
      );
      return write.update(staff).set(to).where(same).run().changes === 1;
    },
    async otherSessions(staffId, tokenHash) {
      const sessions = write.select({ others: sql<number>`count(*)` }).from(financeSessions);
      return sessions.where(others(staffId, tokenHash)).get()?.others ?? 0;
    },
    async endOtherSessions(staffId, tokenHash) {
      return write.delete(financeSessions).where(others(staffId, tokenHash)).run().changes;
    },
  };
} // prettier-ignore
