// One key, one number: the day until which this box keeps quiet. No reason, sum, id or word is stored, so
// the device tells nobody why. Where storage is missing or blocked, the box shows on the next page.

const KEY = 'rs';
/** A clock that was wrong once must not hide the box for years. */
const LONGEST_DAYS = 366;

/** Now, in days. */
export const today = (): number => Date.now() / 86_400_000;
/** For the page as it stands, which a blocked storage would otherwise ask again at once. */
let until = 0;

export function isQuiet(): boolean {
  let day = until;
  try {
    const { v, q } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { v?: number; q: number };
    if (v === 1) day = q;
  } catch {
    // Storage is blocked, or holds what no box wrote.
  }
  return day > today() && day < today() + LONGEST_DAYS;
}

export function keepQuiet(days: number): void {
  until = Math.ceil(today() + days);
  try {
    localStorage.setItem(KEY, JSON.stringify({ v: 1, q: until }));
  } catch {
    // Storage is blocked.
  }
}
