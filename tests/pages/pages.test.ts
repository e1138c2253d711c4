import { describe, expect, test } from 'vitest';
import { HOSTILE, LANGUAGES, samples } from './samples.ts';

describe.each(LANGUAGES)('pages in %s', (lang) => {
  const pages = Object.entries(samples(lang));

  test.each(pages)('%s: language, one heading, a title, no inline script or style', (_, page) => {
    expect(page).toMatch(
      new RegExp(
        `^<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}" class="rs-tokens"( data-theme="(light|dark)")?>`,
      ),
    );
    expect(page.match(/<h1[ >]/g)).toHaveLength(1);
    expect(page.match(/<title>[^<]+<\/title>/g)).toHaveLength(1);
    expect(page.match(/<main id="main"/g)).toHaveLength(1);
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(page).not.toMatch(/<script(?![^>]*\ssrc="\/)/);
    expect(page).not.toMatch(/undefined|\[object|NaN|>false<|\{\w+\}/);
    expect(Buffer.byteLength(page)).toBeLessThan(14 * 1024);
  });

  test.each(pages)('%s: every field has a label, every id stands once', (_, page) => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const inLabels = [...page.matchAll(/<label[ >].*?<\/label>/gs)].join('\n');
    for (const [field, id] of page.matchAll(
      /<(?:input|select)(?:(?!type="hidden")[^>])*?(?:\sid="([^"]+)")?[^>]*>/g,
    )) {
      if (field.includes('type="hidden"')) continue;
      const known = /\sid="([^"]+)"/.exec(field)?.[1] ?? id;
      const labelled = known === undefined ? inLabels.includes(field) : page.includes(`for="${known}"`);
      expect([field, labelled]).toEqual([field, true]);
    }
    for (const [, target] of page.matchAll(/(?:for|aria-describedby|aria-labelledby)="([^"]+)"/g))
      for (const id of target?.split(' ') ?? []) expect(ids).toContain(id);
  });

  test('nothing from outside can break out of any page', () => {
    for (const [name, page] of Object.entries(samples(lang, HOSTILE))) {
      expect([name, page.includes('<img')]).toEqual([name, false]);
      expect([name, /="[^"]*[<>]/.test(page)]).toEqual([name, false]);
    }
  });
});

describe('what pages say about the money', () => {
  const en = samples('en');

  test('every message says what happened to it', () => {
    for (const [name, page] of Object.entries(en).filter(([key]) => key.startsWith('message')))
      expect([name, page.includes('You have not been charged')]).toEqual([name, true]);
  });

  test('a fault sends the form back with what was typed, a summary and the way to the field', () => {
    const page = en['give with a fault'] ?? '';
    expect(page).toContain('<title>Error: ');
    expect(page).toContain('href="#rs-other-monthly"');
    expect(page).toMatch(/id="rs-other-monthly"[^>]* value="Example"[^>]* aria-invalid="true"/);
    expect(page).toContain('name="do" value="currency" formaction="/give"');
  });

  test('thanks claim only what is known', () => {
    expect(en['thanks, paid']).toMatch(/\$5\.00.*every month.*22 December 2026.*Example.*Change or cancel/s);
    expect(en['thanks, processing']).not.toContain('went through');
    expect(en['thanks, processing']).not.toContain('Change or cancel');
    expect(en['thanks, unknown']).not.toContain('class="panel"');
  });

  test('whoever is told not to pay is not asked to in the sentence before', () => {
    const asks = (name: string) => /class="rs-message"[^>]*>[^<]*<b>/.test(en[name] ?? '');
    expect([asks('give'), asks('give, stopped')]).toEqual([true, false]);
  });

  test('they promise the quiet that the box will keep: three months, eight after the first of many payments', () => {
    expect(en['thanks, paid']).toContain('for eight months');
    expect(en['thanks, paid once']).toContain('for three months');
    expect(en['thanks, paid once']).not.toContain('eight');
  });

  test('the page on the way out leads to the payment page without a script', () => {
    expect(en['leave']).toContain(
      'http-equiv="refresh" content="0;url=https://checkout.stripe.com/c/pay/cs_test_1#Example"',
    );
    expect(en['leave']).toContain('<a class="rs-btn" href="https://checkout.stripe.com/');
  });

  test('pages behind the links of a neutral mail do not name the publisher', () => {
    for (const [name, page] of Object.entries(samples('en', 'Zeitung')).filter(([key]) =>
      key.startsWith('reminder:'),
    ))
      expect([name, page.replace('/r/Zeitung/', '').includes('Zeitung')]).toEqual([name, false]);
  });
});
