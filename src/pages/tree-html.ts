import type { Piece } from '../box/tree.ts';
import { escapeHtml, trusted, type Html } from '../http/html.ts';

/** Elements that have no end tag. */
const VOID = new Set(['input', 'meta', 'link', 'br']);

/** The box's tree as HTML text: every attribute and every text is escaped here. */
export function treeHtml(piece: Piece): Html {
  return trusted(write(piece));
}

function write(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (typeof piece === 'string') return escapeHtml(piece);
  if (!('tag' in piece)) return piece.map(write).join('');
  const { tag, attributes, children } = piece;
  let text = `<${tag}`;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    text += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`;
  }
  return VOID.has(tag) ? `${text}>` : `${text}>${children.map(write).join('')}</${tag}>`;
}
