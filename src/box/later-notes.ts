import { note } from './frame.ts';
import { drawing } from './icons.ts';
import type { Piece, Tree } from './tree.ts';

// Notes that no reader sees at first; the widget loads them with what they belong to.

const CIRCLE = 'M9 1.2a7.8 7.8 0 1 0 0 15.6A7.8 7.8 0 0 0 9 1.2Z';

/** Says that the reader has to wait. */
export function waitNote(words: Piece): Tree {
  return note(drawing(`${CIRCLE}M9 4.8V9l2.8 1.8`), 'is-warn', 'alert', words);
}

/** Says that nothing was charged, to a reader who came back from the payment page. */
export function backNote(words: Piece): Tree {
  return note(drawing(`${CIRCLE}M9 8.3V13M9 5v.4`), 'is-info', 'status', words);
}
