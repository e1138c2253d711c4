import type { Piece } from '../box/tree.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The box's tree as nodes. No HTML is parsed, so hosts that demand Trusted Types are satisfied. */
export function toDom(piece: Piece, inSvg = false): Node {
  if (piece === null || piece === undefined || piece === false) return document.createTextNode('');
  if (typeof piece === 'string') return document.createTextNode(piece);
  if (!('tag' in piece)) {
    const list = document.createDocumentFragment();
    list.append(...piece.map((part) => toDom(part, inSvg)));
    return list;
  }
  const svg = inSvg || piece.tag === 'svg';
  const element = svg ? document.createElementNS(SVG, piece.tag) : document.createElement(piece.tag);
  for (const [name, value] of Object.entries(piece.attributes)) {
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...piece.children.map((part) => toDom(part, svg)));
  return element;
}
