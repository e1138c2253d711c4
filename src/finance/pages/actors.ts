import type { AppContext } from '../../context.ts';
import { auditTexts } from './audit/texts.ts';
import type { Visit } from './visit.ts';

/** Names of keys and people by their ids, as an admin chose them; an id without one stands for itself. */
export async function actorNames({ store }: Pick<AppContext, 'store'>): Promise<Map<string, string>> {
  const [keys, staff] = [await store.listApiKeys(), await store.listStaff()];
  return new Map([
    ...keys.map(({ keyId, name }) => [keyId, name] as const),
    ...staff.map(({ staffId, label }) => [staffId, label] as const),
  ]);
}

/** Who acted: the name that an admin gave, else the id. */
export function actorName({ lang }: Visit, by: string, names: ReadonlyMap<string, string>): string {
  const { command, nobody } = auditTexts(lang);
  if (by === 'command') return command;
  return by === 'nobody' ? nobody : (names.get(by) ?? by);
}
