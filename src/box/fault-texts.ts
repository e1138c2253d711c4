import { faultEn } from './fault-en.ts';
import { faultRu } from './fault-ru.ts';

/** Words that no reader sees before pressing Continue; the widget loads them then. */
export type FaultTexts = Readonly<Record<keyof typeof faultEn, string>>;

/** The built-in words for a language tag; English where there are none. */
export function faultTexts(lang: string): FaultTexts {
  return /^ru\b/.test(lang) ? faultRu : faultEn;
}
