import { remember } from '../remember.ts';

// Days and months exist only with a zone. Stripe's instants become book dates here, and nowhere else.

const MINUTE_MS = 60_000;
/** There are some six hundred zones. */
const formats = remember<Intl.DateTimeFormat>(1_000);

/** Swedish writes 2026-12-01 10:00, which sorts as it reads. */
function wallClock(at: Date, zone: string): string {
  const make = () =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return formats(zone, make).format(at);
}

/** True for an IANA zone name that this Node knows. */
export function isZone(zone: string): boolean {
  // To make a format takes longer than to check all other settings. The list lacks only other names of the same zones.
  if (Intl.supportedValuesOf('timeZone').includes(zone)) return true;
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat && !/^[+-]/.test(zone)
    );
  } catch {
    return false;
  }
}

/** The day of an instant in a zone, YYYY-MM-DD. */
export function bookDate(at: Date, zone: string): string {
  return wallClock(at, zone).slice(0, 10);
}

/** True for a day of the calendar written YYYY-MM-DD, between 2000 and 2199. */
export function isDay(text: string): boolean {
  if (!/^2[01]\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** True for a month written YYYY-MM, between 2000 and 2199. */
export function isPeriod(text: string): boolean {
  return /^2[01]\d{2}-(0[1-9]|1[0-2])$/.test(text);
}

/** The first instant of a day in a zone. A day that starts in a clock change starts where its date does. */
export function startOfDay(day: string, zone: string): Date {
  return instantOf(day, '00:00', zone);
}

/** A page asks for the edges of the same months dozens of times. Room for many years, in more zones than a deployment uses. */
const instants = remember<number>(2_000);

/** The first minute in a zone whose wall clock has come to this time of this day, also where clocks change. */
export function instantOf(day: string, time: string, zone: string): Date {
  const wall = `${day} ${time}`;
  // A new one each time: a Date can be changed by whoever holds it.
  return new Date(instants(`${wall} ${zone}`, () => searchInstant(wall, zone)));
}

function searchInstant(wall: string, zone: string): number {
  const utc = Date.parse(`${wall.replace(' ', 'T')}:00Z`) / MINUTE_MS;
  // Zones lie between UTC-12 and UTC+14, on whole minutes.
  let before = utc - 15 * 60;
  let at = utc + 13 * 60;
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if (wallClock(new Date(middle * MINUTE_MS), zone) < wall) before = middle;
    else at = middle;
  }
  return at * MINUTE_MS;
}

/** The day after, by the calendar. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The month after, YYYY-MM. */
export function nextPeriod(period: string): string {
  const [year = 0, month = 0] = period.split('-').map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** The month before, YYYY-MM. */
export function previousPeriod(period: string): string {
  const [year = 0, month = 0] = period.split('-').map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
}

/** Every month from one through another, oldest first; none where the last lies before the first. */
export function monthsThrough(first: string, last: string): string[] {
  const months: string[] = [];
  for (let period = first; period <= last; period = nextPeriod(period)) months.push(period);
  return months;
}

/** The half-open range of instants of a month: [start, next). */
export function periodRange(period: string, zone: string): { from: Date; to: Date } {
  return { from: startOfDay(`${period}-01`, zone), to: startOfDay(`${nextPeriod(period)}-01`, zone) };
}
