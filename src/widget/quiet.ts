// One key, one number: the day until which this box keeps quiet. No reason, sum, id or word is stored, so
// the device tells nobody why. Where storage is missing or blocked, the box shows.

const KEY = 'rs';
const DAY_MS = 86_400_000;
/** A clock that was wrong once must not hide the box for years. */
const LONGEST_DAYS = 366;

export function isQuiet(nowMs: number): boolean {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as { v?: unknown; q?: unknown } | null;
    const today = nowMs / DAY_MS;
    return kept?.v === 1 && typeof kept.q === 'number' && kept.q > today && kept.q < today + LONGEST_DAYS;
  } catch {
    return false;
  }
}

export function keepQuiet(days: number, nowMs: number): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ v: 1, q: Math.ceil(nowMs / DAY_MS + days) }));
  } catch {
    // Storage is blocked: the box will simply show again.
  }
}
