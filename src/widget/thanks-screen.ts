import type { BoxView } from '../box/frame.ts';
import { directionOf } from '../box/texts.ts';
import { el, rich } from '../box/tree.ts';
import { toDom } from './dom.ts';
import type { Screen } from './host.ts';

/** One line for a reader who comes from the thank-you page; after this page view the box is quiet. */
export function thanksScreen({ config: { lang }, texts }: BoxView): Screen {
  const line = el('p', { class: 'rs-line', role: 'status' }, rich(texts.thanks));
  const frame = el(
    'div',
    { class: 'rs', part: 'root', lang, dir: directionOf(lang) },
    el('div', { class: 'rs-body' }, line),
  );
  return { node: toDom(frame) as HTMLElement, dispose: () => {} };
}
