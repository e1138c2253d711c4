/** The languages that mails and calendar files are written in. */
export type Language = 'en' | 'ru';

/** The language to write in to a reader of this tag. */
export function languageOf(tag: string): Language {
  return tag.split('-')[0] === 'ru' ? 'ru' : 'en';
}

/** "1 December 2026" / «1 декабря 2026»: fits into a sentence, also before a full stop. */
export function dayInWords(day: string, language: Language): string {
  const words = new Intl.DateTimeFormat(language === 'ru' ? 'ru' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));
  return words.replace(/\s?г\.$/u, '');
}
