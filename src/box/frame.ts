import type { DonorNotice, WidgetConfig } from '../checkout/contract.ts';
import { icon } from './icons.ts';
import type { MoneyText } from './money-text.ts';
import { directionOf, type BoxTexts } from './texts.ts';
import { el, fill, type Attributes, type Piece, type Tree } from './tree.ts';

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

/** The tinted section; its heading names it, where it has one. */
export function boxRoot(lang: string, attributes: Attributes, body: Attributes, ...content: Piece[]): Tree {
  return el(
    'section',
    { class: 'rs', part: 'root', lang, dir: directionOf(lang), ...attributes },
    el('div', { class: 'rs-body', ...body }, content),
  );
}

/** The box around its content: tinted section, small line, heading, text. */
export function boxFrame(
  view: BoxView,
  eyebrow: string,
  heading: string,
  message: Piece,
  ...content: Piece[]
): Tree {
  return boxRoot(
    view.config.lang,
    { 'aria-labelledby': 'rs-title' },
    { 'data-print': fill(view.texts.print, { url: view.printUrl ?? view.giveUrl }) },
    el('p', { class: 'rs-eyebrow' }, slot(view, 'eyebrow', eyebrow)),
    el(
      `h${view.headingLevel}`,
      { class: 'rs-title', id: 'rs-title', part: 'heading', tabindex: -1 },
      slot(view, 'heading', heading),
    ),
    el('div', { class: 'rs-message', part: 'message' }, slot(view, 'message', message)),
    content,
  );
}

/** The warning for readers whom a payment could endanger; it stands before every field. */
export function donorNotice(notice: DonorNotice | null): Piece {
  if (!notice) return null;
  const { title, body, linkText, linkUrl } = notice;
  const link = linkText && linkUrl && [' ', el('a', { href: linkUrl, rel: 'noreferrer' }, linkText)];
  return note(icon('warn'), 'is-warn', 'note', el('b', {}, title), ' ', body, link);
}

/** A tinted line with an icon; as an alert or a status it is read out. */
export function note(
  picture: Tree,
  tint: 'is-warn' | 'is-error' | 'is-info',
  role: 'note' | 'status' | 'alert',
  ...words: Piece[]
): Tree {
  return el('div', { class: `rs-note ${tint}`, part: 'notice', role }, picture, el('p', {}, words));
}

export function radio(name: string, value: string, checked: boolean): Tree {
  return el('input', { type: 'radio', name, value, checked });
}

/** A place that the publisher may fill, in the shadow root; its content elsewhere. */
export function slot(view: BoxView, name: string, ...content: Piece[]): Piece {
  return view.slots ? el('slot', { name }, content) : content;
}
