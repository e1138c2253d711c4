import { KEY } from './stored.ts';

// One key, one number: the day until which this box keeps quiet. No reason, sum, id or word is stored, so
// the device tells nobody why. Where storage is missing or blocked, the box shows on the next page.

/** Now, in days. */
export const today = (): number => Date.now() / 86_400_000;
/** For the page as it stands, which a blocked storage would otherwise ask again at once. */
let until: number;

/** Days until the box speaks again; negative once they are over, NaN where no box keeps quiet. */
export function quietDays(): number {
  let day = until;
  try {
    const { v, q } = JSON.parse(localStorage[KEY] as string) as { v: number; q: number };
    day = v === 1 ? q : day;
  } catch {
    // Storage is blocked, or holds nothing that a box wrote.
  }
  return day - today();
}

export function keepQuiet(days: number): void {
  until = Math.ceil(today() + days);
  try {
    localStorage.setItem(KEY, JSON.stringify({ v: 1, q: until }));
  } catch {
    // Storage is blocked.
  }
}
