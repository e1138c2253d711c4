import { languageOf, type Language } from '../box/language.ts';
import { dateWords } from '../box/reminder-days.ts';
import * as ar from './words/ar.ts';
import * as de from './words/de.ts';
import * as en from './words/en.ts';
import * as es from './words/es.ts';
import * as fr from './words/fr.ts';
import * as ru from './words/ru.ts';
import * as uk from './words/uk.ts';

/** Every word of the pages: a language that lacks one does not compile. */
export type PageTexts = Readonly<Record<keyof typeof en.page, string>>;

/** Every word of the demo's article. */
export type ArticleTexts = {
  paper: string;
  sections: readonly string[];
  sectionsLabel: string;
  kicker: string;
  headline: string;
  byline: string;
  before: readonly string[];
  after: readonly string[];
  fallback: string;
  heading: string;
  /** How the made-up newspaper spends its money. */
  spending: readonly string[];
};

const PAGES: Record<Language, { page: PageTexts; article: ArticleTexts }> = { en, ru, uk, de, fr, es, ar };

/** The demo's article in the words of a language. */
export function articleTexts(lang: string): ArticleTexts {
  return PAGES[languageOf(lang)].article;
}

/** The words for a language tag; English where there are none. */
export function pageTexts(lang: string): PageTexts {
  return PAGES[languageOf(lang)].page;
}

/** A day in words, as the reader's language writes it, in the publisher's zone. */
export function dateText(lang: string, date: Date, zone: string): string {
  return dateWords(lang, date, { timeZone: zone, dateStyle: 'long' });
}

/** "30 sec", "5 min": short units need no plural and no case in either language. */
export function waitText(lang: string, seconds: number): string {
  const minutes = seconds > 90;
  return new Intl.NumberFormat(lang, { style: 'unit', unit: minutes ? 'minute' : 'second' }).format(
    minutes ? Math.ceil(seconds / 60) : Math.max(1, Math.ceil(seconds)),
  );
}
