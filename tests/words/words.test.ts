import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languageOf, type Language } from '../../src/box/language.ts';
import { loudWords } from '../../src/reminders/neutral.ts';
import { bare, NEVER, SAMPLES } from './never.ts';

type Words = Record<string, string>;

const src = new URL('../../src/', import.meta.url);
const filesIn = (folder: string) =>
  readdirSync(new URL(folder, src))
    .map((name) => name.replace('.ts', '') as Language)
    .sort();
const LANGUAGES = Object.keys(NEVER).sort() as Language[];
const load = async (folder: string, language: string) =>
  (await import(new URL(`${folder}/${language}.ts`, src).href)) as Record<string, unknown>;

/** Everything that readers see in a language, part by part; lists become numbered keys. */
async function partsOf(language: string): Promise<Record<string, Words>> {
  const rooms = await Promise.all(
    ['box/words', 'pages/words', 'reminders/words'].map((folder) => load(folder, language)),
  );
  const { loud: _, ...parts } = Object.assign({}, ...rooms) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(parts).map(([part, words]) => [part, flat(words as object)]));
}

function flat(words: object): Words {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, text]: [string, string | string[]]) =>
      typeof text === 'string' ? [[key, text]] : text.map((one, i) => [`${key}.${i}`, one]),
    ),
  );
}

const all = Object.fromEntries(
  await Promise.all(LANGUAGES.map(async (language) => [language, await partsOf(language)] as const)),
);
const english = all['en'] as Record<string, Words>;

/** `part.key` and text, for every text of a language. */
const textsOf = (language: string): [name: string, text: string][] =>
  Object.entries(all[language] ?? {}).flatMap(([part, words]) =>
    Object.entries(words).map(([key, text]): [string, string] => [`${part}.${key}`, text]),
  );
const faulty = (language: string, isFaulty: (text: string, name: string) => boolean) =>
  textsOf(language).filter(([name, text]) => isFaulty(text, name));

/** Labels and cells: not sentences, so they have no full stop; each stands alone where it is shown. */
const LABELS = /\.(range|goIn|print|giveTitle|errorTitle|requestReference|backToSite|other_\w+|amount_\w+)$/;
/** Stand behind a sum, in a cell of their own, and so begin small where the language has capitals. */
const BEHIND_A_SUM = /\.(per_\w+|rhythm\w+)$/;
/** Names and words that are the same in another language. */
const SAME: Partial<Record<Language, string[]>> = { es: ['page.errorTitle'] };
const ENDS = /[.!?؟…][\])*”»“\u00a0]*$/u;
/** A headline has no full stop, and a byline one after its day. */
const OVER_THE_ARTICLE = /^article\.(headline|byline)$/;

test('each language has its three files, and nobody else has', () => {
  for (const folder of ['box/words', 'pages/words', 'reminders/words'])
    expect([folder, ...filesIn(folder)]).toEqual([folder, ...LANGUAGES]);
  for (const language of LANGUAGES) expect(languageOf(`${language}-XX`)).toBe(language);
  for (const none of ['sr', 'pl-PL', 'zh-Hant-TW', 'arc', 'rue', 'esu', 'frr', ''])
    expect(languageOf(none)).toBe('en');
});

