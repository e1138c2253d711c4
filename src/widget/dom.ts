import type { Piece } from '../box/tree.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The box's tree as nodes. No HTML is parsed, so hosts that demand Trusted Types are satisfied. */
export function toDom(piece: Piece, inSvg = false): Node | string {
  if (!piece || typeof piece === 'string') return piece || '';
  if (!('tag' in piece)) {
    const list = document.createDocumentFragment();
    list.append(...piece.map((part) => toDom(part, inSvg)));
    return list;
  }
  const { tag, attributes, children } = piece;
  const svg = inSvg || tag === 'svg';
  const element = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    // Whatever is not left out becomes text; for `checked` and its like any text will do.
    if ((value ?? false) !== false) element.setAttribute(name, value as string);
  }
  element.append(...children.map((part) => toDom(part, svg)));
  return element;
}

/** Replaces what an element holds. */
export function put(target: Element | null, words: Piece): void {
  target?.replaceChildren(toDom(words));
}

/** Sets an ARIA attribute, or takes it away. */
export function flag(element: Element, name: string, on: boolean): void {
  if (on) element.setAttribute(name, 'true');
  else element.removeAttribute(name);
}
