import { MAIL_WORDS } from './texts.ts';

// A reminder is read on locked screens, in shared mailboxes and on seized phones. None of these may stand
// in its sender, subject, text or addresses; the beginnings of words are matched in any case.

const LOUD_WORDS = Object.values(MAIL_WORDS).flatMap(({ loud }) => loud.split(' '));

/** The loud words in a text, of all languages: a Russian mail may carry an English address. */
export function loudWords(text: string, names: readonly string[] = []): string[] {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  const stems = [...LOUD_WORDS, ...names.flatMap(wordsOfName)];
  return [...new Set(words.filter((word) => stems.some((stem) => word.startsWith(plain(stem)))))];
}

/**
 * What in the mail settings would name the publisher or the purpose to whoever sees a mailbox: for the
 * doctor, because these are chosen outside this program.
 */
export function loudSettings(config: {
  mail: { from: string } | null;
  publicUrl: string;
  publisher: { name: string; editions: Readonly<Record<string, { name: string }>> };
}): { setting: 'MAIL_FROM' | 'PUBLIC_URL'; words: string[] }[] {
  const names = [config.publisher, ...Object.values(config.publisher.editions)].map(({ name }) => name);
  const host = new URL(config.publicUrl).hostname;
  return [
    { setting: 'MAIL_FROM' as const, words: loudWords(config.mail?.from ?? '', names) },
    { setting: 'PUBLIC_URL' as const, words: loudWords(host, names) },
  ].filter(({ words }) => words.length > 0);
}

function wordsOfName(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 3 && word !== 'example');
}

/** Without accents, vowel marks and capitals, which people leave out or add as they please. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
