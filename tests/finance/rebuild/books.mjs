// What all pages are rebuilt from: the rows of three files, days in a zone, and how a number is written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './csv.mjs';

/** The three files of a folder; rows of the ledger in the order of the file, with numbers where it has integers. */
export function readBooks(folder) {
  const read = (name) => readCsv(readFileSync(join(folder, `${name}.csv`), 'utf8')).map(withNumbers);
  const [lines, pledges, payouts] = [read('ledger'), read('pledges'), read('payouts')];
  const digits = new Map(lines.map((line) => [line.currency, (line.gross.split('.')[1] ?? '').length]));
  return {
    lines,
    pledges,
    payouts,
    digits,
    pledgeOf: new Map(pledges.map((each) => [each.pledge_id, each])),
    ofCurrency: groups(lines, (line) => line.currency),
    ofPayout: groups(lines, (line) => line.stripe_payout),
  };
}

function withNumbers(row) {
  const isNumber = (name) => name.endsWith('_minor') || name === 'payments' || name === 'items' || name === 'sequence';
  return Object.fromEntries(
    Object.entries(row).map(([name, text]) => [name, isNumber(name) && text !== '' ? exact(text) : text]),
  );
} // prettier-ignore

function exact(text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is no exact integer`);
  return value;
}

export const sum = (rows, pick) =>
  rows.reduce((total, row) => total + (typeof pick === 'string' ? row[pick] : pick(row)), 0);

/** Rows by what they have in common, in the order in which that first came. */
export function groups(rows, keyOf) {
  const found = new Map();
  for (const row of rows) {
    const own = found.get(keyOf(row));
    if (own === undefined) found.set(keyOf(row), [row]);
    else own.push(row);
  }
  return found;
}

const formats = new Map();
const days = new Map();

/** The day, YYYY-MM-DD, that an instant falls on in a zone; '' for no instant. */
export function dayIn(zone, instant) {
  if (instant === '') return '';
  let known = days.get(zone);
  if (known === undefined) days.set(zone, (known = new Map()));
  let day = known.get(instant);
  if (day === undefined) {
    day = formatter('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));
    known.set(instant, day);
  }
  return day;
}
export const monthIn = (zone, instant) => dayIn(zone, instant).slice(0, 7);

/** 20 Oct 2026, 23:52 */
export const timeIn = (zone, instant) =>
  said(instant, { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }); // prettier-ignore
/** 20 Oct 2026 */
export const dayWords = (day) =>
  said(`${day}T00:00:00Z`, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
/** October */
export const monthName = (period) => said(`${period}-01T00:00:00Z`, { timeZone: 'UTC', month: 'long' });
/** October 2026 */
export const monthWords = (period) => `${monthName(period)} ${period.slice(0, 4)}`;
export const lastDay = (period) =>
  new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 0)).getUTCDate();

function said(instant, options) {
  // The one English month that Intl cuts to four letters.
  return formatter('en-GB', options)
    .format(new Date(instant))
    .replace(/\bSept\b/, 'Sep');
}

function formatter(lang, options) {
  const key = `${lang} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(lang, options));
  return formats.get(key);
}

/** So many months on; fewer than none are months before. */
export function monthAfter(period, months) {
  const at = Number(period.slice(0, 4)) * 12 + Number(period.slice(5)) - 1 + months;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

export function monthsBetween(first, last) {
  const months = [];
  for (let month = first; month <= last; month = monthAfter(month, 1)) months.push(month);
  return months;
}

/** -1234.50, without signs of thousands. */
export function decimal(minor, digits) {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(text.length - digits)}`;
}

export const percent = (share, places) =>
  new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false }).format(share); // prettier-ignore

/** 1 payment, 2 payments */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
