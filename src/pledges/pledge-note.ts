import type { Pledge } from './pledge.ts';

// Stripe holds the pledge's id and nothing else of ours. Should this database be lost, the campaign and the
// language come back from a sealed note in the thank-you link that Stripe keeps with the session.

/** The part of a pledge that only we know. */
export type PledgeNote = Pick<Pledge, 'campaign' | 'lang'>;

/** The note as text, to be sealed. */
export function noteText({ campaign, lang }: PledgeNote): string {
  return JSON.stringify(campaign === null ? { l: lang } : { l: lang, c: campaign });
}

/** Reads a note that was opened; null for anything else. */
export function readNote(text: string | null): PledgeNote | null {
  if (text === null) return null;
  const { l, c } = JSON.parse(text) as { l?: unknown; c?: unknown };
  return typeof l === 'string' ? { lang: l, campaign: typeof c === 'string' ? c : null } : null;
}
