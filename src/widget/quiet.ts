// One key, one number: the day until which this box keeps quiet. No reason, sum, id or word is stored, so
// the device tells nobody why. Where storage is missing or blocked, the box shows.

const KEY = 'rs';
/** A clock that was wrong once must not hide the box for years. */
const LONGEST_DAYS = 366;

const today = (): number => Date.now() / 86_400_000;

export function isQuiet(): boolean {
  try {
    const { v, q = 0 } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { v?: number; q?: number };
    return v === 1 && q > today() && q < today() + LONGEST_DAYS;
  } catch {
    return false;
  }
}

export function keepQuiet(days: number): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ v: 1, q: Math.ceil(today() + days) }));
  } catch {
    // Storage is blocked: the box will simply show again.
  }
}
