import { Buffer } from 'node:buffer';
import { nextDay } from '../ledger/book-date.ts';
import { sha256 } from '../ids.ts';
import { mailTexts } from './texts.ts';

/**
 * A calendar file (RFC 5545) with one all-day event. It is found on seized phones and read by calendar
 * services: it names nobody, links nowhere, and says nothing of the hour at which it was made. There is no
 * way to put a link into it: an address of ours in a calendar would say for years whom its owner reads.
 */
export function calendarFile({ day, lang, now }: { day: string; lang: string; now: Date }): string {
  const name = mailTexts(lang).calendarEntry;
  const summary = escapeText(name);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Calendar//Notes//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${uidOf(day, name)}`,
    `DTSTAMP:${compact(now.toISOString().slice(0, 10))}T000000Z`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `DTEND;VALUE=DATE:${compact(nextDay(day))}`,
    `SUMMARY:${summary}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${summary}`,
    // Nine hours after the day begins where the reader is. Outlook knows no alarm after a start and takes it for
    // nine hours before; a moment in UTC would suit it, but only the reader's device knows the reader's zone.
    'TRIGGER;RELATED=START:PT9H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** A text as a value: what would end or divide it gets a backslash, a line break becomes one in letters. */
export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');
}

/** Breaks a line after 75 octets, as the standard wants, and never inside a letter. */
export function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (octets + size > 75) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += letter;
    octets += size;
  }
  return folded;
}

/** The same for the same file, so that saving it twice gives one event; it has the form any calendar gives. */
function uidOf(day: string, name: string): string {
  const hex = sha256(`${day} ${name}`);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}
