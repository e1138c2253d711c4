/** Longest note of a person that is kept. */
export const MOST_NOTE = 200;

/**
 * What is wrong with a note that a person leaves for the next one, or null. It stays for ever, so it may
 * hold no address of anybody.
 */
export function noteFault(note: string): 'empty' | 'not_a_line' | 'address' | null {
  if (note === '') return 'empty';
  if (note.length > MOST_NOTE || /[\p{Cc}\u2028\u2029]/u.test(note)) return 'not_a_line';
  return /[@＠﹫]/u.test(note) ? 'address' : null;
}
