import { en } from './en.ts';
import { ru } from './ru.ts';

/** Every word of the documentation for publishers: a language that lacks one does not compile. */
export type DocsTexts = Readonly<Record<keyof typeof en, string>>;

/** Languages of the documentation; its readers are newsrooms, so these two are enough. */
export type DocsLang = 'en' | 'ru';

export function docsTexts(lang: DocsLang): DocsTexts {
  return lang === 'ru' ? ru : en;
}
