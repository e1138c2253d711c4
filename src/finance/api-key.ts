import type { Scope } from './scope.ts';

/** A finance key as it is known after it was made: the key itself was shown once and is gone. */
export type ApiKey = {
  keyId: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** YYYY-MM-DD. */
  lastUsedDay: string | null;
};

/** Whether a key may be used now. */
export function keyIsValid(key: ApiKey, now: Date): boolean {
  return key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);
}
