import type { MoreTexts } from '../../box/texts.ts';
import { el } from '../../box/tree.ts';
import { toDom } from '../dom.ts';
import { quietDays } from '../quiet.ts';
import { KEY, LONGEST_DAYS } from '../stored.ts';

/** Whether quiet days of this device have come to their end. */
export function quietIsOver(): boolean {
  return quietDays() <= 0;
}

/** One line for a reader who was left in peace. It is true for every reason there may have been, and names none. */
export function sayAgain(words: MoreTexts, form: HTMLElement): void {
  form.querySelector('form')?.before(toDom(el('p', { class: 'rs-anew' }, words.again)));
}

/** Takes a day that has come off the device, or one too far off to be true. What no box wrote stays. */
export function forgetQuiet(): void {
  const left = quietDays();
  if (!(left <= 0 || left >= LONGEST_DAYS)) return;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: nothing is in it.
  }
}
