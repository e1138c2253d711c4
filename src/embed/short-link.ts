import type { Config } from '../config/config.ts';
import type { Wish } from './wish.ts';

/**
 * The choice behind a printed code, or null. Codes stand in the publisher file and nowhere else: there is no table
 * to fill, nothing is counted, and a code says no more about a reader than the page it was printed on.
 */
export function shortLinkOf(config: Config, code: string): Wish | null {
  // Telephones write the first letter of a line large.
  const known = code.toLowerCase();
  const { shortLinks, defaultLang } = config.publisher;
  if (!Object.hasOwn(shortLinks, known)) return null;
  const { amount, ...link } = shortLinks[known] ?? {};
  return { lang: defaultLang, ...link, ...(amount === undefined ? {} : { amount: String(amount) }) };
}
