import type { AppContext } from '../context.ts';
import type { Scope } from './scope.ts';
import { newId, newSecret, sha256 } from '../ids.ts';
import type { ApiKey } from './api-key.ts';

/** What every finance key begins with, so that scanners of leaked secrets know one when they see it. */
export const KEY_PREFIX = 'rsk_';

/** 256 random bits behind the prefix. */
const KEY_FORM = /^rsk_[A-Za-z0-9_-]{43}$/;

/** Makes a key. The secret is returned once and stored nowhere: only its hash is. */
export async function createKey(
  { store, now }: Pick<AppContext, 'store' | 'now'>,
  wanted: { name: string; scopes: Scope[]; expiresAt: Date | null },
): Promise<{ key: ApiKey; secret: string }> {
  const secret = `${KEY_PREFIX}${newSecret()}`;
  const key = { keyId: newId('key'), ...wanted, createdAt: now(), revokedAt: null, lastUsedDay: null };
  await store.createApiKey(key, keyHash(secret));
  return { key, secret };
}

/**
 * The key behind a secret, whatever its state. The look-up is by hash: how long it takes says nothing
 * about a secret of 256 random bits.
 */
export async function keyBySecret(
  { store }: Pick<AppContext, 'store'>,
  secret: string,
): Promise<ApiKey | null> {
  return KEY_FORM.test(secret) ? store.apiKeyByHash(keyHash(secret)) : null;
}

/** Notes the day a key was used on: a write a day, not one a request. */
export async function noteUse({ store, now }: Pick<AppContext, 'store' | 'now'>, key: ApiKey): Promise<void> {
  const day = now().toISOString().slice(0, 10);
  if (key.lastUsedDay !== day) await store.noteKeyUse(key.keyId, day);
}

function keyHash(secret: string): string {
  return sha256(secret);
}
