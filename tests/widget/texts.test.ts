import { describe, expect, test } from 'vitest';
import * as en from '../../src/box/words/en.ts';
import * as ru from '../../src/box/words/ru.ts';
import { article as articleEn, page as pagesEn } from '../../src/pages/words/en.ts';
import { article as articleRu, page as pagesRu } from '../../src/pages/words/ru.ts';

/** Promises that nobody can keep for a reader in danger; "Stripe’s secure page" is a fact about a page. */
const NEVER =
  /anonym|untrace|untrack|\bsafe|\bsecure(?! page)|risk.free|without risk|guarant|no one will know|анонимн|безопасн|без риска|гарантир|никто не узнает|не отсле|защищ(?!ённой странице)/iu;

/** Labels with a value in them; everything else with a value is a whole sentence. */
const LABELS = ['range', 'goIn', 'print', 'giveTitle', 'errorTitle', 'requestReference', 'backToSite'];

const pairs: [string, Record<string, string>, Record<string, string>][] = [
  ['box', en.box, ru.box],
  ['faults', en.fault, ru.fault],
  ['reminder', en.reminder, ru.reminder],
  ['pages', pagesEn, pagesRu],
];

describe.each(pairs)('words of the %s', (_, en, ru) => {
  test('every text is there in both languages, and none is empty', () => {
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    for (const text of [...Object.values(en), ...Object.values(ru)]) expect(text.trim()).not.toBe('');
  });

  test('both languages name the same values and have the same links', () => {
    const marks = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const [key, text] of Object.entries(en)) {
      expect([key, ...marks(ru[key] ?? '')]).toEqual([key, ...marks(text)]);
      expect([key, (ru[key] ?? '').includes('[')]).toEqual([key, text.includes('[')]);
    }
  });

  test('a text with a value is a whole sentence, never a piece to be glued', () => {
    const faults = [...Object.entries(en), ...Object.entries(ru)].filter(
      ([key, text]) =>
        text.includes('{') &&
        (!/^[\p{Lu}{*«“[]/u.test(text) || !(LABELS.includes(key) || /[.!?][\]*)”»]*$/.test(text))),
    );
    expect(faults).toEqual([]);
  });

  test('nothing promises anonymity or safety', () => {
    const texts = [...Object.values(en), ...Object.values(ru)];
    expect(texts.filter((text) => NEVER.test(text))).toEqual([]);
  });
});

test('the demo article promises nothing either', () => {
  const texts = [articleEn, articleRu].flatMap((one) => Object.values(one).flat());
  expect(texts.filter((text) => NEVER.test(text))).toEqual([]);
});

test('the list of words works', () => {
  for (const bad of ['Give anonymously', 'It is safe', 'a secure way', 'Это безопасно', 'анонимный перевод'])
    expect(bad).toMatch(NEVER);
  expect('You pay on Stripe’s secure page.').not.toMatch(NEVER);
});
