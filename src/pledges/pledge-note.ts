import type { Pledge } from './pledge.ts';

// Stripe holds the pledge's id and nothing else of ours. Should this database be lost, the campaign, the
// language and the variant come back from a sealed note in the thank-you link that Stripe keeps with the session.

/** The part of a pledge that only we know. */
export type PledgeNote = Pick<Pledge, 'campaign' | 'lang' | 'variant'>;

/** The note as text, to be sealed. */
export function noteText({ campaign, lang, variant }: PledgeNote): string {
  return JSON.stringify({
    l: lang,
    ...(campaign === null ? {} : { c: campaign }),
    ...(variant === null ? {} : { v: variant }),
  });
}

/** Reads a note that was opened; null for anything else. */
export function readNote(text: string | null): PledgeNote | null {
  if (text === null) return null;
  const { l, c, v } = JSON.parse(text) as { l?: unknown; c?: unknown; v?: unknown };
  const slug = (value: unknown) => (typeof value === 'string' ? value : null);
  return typeof l === 'string' ? { lang: l, campaign: slug(c), variant: slug(v) } : null;
}
