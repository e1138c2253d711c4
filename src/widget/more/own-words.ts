import { names } from 'rs:names';
import type { BoxTexts, MoreTexts } from '../../box/texts.ts';
import { more } from '../../box/words/en.ts';
import type { Host } from '../host.ts';
import { loadWords } from '../load-words.ts';
import { say } from './hints.ts';

/** The page's own words in place of the built-in ones; names that no text has are told to whoever wrote them. */
export function ownWords({ view }: Host, strings: Record<string, unknown>): void {
  const own: Record<string, string> = {};
  for (const [inside, name] of Object.entries(names)) {
    const text = strings[name];
    if (typeof text === 'string') own[inside] = text;
  }
  const known = Object.values(names);
  const unknown = Object.keys(strings).filter((name) => !known.includes(name));
  if (unknown.length > 0) say(`no text is called ${unknown.join(', ')}.`);
  view.texts = { ...view.texts, ...(own as Partial<BoxTexts>) };
  view.config = { ...view.config, texts: { ...view.config.texts, ...own } };
}

/** The words of what this file draws, the page's own among them. */
export async function moreWords({ view }: Host): Promise<MoreTexts> {
  return { ...(await loadWords<MoreTexts>(view.config.lang, more, '-more')), ...view.texts };
}
