import type { WaitingTexts } from './texts.ts';

/** What an error's name says about why an event gave up, as far as a person can act on it. Pure. */
export function causeOf(lastError: string | null): keyof WaitingTexts['causes'] {
  if (lastError === null) return 'unknown';
  if (isStripeSilent(lastError)) return 'stripe_away';
  if (/^Stripe(Permission|Authentication)Error/.test(lastError)) return 'stripe_refused';
  if (/resource_missing/.test(lastError)) return 'missing';
  if (/^(SqliteError|StorageFault|unavailable)|SQLITE_/.test(lastError)) return 'database';
  return lastError.startsWith('Overtaken') ? 'overtaken' : 'unknown';
}

/** Whether Stripe gave no answer, or asked for patience. */
export function isStripeSilent(lastError: string | null): boolean {
  return lastError !== null && /^Stripe(Connection|API|RateLimit)Error/.test(lastError);
}
