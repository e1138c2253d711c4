/** The languages that readers are written to in. English stands in for all others. */
export type Language = 'en' | 'ru' | 'uk' | 'de' | 'fr' | 'es' | 'ar';

/** The language whose words go with a tag: `uk-UA` reads Ukrainian, `sr` English for want of Serbian words. */
export function languageOf(tag: string): Language {
  return (/^(ru|uk|de|fr|es|ar)\b/.exec(tag)?.[1] ?? 'en') as Language;
}
