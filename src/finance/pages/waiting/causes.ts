import type { AppContext } from '../../../context.ts';
import type { WaitingTexts } from './texts.ts';

/** Every event that waits for a try is due before this. */
const FAR = new Date(8_640_000_000_000_000);

/** What an error's name says about why an event gave up, as far as a person can act on it. Pure. */
export function causeOf(lastError: string | null): keyof WaitingTexts['causes'] {
  if (lastError === null) return 'unknown';
  if (isSilence(lastError)) return 'stripe_away';
  if (/^Stripe(Permission|Authentication)Error/.test(lastError)) return 'stripe_refused';
  if (/resource_missing/.test(lastError)) return 'missing';
  if (/^(SqliteError|StorageFault|unavailable)|SQLITE_/.test(lastError)) return 'database';
  return lastError.startsWith('Overtaken') ? 'overtaken' : 'unknown';
}

/** Whether Stripe gave no answer, or asked for patience, when the event that is tried next was tried last. */
export async function isStripeSilent({ store }: Pick<AppContext, 'store'>): Promise<boolean> {
  const [next] = await store.dueWebhookEvents(FAR, 1);
  return next !== undefined && next.lastError !== null && isSilence(next.lastError);
}

function isSilence(lastError: string): boolean {
  return /^Stripe(Connection|API|RateLimit)Error/.test(lastError);
}
