import type { Frequency } from '../checkout/contract.ts';
import { languageOf, type Language } from './language.ts';
import * as ar from './words/ar.ts';
import * as de from './words/de.ts';
import * as en from './words/en.ts';
import * as es from './words/es.ts';
import * as fr from './words/fr.ts';
import * as ru from './words/ru.ts';
import * as uk from './words/uk.ts';

/** Words that every reader of the box sees: a language that lacks one does not compile. */
export type BoxTexts = Readonly<Record<keyof typeof en.box, string>>;

/** Words that no reader sees before pressing Continue; the widget loads them then. */
export type FaultTexts = Readonly<Record<keyof typeof en.fault, string>>;

/** Words of the reminder panel; the widget loads them when a reader asks for it. */
export type ReminderTexts = Readonly<Record<keyof typeof en.reminder, string>>;

/** Words of what few pages ask for, and of a return from the payment page; the widget loads them then. */
export type MoreTexts = Readonly<Record<keyof typeof en.more, string>>;

/** All words of the box in one language. */
export type BoxWords = { box: BoxTexts; fault: FaultTexts; reminder: ReminderTexts; more: MoreTexts };

const WORDS: Record<Language, BoxWords> = { en, ru, uk, de, fr, es, ar };

/** The built-in words for a language tag; English where there are none. */
export function boxWords(lang: string): BoxWords {
  return WORDS[languageOf(lang)];
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
