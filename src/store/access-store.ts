import type { FinanceSession } from '../finance/actor.ts';
import type { ApiKey } from '../finance/api-key.ts';
import type { PendingSignIn } from '../finance/pending-sign-in.ts';
import type { Role } from '../finance/scope.ts';
import type { StaffMember } from '../finance/staff-member.ts';

export interface FinanceAccessStore {
  createApiKey(key: ApiKey, hash: string): Promise<void>;
  apiKeyByHash(hash: string): Promise<ApiKey | null>;
  listApiKeys(): Promise<ApiKey[]>;
  /** False where there is no such key. Its sessions end with it. */
  revokeApiKey(keyId: string, now: Date): Promise<boolean>;
  noteKeyUse(keyId: string, day: string): Promise<void>;
  openSession(session: FinanceSession): Promise<void>;
  /**
   * The session with whose it is, if it was seen after `seenAfter` and opened after `openedAfter`; notes that
   * it was seen. Whether its owner may still act is the caller's question.
   */
  resumeSession(
    tokenHash: string,
    limits: { seenAfter: Date; openedAfter: Date },
    now: Date,
  ): Promise<{ session: FinanceSession; key: ApiKey | null; staff: StaffMember | null } | null>;
  closeSession(tokenHash: string): Promise<void>;
  /** Deletes sessions that have run out. Returns how many. */
  purgeSessions(limits: { seenBefore: Date; openedBefore: Date }): Promise<number>;
}

/** People who work with finance, by a keyed hash of their address. */
export interface StaffStore {
  /** False where the address is somebody's already; nothing was written. */
  addStaff(member: StaffMember, addressHash: string): Promise<boolean>;
  staffById(staffId: string): Promise<StaffMember | null>;
  /** Who has an address, by its hashes; null for nobody and for who has left. */
  staffByAddress(addressHashes: readonly string[]): Promise<StaffMember | null>;
  /** Everybody, the newest last; those who have left too. */
  listStaff(): Promise<StaffMember[]>;
  /** False where nobody works here by that id. Their sessions end. */
  changeStaffRole(staffId: string, role: Role): Promise<boolean>;
  /** Ends somebody's access: sessions, sign-ins, second factor and every trace of the address go. False where it had ended. */
  endStaff(staffId: string, now: Date): Promise<boolean>;
  /** Forgets a second factor with its recovery codes; sessions and sign-ins end. False where nobody works here by that id. */
  resetSecondFactor(staffId: string): Promise<boolean>;
  /** Sets a second factor and its recovery codes in the place of any before; a code of `step` or earlier is never taken. */
  setSecondFactor(
    staffId: string,
    factor: { sealedTotp: string; step: number; codeHashes: readonly string[] },
  ): Promise<void>;
  /**
   * Counts a try at a second factor before it is looked at, so that many at once are many. False where no try
   * may be made now. `lockedUntil` says from the number of tries since the last fit how long the next has to wait.
   */
  spendFactorTry(staffId: string, now: Date, lockedUntil: (tries: number) => Date | null): Promise<boolean>;
  /** Takes the code of a half minute, once; the tries before it are forgotten. False where it, or a later one, was used. */
  useTotpStep(staffId: string, step: number): Promise<boolean>;
  /** Takes a recovery code, once; the tries before it are forgotten. */
  useRecoveryCode(staffId: string, codeHash: string): Promise<boolean>;
  recoveryCodesLeft(staffId: string): Promise<number>;
  /** Where links to closed months go, sealed, and in which language; null for nowhere. */
  setDelivery(staffId: string, sealedDelivery: string | null, lang: string): Promise<void>;
  /** Replaces seals by the same under another key; not where they were changed meanwhile. */
  resealStaff(
    staffId: string,
    from: Pick<StaffMember, 'sealedTotp' | 'sealedDelivery'>,
    to: Pick<StaffMember, 'sealedTotp' | 'sealedDelivery'>,
  ): Promise<boolean>;
  /** How many sessions somebody has beside this one. */
  otherSessions(staffId: string, tokenHash: string): Promise<number>;
  /** Ends somebody's sessions but this one. Returns how many. */
  endOtherSessions(staffId: string, tokenHash: string): Promise<number>;
}

/** Sign-ins on their way. */
export interface SignInStore {
  addSignIn(signIn: PendingSignIn): Promise<void>;
  /** One that has not run out, by the hash of its browser's cookie or of its link. */
  signInBy(which: { browserHash: string } | { linkHash: string }, now: Date): Promise<PendingSignIn | null>;
  /** Counts a try at the code in the mail before it is looked at. False where none is left. */
  spendCodeTry(signInId: string, atMost: number): Promise<boolean>;
  /**
   * The link or the code was used: both go, and the sign-in goes on in the browser with this hash. False where
   * it was used before.
   */
  proveSignIn(
    signInId: string,
    proof: { browserHash: string; sealedTotp: string | null; expiresAt: Date },
    now: Date,
  ): Promise<boolean>;
  /** Ends a sign-in. False where it had ended: of two that go on with it at once, one does. */
  endSignIn(signInId: string): Promise<boolean>;
  /** Deletes those that have run out. Returns how many. */
  purgeSignIns(now: Date): Promise<number>;
}
