import type { AppContext } from '../../context.ts';

/** Names of keys and people by their ids, as an admin chose them; an id without one stands for itself. */
export async function actorNames({ store }: Pick<AppContext, 'store'>): Promise<Map<string, string>> {
  const [keys, staff] = [await store.listApiKeys(), await store.listStaff()];
  return new Map([
    ...keys.map(({ keyId, name }) => [keyId, name] as const),
    ...staff.map(({ staffId, label }) => [staffId, label] as const),
  ]);
}
