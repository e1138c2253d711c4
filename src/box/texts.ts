import type { Frequency } from '../checkout/contract.ts';
import * as en from './words/en.ts';
import * as ru from './words/ru.ts';

/** Words that every reader of the box sees: a language that lacks one does not compile. */
export type BoxTexts = Readonly<Record<keyof typeof en.box, string>>;

/** Words that no reader sees before pressing Continue; the widget loads them then. */
export type FaultTexts = Readonly<Record<keyof typeof en.fault, string>>;

/** Words of the reminder panel; the widget loads them when a reader asks for it. */
export type ReminderTexts = Readonly<Record<keyof typeof en.reminder, string>>;

/** The built-in words for a language tag; English where there are none. */
export function boxTexts(lang: string): BoxTexts {
  return isRussian(lang) ? ru.box : en.box;
}

/** What follows Continue, in the words for a language tag. */
export function faultTexts(lang: string): FaultTexts {
  return isRussian(lang) ? ru.fault : en.fault;
}

/** The reminder in the words for a language tag. */
export function reminderTexts(lang: string): ReminderTexts {
  return isRussian(lang) ? ru.reminder : en.reminder;
}

function isRussian(lang: string): boolean {
  return /^ru\b/.test(lang);
}

/** Writing direction of a language. */
export function directionOf(lang: string): 'ltr' | 'rtl' {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(lang) ? 'rtl' : 'ltr';
}

type Family = 'amount' | 'other' | 'terms';

/** The sentence of a family that belongs to a frequency. */
export function textFor(texts: BoxTexts, family: Family, frequency: Frequency): string {
  return texts[`${family}_${frequency}`];
}
