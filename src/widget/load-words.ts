import { languageOf } from '../box/language.ts';

/**
 * English words come with the part that shows them, those of any other language as a file of their own for each part.
 * Where it does not arrive, English is better than nothing.
 *
 * @param part what stands behind the language in the file's name
 */
export async function loadWords<T>(lang: string, english: T, part = ''): Promise<T> {
  const language = languageOf(lang);
  if (language === 'en') return english;
  return import(`rs:words/${language}${part}`).then(
    ({ texts }: { texts: T }) => texts,
    () => english,
  );
}