describe.each(LANGUAGES)('words in %s', (language) => {
  test('none is missing, none is left over, none is empty', () => {
    expect(Object.keys(all[language] ?? {}).sort()).toEqual(Object.keys(english).sort());
    for (const [part, words] of Object.entries(english))
      expect(Object.keys(all[language]?.[part] ?? {}).sort()).toEqual(Object.keys(words).sort());
    expect(faulty(language, (text) => text.trim() === '')).toEqual([]);
  });

  test('each is translated', () => {
    const same = textsOf(language).filter(([name, text]) => {
      const [part = '', key = ''] = name.split(/\.(.*)/);
      return language !== 'en' && english[part]?.[key] === text;
    });
    expect(same.map(([name]) => name)).toEqual(SAME[language] ?? []);
  });

  test('names the same values and has the same marks as English', () => {
    const marks = (text: string) => [
      ...[...new Set(text.match(/\{[^}]*\}?/g))].sort(),
      text.match(/\*\*/g)?.length ?? 0,
      text.match(/\[/g)?.length ?? 0,
      text.match(/\]/g)?.length ?? 0,
    ];
    for (const [part, words] of Object.entries(english))
      for (const [key, text] of Object.entries(words))
        expect([`${part}.${key}`, ...marks(all[language]?.[part]?.[key] ?? '')]).toEqual([
          `${part}.${key}`,
          ...marks(text),
        ]);
  });

  test('nothing is a piece to be glued', () => {
    expect(faulty(language, (text) => text !== text.trim() || /\s{2}|\n/.test(text))).toEqual([]);
    const startsSmall = (text: string) => /^[\s*«“„[¿¡({]*\p{Ll}/u.test(text.replace(/\{\w+\}/g, 'X'));
    expect(faulty(language, (text, name) => startsSmall(text) && !BEHIND_A_SUM.test(name))).toEqual([]);
    expect(
      faulty(language, (text, name) => text.includes('{') && !LABELS.test(name) && !ENDS.test(text)),
    ).toEqual([]);
    // A text is a label without any full stop, or sentences that all have theirs.
    expect(
      faulty(
        language,
        (text, name) => /[.!?؟] \S/u.test(text) && !ENDS.test(text) && !OVER_THE_ARTICLE.test(name),
      ),
    ).toEqual([]);
    expect(faulty(language, (text) => /[,;:،؛–—-]$/u.test(text))).toEqual([]);
  });

  test('promises neither anonymity nor safety', () => {
    expect(faulty(language, (text) => NEVER[language].test(bare(text)))).toEqual([]);
    for (const bad of SAMPLES[language].caught) expect(bare(bad)).toMatch(NEVER[language]);
    for (const good of SAMPLES[language].passes) expect(bare(good)).not.toMatch(NEVER[language]);
  });

  test('is set as the language is printed', () => {
    expect(faulty(language, (text) => /['"]|\.\.\.|--/.test(text))).toEqual([]);
    // On a small phone no line of the byline ends between a day and its month.
    expect(
      faulty(
        language,
        (text, name) => name === 'article.byline' && /\d\.? /.test(text.replace(/\d{4} /, '')),
      ),
    ).toEqual([]);
    const wrong: Partial<Record<Language, RegExp>> = {
      ru: /[іїєґІЇЄҐ]/u,
      uk: /[ыэёъЫЭЁЪ]/u,
      de: /[«»]|\b(du|dein\w*|dir|dich)\b/iu,
      fr: / [;!?:»]|« |[^\u202f\u00a0 ][;!?](?!\S)|(?<!\p{L})(tu|ton|ta|tes|toi)(?!\p{L})/iu,
      es: /(?:^|[.!?] )[^¿.!?]*\?|(?:^|[.!?] )[^¡.!?]*!|\b(usted|su|sus|le)\b/iu,
      ar: /[,;?]|[\u0660-\u0669]/u,
    };
    // The article tells of third persons, whose pronouns look like those of politeness.
    const toReaders = (name: string) => !name.startsWith('article.');
    expect(
      faulty(language, (text, name) => toReaders(name) && (wrong[language]?.test(text) ?? false)),
    ).toEqual([]);
  });

  test('its mails say nothing of a publisher, of money or of a purpose', () => {
    const mail = Object.entries(all[language]?.['mail'] ?? {});
    expect(mail.map(([key, text]) => [key, ...loudWords(text)]).filter((line) => line.length > 1)).toEqual(
      [],
    );
    expect(loudWords(Object.values(all[language]?.['box'] ?? {}).join(' ')).length).toBeGreaterThan(3);
  });
});

test('no sentence is put together in the code', () => {
  const sources = ['box', 'pages', 'widget', 'reminders', 'checkout', 'http', 'embed']
    .flatMap((folder) =>
      readdirSync(new URL(folder, src), { recursive: true }).map((name) => `${folder}/${String(name)}`),
    )
    .filter((name) => name.endsWith('.ts') && !name.includes('/words/'));
  const text = String.raw`\b(?:texts|words|box|fault|reminder)\.\w+`;
  const glued = new RegExp(
    [
      String.raw`${text}\s*\+(?!\+)`,
      String.raw`\+\s*${text}`,
      String.raw`\$\{${text}\}[ ,]*\$\{${text}\}`,
      String.raw`\w \$\{${text}\}|\$\{${text}\} \w`,
    ].join('|'),
    'g',
  );
  const found = sources.flatMap((name) =>
    (readFileSync(new URL(name, src), 'utf8').match(glued) ?? []).map((hit) => `${name}: ${hit}`),
  );
  expect(found).toEqual([]);
});
