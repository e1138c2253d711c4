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
      return [`style-src ${origin}`, 'img-src data:', `form-action ${origin}`];
    case 'ssr':
      return [
        `script-src ${origin}`,
        `connect-src ${origin}`,
        `style-src ${origin}`,
        'img-src data:',
        `form-action ${origin}`,
      ];
    case 'script':
      return [`script-src ${origin}`, `connect-src ${origin}`, 'img-src data:'];
    case 'frame':
      return [`frame-src ${origin}`, `script-src ${origin}`];
    default:
      return level satisfies never;
  }
}

/**
 * Room to reserve for the box before its script has run, so that the text below does not move: the height of the box
 * with the built-in words, by the width of the column. Units: rem, so that it grows with the reader's text size.
 */
export const RESERVED: readonly { columnBelowRem: number | null; heightRem: number }[] = [
  { columnBelowRem: null, heightRem: 47 },
  { columnBelowRem: 28, heightRem: 50 },
];
