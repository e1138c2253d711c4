import { beforeEach, describe, expect, it } from 'vitest';
import type { PendingSignIn } from '../../src/finance/pending-sign-in.ts';
import type { StaffMember } from '../../src/finance/staff-member.ts';
import { newId, sha256 } from '../../src/ids.ts';
import type { Store } from '../../src/store/store.ts';
import { after, NOON } from '../_support/make.ts';

const member = (over: Partial<StaffMember> = {}): StaffMember => ({
  staffId: newId('staff'),
  label: 'Books',
  role: 'bookkeeper',
  lang: 'en',
  createdAt: NOON,
  endedAt: null,
  sealedTotp: null,
  sealedDelivery: null,
  ...over,
});
const signIn = (over: Partial<PendingSignIn> = {}): PendingSignIn => ({
  signInId: newId('sgn'),
  staffId: null,
  browserHash: sha256('browser'),
  linkHash: sha256('link'),
  codeHash: sha256('code'),
  provedAt: null,
  sealedTotp: null,
  createdAt: NOON,
  expiresAt: after(NOON, 1_000),
  ...over,
});
const never = () => null;

/** What every adapter promises of people and their sign-ins. */
export function staffContract(store: () => Store): void {
  describe('people', () => {
    let anna: StaffMember;
    const session = (name: string) => ({
      tokenHash: sha256(name),
      owner: { kind: 'staff' as const, id: anna.staffId },
      createdAt: NOON,
      lastSeenAt: NOON,
    });
    const isIn = async (name: string) => {
      const always = { seenAfter: new Date(0), openedAfter: new Date(0) };
      return (await store().resumeSession(sha256(name), always, NOON)) !== null;
    };
    beforeEach(async () => {
      anna = member();
      await store().addStaff(anna, 'hash of anna');
      await store().setSecondFactor(anna.staffId, { sealedTotp: 'sealed', step: 7, codeHashes: ['a', 'b'] });
      await store().openSession(session('here'));
      await store().addSignIn(signIn({ staffId: anna.staffId }));
    });

    it('are found by a hash of their address, which is one person’s at a time', async () => {
      const known = { ...anna, sealedTotp: 'sealed' };
      expect(await store().staffByAddress(['other', 'hash of anna'])).toEqual(known);
      expect(await store().staffByAddress(['other'])).toBeNull();
      expect(await store().staffByAddress([])).toBeNull();
      expect(await store().addStaff(member(), 'hash of anna')).toBe(false);
      expect(await store().listStaff()).toEqual([known]);
    });

    it('leave without a trace of their address or second factor, and can come again', async () => {
      await store().setDelivery(anna.staffId, 'sealed address', 'ru');
      expect(await store().endStaff(anna.staffId, NOON)).toBe(true);
      expect(await store().endStaff(anna.staffId, NOON)).toBe(false);
      expect(await store().staffById(anna.staffId)).toEqual({ ...anna, lang: 'ru', endedAt: NOON });
      expect(await store().staffByAddress(['hash of anna'])).toBeNull();
      expect(await store().recoveryCodesLeft(anna.staffId)).toBe(0);
      expect(await isIn('here')).toBe(false);
      expect(await store().signInBy({ linkHash: sha256('link') }, NOON)).toBeNull();
      expect(await store().spendFactorTry(anna.staffId, NOON, never)).toBe(false);
      expect(await store().changeStaffRole(anna.staffId, 'admin')).toBe(false);
      expect(await store().resetSecondFactor(anna.staffId)).toBe(false);
      expect(await store().addStaff(member(), 'hash of anna')).toBe(true);
    });

    it('are signed out by a change of role and by a second factor that was forgotten', async () => {
      expect(await store().changeStaffRole(anna.staffId, 'admin')).toBe(true);
      expect(await store().staffById(anna.staffId)).toMatchObject({ role: 'admin', sealedTotp: 'sealed' });
      expect(await isIn('here')).toBe(false);
      await store().openSession(session('again'));
      expect(await store().resetSecondFactor(anna.staffId)).toBe(true);
      expect(await isIn('again')).toBe(false);
      expect(await store().staffById(anna.staffId)).toMatchObject({ sealedTotp: null });
      expect(await store().recoveryCodesLeft(anna.staffId)).toBe(0);
    });

    it('use the code of a half minute once, and none from before it', async () => {
      for (const [step, isTaken] of [[7, false], [8, true], [8, false], [7, false], [9, true]] as const)
        expect([step, await store().useTotpStep(anna.staffId, step)]).toEqual([step, isTaken]);
      expect(await store().useRecoveryCode(anna.staffId, 'a')).toBe(true);
      expect(await store().useRecoveryCode(anna.staffId, 'a')).toBe(false);
      expect(await store().recoveryCodesLeft(anna.staffId)).toBe(1);
    }); // prettier-ignore

    it('have their tries counted before they are looked at, however many come at once', async () => {
      const rule = (tries: number) => (tries >= 3 ? after(NOON, 1_000) : null);
      const spend = (at: Date) => store().spendFactorTry(anna.staffId, at, rule);
      const tries = await Promise.all(Array.from({ length: 10 }, () => spend(NOON)));
      expect(tries.filter(Boolean)).toHaveLength(3);
      expect(await spend(after(NOON, 999))).toBe(false);
      expect(await spend(after(NOON, 1_000))).toBe(true);
      await store().useTotpStep(anna.staffId, 8);
      expect(await spend(NOON)).toBe(true);
    });

    it('end their sessions elsewhere and keep the one they ask from', async () => {
      await store().openSession(session('there'));
      expect(await store().otherSessions(anna.staffId, sha256('here'))).toBe(1);
      expect(await store().endOtherSessions(anna.staffId, sha256('here'))).toBe(1);
      expect([await isIn('here'), await isIn('there')]).toEqual([true, false]);
    });

    it('are sealed anew only where nothing changed meanwhile', async () => {
      const old = { sealedTotp: 'sealed', sealedDelivery: null };
      expect(await store().resealStaff(anna.staffId, { ...old, sealedDelivery: 'x' }, old)).toBe(false);
      expect(await store().resealStaff(anna.staffId, old, { ...old, sealedTotp: 'anew' })).toBe(true);
      expect(await store().staffById(anna.staffId)).toMatchObject({ sealedTotp: 'anew' });
    });
  });

  describe('a sign-in on its way', () => {
    const proof = { browserHash: sha256('next'), sealedTotp: 'sealed', expiresAt: after(NOON, 5_000) };

    it('is found by its link and its browser until it runs out, and goes on once', async () => {
      const made = signIn();
      await store().addSignIn(made);
      for (const which of [{ linkHash: sha256('link') }, { browserHash: sha256('browser') }]) {
        expect(await store().signInBy(which, after(NOON, 999))).toEqual(made);
        expect(await store().signInBy(which, after(NOON, 1_000))).toBeNull();
      }
      expect(await store().proveSignIn(made.signInId, proof, after(NOON, 1_000))).toBe(false);
      expect(await store().proveSignIn(made.signInId, proof, NOON)).toBe(true);
      expect(await store().proveSignIn(made.signInId, proof, NOON)).toBe(false);
      expect(await store().signInBy({ linkHash: sha256('link') }, NOON)).toBeNull();
      expect(await store().signInBy({ browserHash: sha256('browser') }, NOON)).toBeNull();
      const proved = { ...made, ...proof, linkHash: null, codeHash: null, provedAt: NOON };
      expect(await store().signInBy({ browserHash: sha256('next') }, NOON)).toEqual(proved);
      expect(await store().endSignIn(made.signInId)).toBe(true);
      expect(await store().endSignIn(made.signInId)).toBe(false);
    });

    it('bears so many tries at its code, and is purged when it has run out', async () => {
      const made = signIn();
      await store().addSignIn(made);
      const tries = await Promise.all(
        Array.from({ length: 7 }, () => store().spendCodeTry(made.signInId, 5)),
      );
      expect(tries.filter(Boolean)).toHaveLength(5);
      expect(await store().purgeSignIns(after(NOON, 999))).toBe(0);
      expect(await store().purgeSignIns(after(NOON, 1_000))).toBe(1);
    });
  });
}
