import { and, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm';
import type { SignInStore } from '../access-store.ts';
import { signIns } from './access-schema.ts';
import type { Connections } from './open.ts';

export function signInStore({ write }: Connections): SignInStore {
  const columns = {
    signInId: signIns.signInId,
    staffId: signIns.staffId,
    browserHash: signIns.browserHash,
    linkHash: signIns.linkHash,
    codeHash: signIns.codeHash,
    provedAt: signIns.provedAt,
    sealedTotp: signIns.sealedTotp,
    createdAt: signIns.createdAt,
    expiresAt: signIns.expiresAt,
  };
  return {
    async addSignIn(signIn) {
      write.insert(signIns).values(signIn).run();
    },
    async signInBy(which, now) {
      const named =
        'linkHash' in which
          ? eq(signIns.linkHash, which.linkHash)
          : eq(signIns.browserHash, which.browserHash);
      return (
        write
          .select(columns)
          .from(signIns)
          .where(and(named, gt(signIns.expiresAt, now)))
          .get() ?? null
      );
    },
    async spendCodeTry(signInId, atMost) {
      const left = and(eq(signIns.signInId, signInId), lt(signIns.tries, atMost));
      return (
        write
          .update(signIns)
          .set({ tries: sql`tries + 1` })
          .where(left)
          .run().changes === 1
      );
    },
    async proveSignIn(signInId, proof, now) {
      const unused = and(
        eq(signIns.signInId, signInId),
        isNull(signIns.provedAt),
        gt(signIns.expiresAt, now),
      );
      const proved = { ...proof, linkHash: null, codeHash: null, provedAt: now };
      return write.update(signIns).set(proved).where(unused).run().changes === 1;
    },
    async endSignIn(signInId) {
      return write.delete(signIns).where(eq(signIns.signInId, signInId)).run().changes === 1;
    },
    async purgeSignIns(now) {
      return write.delete(signIns).where(lte(signIns.expiresAt, now)).run().changes;
    },
  };
}
