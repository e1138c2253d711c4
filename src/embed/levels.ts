/** The five ways to embed the box, from the least that a page must allow to what closed systems allow. */
export const LEVELS = ['link', 'form', 'ssr', 'script', 'frame'] as const;

export type Level = (typeof LEVELS)[number];

/**
 * What a page's content security policy must allow for a way, beyond what it allows already. Stripe is in none of
 * them: a form of ours is answered with a page that leads on, so `form-action` never meets Stripe's host.
 */
export function policyOf(level: Level, origin: string): string[] {
  switch (level) {
    case 'link':
      return [];
    case 'form':
      return [`style-src ${origin}`, `form-action ${origin}`];
    case 'ssr':
      return [
        `script-src ${origin}`,
        `connect-src ${origin}`,
        `style-src ${origin}`,
        `form-action ${origin}`,
      ];
    case 'script':
      return [`script-src ${origin}`, `connect-src ${origin}`];
    case 'frame':
      return [`frame-src ${origin}`, `script-src ${origin}`];
    default:
      return level satisfies never;
  }
}

/** Room for the box in columns of 30 rem and more, and in narrower ones; in rem, so that it grows with the text. */
export type Room = { wideRem: number; narrowRem: number };

/**
 * What to reserve before the script has run, so that the text below does not move: the measured height of the box with
 * its built-in words. In Russian the notice for readers at risk is part of it.
 */
export function roomFor(lang: string): Room {
  return lang.split('-')[0] === 'ru' ? { wideRem: 52, narrowRem: 61 } : { wideRem: 45, narrowRem: 52 };
}
