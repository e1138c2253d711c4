import type { AppContext } from '../context.ts';
import { isSecret, newId, newSecret, sha256 } from '../ids.ts';
import type { ApiKey } from './api-key.ts';
import { recordAudit } from './audit.ts';
import type { Scope } from './scope.ts';

/** What every finance key begins with, so that scanners of leaked secrets know one when they see it. */
export const KEY_PREFIX = 'rsk_';

export type WantedKey = { name: string; scopes: Scope[]; expiresAt: Date | null };

/** A key before it is kept: the secret is shown once, and only its hash goes into the store. */
export function newKey(wanted: WantedKey, now: Date): { key: ApiKey; secret: string; hash: string } {
  const secret = `${KEY_PREFIX}${newSecret()}`;
  const key = { keyId: newId('key'), ...wanted, createdAt: now, revokedAt: null, lastUsedDay: null };
  return { key, secret, hash: sha256(secret) };
}

/** Makes a key for whoever may: `by` is a person, a key or the `command`. The secret is returned once. */
export async function createKey(
  ctx: Pick<AppContext, 'store' | 'now'>,
  wanted: WantedKey,
  by: string,
): Promise<{ key: ApiKey; secret: string }> {
  const { key, secret, hash } = newKey(wanted, ctx.now());
  const detail = Object.fromEntries(key.scopes.map((scope) => [scope, true]));
  await recordAudit(ctx, { by, action: 'key_create', object: key.keyId, outcome: 'done', detail });
  await ctx.store.createApiKey(key, hash);
  return { key, secret };
}

/** Ends a key and its sessions. */
export async function revokeKey(
  ctx: Pick<AppContext, 'store' | 'now'>,
  keyId: string,
  by: string,
): Promise<'revoked' | 'was_revoked' | 'unknown'> {
  const key = (await ctx.store.listApiKeys()).find((each) => each.keyId === keyId);
  if (key === undefined) return 'unknown';
  if (key.revokedAt !== null) return 'was_revoked';
  await recordAudit(ctx, { by, action: 'key_revoke', object: keyId, outcome: 'done' });
  await ctx.store.revokeApiKey(keyId, ctx.now());
  return 'revoked';
}

/**
 * The key behind a secret, whatever its state. The look-up is by hash: how long it takes says nothing
 * about a secret of 256 random bits.
 */
export async function keyBySecret(
  { store }: Pick<AppContext, 'store'>,
  secret: string,
): Promise<ApiKey | null> {
  const isKey = secret.startsWith(KEY_PREFIX) && isSecret(secret.slice(KEY_PREFIX.length));
  return isKey ? store.apiKeyByHash(sha256(secret)) : null;
}

/** Notes the day a key was used on: a write a day, not one a request. */
export async function noteUse({ store, now }: Pick<AppContext, 'store' | 'now'>, key: ApiKey): Promise<void> {
  const day = now().toISOString().slice(0, 10);
  if (key.lastUsedDay !== day) await store.noteKeyUse(key.keyId, day);
}
