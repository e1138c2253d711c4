import type { DonorNotice, WidgetConfig } from '../checkout/contract.ts';
import { icon } from './icons.ts';
import type { MoneyText } from './money-text.ts';
import { directionOf, type BoxTexts } from './texts.ts';
import { el, fill, rich, type Piece, type Tree } from './tree.ts';

/** Everything the box needs to be drawn, in the browser and on the server alike. */
export type BoxView = {
  config: WidgetConfig;
  texts: BoxTexts;
  money: MoneyText;
  headingLevel: 1 | 2 | 3 | 4;
  /** Where the form leads without a script: the give page of this server. */
  giveUrl: string;
  /** What paper shows in place of the form, if not the give page's address. */
  printUrl?: string | undefined;
  /** True in the shadow root: the publisher may fill slots. */
  slots: boolean;
};

/** The box around its content: tinted section, small line, heading, text. */
export function boxFrame(
  view: BoxView,
  words: { eyebrow: string; heading: string; message: Piece },
  ...content: Piece[]
): Tree {
  const { config, texts, headingLevel } = view;
  return el(
    'section',
    {
      class: 'rs',
      part: 'root',
      'aria-labelledby': 'rs-title',
      lang: config.lang,
      dir: directionOf(config.lang),
    },
    el(
      'div',
      { class: 'rs-body', 'data-print': fill(texts.print, { url: view.printUrl ?? view.giveUrl }) },
      el('p', { class: 'rs-eyebrow' }, slot(view, 'eyebrow', words.eyebrow)),
      el(
        `h${headingLevel}`,
        { class: 'rs-title', id: 'rs-title', part: 'heading', tabindex: -1 },
        slot(view, 'heading', words.heading),
      ),
      el('div', { class: 'rs-message', part: 'message' }, slot(view, 'message', words.message)),
      content,
    ),
  );
}

/** The warning for readers whom a payment could endanger; it stands before every field. */
export function donorNotice(notice: DonorNotice | null): Piece {
  if (notice === null) return null;
  const { title, body, linkText, linkUrl } = notice;
  const link = linkText !== undefined &&
    linkUrl !== undefined && [' ', el('a', { href: linkUrl, rel: 'noreferrer' }, linkText)];
  return note('warn', 'warn', { role: 'note' }, el('b', {}, title), ' ', body, link);
}

/** For readers who turned back on the payment page. */
export function backNote(texts: BoxTexts): Tree {
  return note('info', 'info', { role: 'status' }, rich(texts.back));
}

/** A tinted line with an icon. */
export function note(
  kind: 'warn' | 'error' | 'info',
  picture: 'warn' | 'error' | 'info' | 'wait',
  attributes: Record<string, string>,
  ...words: Piece[]
): Tree {
  return el(
    'div',
    { class: `rs-note is-${kind}`, part: 'notice', ...attributes },
    icon(picture),
    el('p', {}, words),
  );
}

export function radio(name: string, value: string, checked: boolean): Tree {
  return el('input', { type: 'radio', name, value, checked });
}

/** A place that the publisher may fill, in the shadow root; its content elsewhere. */
export function slot(view: BoxView, name: string, ...content: Piece[]): Piece {
  return view.slots ? el('slot', { name }, content) : content;
}
