// The oracle's own calendar: rules of a few zones written out by hand, so that a fault of Intl's, or of how
// the product asks it, cannot hide. Every instant is in seconds.

const HOUR = 3_600;
const DAY = 86_400;

type Zone = { standard: number; summer?: (year: number) => { from: number; to: number; shift: number } };

/** Zones a simulated publisher may keep its books in. */
const ZONES: Record<string, Zone> = {
  'Europe/Amsterdam': {
    standard: HOUR,
    // Last Sundays of March and October, at 01:00 UTC.
    summer: (year) => ({
      from: sunday(year, 2, 'last') + HOUR,
      to: sunday(year, 9, 'last') + HOUR,
      shift: HOUR,
    }),
  },
  'America/New_York': {
    standard: -5 * HOUR,
    // Second Sunday of March at 02:00 EST, first Sunday of November at 02:00 EDT.
    summer: (year) => ({
      from: sunday(year, 2, 2) + 7 * HOUR,
      to: sunday(year, 10, 1) + 6 * HOUR,
      shift: HOUR,
    }),
  },
  'Australia/Lord_Howe': {
    standard: 10.5 * HOUR,
    // Half an hour, and over the turn of the year: first Sundays of October and April at 02:00 wall clock.
    summer: (year) => ({
      from: sunday(year, 9, 1) - 8.5 * HOUR,
      to: sunday(year, 3, 1) - 9 * HOUR,
      shift: HOUR / 2,
    }),
  },
  'Asia/Kathmandu': { standard: 5.75 * HOUR },
  'Pacific/Kiritimati': { standard: 14 * HOUR },
};

export const ZONE_NAMES: readonly string[] = Object.keys(ZONES);

/** The month of an instant by the wall clock of a zone, YYYY-MM. */
export function monthIn(zone: string, seconds: number): string {
  const rules = ZONES[zone];
  if (rules === undefined) throw new RangeError(`The oracle knows no zone ${zone}.`);
  const year = civil(seconds).year;
  const summer = rules.summer?.(year);
  const isSummer =
    summer !== undefined &&
    (summer.from < summer.to
      ? seconds >= summer.from && seconds < summer.to
      : seconds >= summer.from || seconds < summer.to);
  const wall = civil(seconds + rules.standard + (isSummer && summer !== undefined ? summer.shift : 0));
  return `${wall.year}-${String(wall.month).padStart(2, '0')}`;
}

/** A Sunday of a month (0 is January) at 00:00 UTC. */
function sunday(year: number, month: number, which: number | 'last'): number {
  const first = days(year, month + 1, 1);
  // Day 0 of 1970 was a Thursday.
  const firstSunday = first + ((3 - (first % 7) + 7) % 7);
  if (which !== 'last') return (firstSunday + 7 * (which - 1)) * DAY;
  const end = month === 11 ? days(year + 1, 1, 1) : days(year, month + 2, 1);
  let last = firstSunday;
  while (last + 7 < end) last += 7;
  return last * DAY;
}

/** Days since 1970 of a date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function days(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** The year and month of an instant in UTC, by the same source. */
function civil(seconds: number): { year: number; month: number } {
  const z = Math.floor(seconds / DAY) + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const years = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const m = Math.floor((5 * ofYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return { year: years + era * 400 + (month <= 2 ? 1 : 0), month };
}
