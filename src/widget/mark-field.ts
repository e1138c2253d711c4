import { faultNote } from '../box/fault-text.ts';
import type { Piece } from '../box/tree.ts';
import { flag, put } from './dom.ts';

/** Marks a field as wrong and says why below it; without words it is right again. */
export function markField(box: Element, field: Element, words: Piece): void {
  flag(field, 'aria-invalid', !!words);
  (field.closest('.rs-field') ?? field).classList.toggle('is-invalid', !!words);
  put(box.querySelector(`#${field.id}-fault`), words && faultNote(words));
}
