import type { Frequency } from '../checkout/contract.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

/** Every word of the box: a language that lacks one does not compile. */
export type BoxTexts = Readonly<Record<keyof typeof en, string>>;

/** The built-in words for a language tag; English where there are none. */
export function boxTexts(lang: string): BoxTexts {
  return /^ru\b/.test(lang) ? ru : en;
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
