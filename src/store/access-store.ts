import type { FinanceSession } from '../finance/actor.ts';
import type { ApiKey } from '../finance/api-key.ts';
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
