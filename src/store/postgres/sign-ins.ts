import { and, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm';
import type { SignInStore } from '../access-store.ts';
import { signIns } from './access-schema.ts';
import { changed, firstOf } from './changed.ts';
import type { Database } from './open.ts';

export function signInStore({ db }: Database): SignInStore {
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
      await db.insert(signIns).values(signIn);
    },
    async signInBy(which, now) {
      const named =
        'linkHash' in which
          ? eq(signIns.linkHash, which.linkHash)
          : eq(signIns.browserHash, which.browserHash);
      const valid = and(named, gt(signIns.expiresAt, now));
      return firstOf(db.select(columns).from(signIns).where(valid).limit(1));
    },
    async spendCodeTry(signInId, atMost) {
      const left = and(eq(signIns.signInId, signInId), lt(signIns.tries, atMost));
      const spent = db
        .update(signIns)
        .set({ tries: sql`tries + 1` })
        .where(left);
      return (await changed(spent)) === 1;
    },
    async proveSignIn(signInId, proof, now) {
      const unused = and(
        eq(signIns.signInId, signInId),
        isNull(signIns.provedAt),
        gt(signIns.expiresAt, now),
      );
      const proved = { ...proof, linkHash: null, codeHash: null, provedAt: now };
      return (await changed(db.update(signIns).set(proved).where(unused))) === 1;
    },
    async endSignIn(signInId) {
      return (await changed(db.delete(signIns).where(eq(signIns.signInId, signInId)))) === 1;
    },
    async purgeSignIns(now) {
      return changed(db.delete(signIns).where(lte(signIns.expiresAt, now)));
    },
  };
}
