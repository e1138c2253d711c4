import { Buffer } from 'node:buffer';
import { nextDay } from '../ledger/book-date.ts';
import { sha256 } from '../ids.ts';
import { mailTexts } from './texts.ts';

/**
 * A calendar file (RFC 5545) with one all-day event. It is found on seized phones and read by calendar
 * services: it names nobody, links nowhere, and says nothing of the hour at which it was made.
 */
export function calendarFile({ day, lang, now }: { day: string; lang: string; now: Date }): string {
  const summary = mailTexts(lang).calendarEntry;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Calendar//Notes//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${uidOf(day, summary)}`,
    `DTSTAMP:${compact(now.toISOString().slice(0, 10))}T000000Z`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `DTEND;VALUE=DATE:${compact(nextDay(day))}`,
    `SUMMARY:${summary}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${summary}`,
    // Nine hours after the day begins where the reader is.
    'TRIGGER;RELATED=START:PT9H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
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
function uidOf(day: string, summary: string): string {
  const hex = sha256(`${day} ${summary}`);
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
