import { describe, expect, it, test } from 'vitest';
import { contrast, hexColour, ratioText } from '../../src/embed/contrast.ts';
import { fontList, pairsOf, properties, readChoice, stylesToCopy } from '../../src/embed/theming.ts';
import { readTokens } from '../../src/embed/tokens.ts';

const tokens = readTokens();
const choose = (query: Record<string, unknown> = {}) => readChoice(query, tokens);

describe('contrast', () => {
  // Pairs that checkers and textbooks agree on.
  test.each([
    ['#000', '#fff', 21],
    ['#fff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#959595', '#ffffff', 2.99],
    ['#949494', '#ffffff', 3.03],
    ['#ff0000', '#ffffff', 4],
    ['#0000ff', '#ffffff', 8.59],
    ['#00ff00', '#ffffff', 1.37],
  ])('%s on %s is %d to 1, in either order', (one, other, ratio) => {
    expect(Math.abs(contrast(one, other) - ratio)).toBeLessThan(0.01);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });

  test.each([
    ['#fff', '#17497b', 9.2],
    ['#1a1c20', '#f8f5ef', 15.7],
    ['#8a857d', '#f8f5ef', 3.4],
    ['#f2f0eb', '#181b20', 15.2],
  ])('%s on %s is %d, as measured in the reference design', (one, other, ratio) => {
    expect(contrast(one, other).toFixed(1)).toBe(ratio.toFixed(1));
  });

  it('is cut, never rounded up to what is needed', () => {
    expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5);
    expect(ratioText('en', 4.497)).toBe('4.4');
    expect(ratioText('ru', 4.5)).toBe('4,5');
    expect(ratioText('en', 21)).toBe('21.0');
  });

  it('knows colours and nothing else', () => {
    expect([hexColour('#ABC'), hexColour(' 17497b '), hexColour('#17497B')]).toEqual([
      '#aabbcc',
      '#17497b',
      '#17497b',
    ]);
    for (const text of ['', 'red', '#12', '#12345', '#1234567', 'rgb(0,0,0)', '#fff;}', 'var(--x)', '#ggg'])
      expect([text, hexColour(text)]).toEqual([text, null]);
    expect(() => contrast('red', '#fff')).toThrow(RangeError);
  });
});

describe('a choice', () => {
  it('starts with the colours of the style sheet, and those pass', () => {
    const { choice, faults } = choose();
    expect(faults).toEqual([]);
    expect(choice).toMatchObject({
      light: { accent: '#17497b', 'on-accent': '#ffffff', surface: '#f8f5ef' },
      dark: { accent: '#9dc4f1', 'on-accent': '#0b1b2c', surface: '#181b20' },
      radius: 10,
      ui: 'Inter, system-ui, sans-serif',
    });
    const pairs = pairsOf(choice, tokens);
    expect(pairs.filter((pair) => !pair.isEnough)).toEqual([]);
    expect(pairs.filter(({ theme }) => theme === 'dark').length).toBeGreaterThan(6);
  });

  it('warns where words or edges get too little, per theme', () => {
    const { choice } = choose({ accent: '#e0a000', surface: '#ffffff' });
    const poor = pairsOf(choice, tokens)
      .filter((pair) => !pair.isEnough)
      .map(({ theme, name }) => `${theme} ${name}`);
    expect(poor).toEqual(expect.arrayContaining(['light button', 'light link', 'light ring']));
    expect(poor.filter((name) => name.startsWith('dark'))).toEqual([]);
  });

  it('measures what follows from the accent too: the button under the pointer, and behind the chosen amount', () => {
    const backs = (query: Record<string, unknown>) =>
      Object.fromEntries(
        pairsOf(choose(query).choice, tokens)
          .filter(({ name }) => name === 'buttonHover' || name === 'chosen')
          .map(({ theme, name, back }) => [`${theme} ${name}`, back]),
      );
    // 70 % of the accent in the ink, 10 % of the accent in that of the words on it.
    expect(backs({})).toEqual({
      'light buttonHover': '#183c60',
      'light chosen': '#e8edf2',
      'dark buttonHover': '#b7d1ef',
      'dark chosen': '#1a2c40',
    });
    expect(backs({ accent: '#b00020' })).toMatchObject({
      'light buttonHover': '#830820',
      'light chosen': '#f7e6e9',
    });
  });

  it('takes 4.5 for words and 3 for edges, to the last digit', () => {
    const needs = new Map(pairsOf(choose().choice, tokens).map(({ name, needs }) => [name, needs]));
    expect([needs.get('button'), needs.get('link'), needs.get('ring'), needs.get('edge')]).toEqual([
      4.5, 4.5, 3, 3,
    ]);
    const at = (accent: string) =>
      pairsOf(choose({ accent, surface: '#fff', 'on-accent': '#fff' }).choice, tokens).find(
        ({ name, theme }) => name === 'link' && theme === 'light',
      )?.isEnough;
    expect([at('#767676'), at('#777777')]).toEqual([true, false]);
  });

  it.each([
    [{ accent: 'red' }, 'accent', 'colour'],
    [{ accent: '#fff}body{display:none' }, 'accent', 'colour'],
    [{ 'dark-surface': 'url(//evil)' }, 'dark-surface', 'colour'],
    [{ radius: '28' }, 'radius', 'radius'],
    [{ radius: '-1' }, 'radius', 'radius'],
    [{ radius: '1em' }, 'radius', 'radius'],
    [{ 'font-text': 'Georgia; } * { display: none' }, 'font-text', 'font'],
    [{ 'font-text': "O'Brien" }, 'font-text', 'font'],
    [{ 'font-ui': 'x'.repeat(300) }, 'font-ui', 'font'],
    [{ 'font-ui': 'a,,b' }, 'font-ui', 'font'],
  ])('%j is passed over and said', (query, field, fault) => {
    const { choice, faults } = choose(query);
    expect(faults).toEqual([{ field, fault }]);
    expect(stylesToCopy(choice)).toBe(stylesToCopy(choose().choice));
  });

  it('writes font names as CSS takes them', () => {
    expect(fontList('"PT Serif", Georgia,serif')).toBe("'PT Serif', Georgia, serif");
    expect(fontList('inherit')).toBe('inherit');
    expect(fontList('Литературная')).toBe("'Литературная'");
    expect(fontList('a\\"b')).toBeNull();
  });
});

describe('the style sheet to copy', () => {
  const css = stylesToCopy(
    choose({ accent: '#a00', 'dark-accent': '#f99', radius: '0', 'font-text': 'inherit' }).choice,
  );

  it('sets what was chosen, in both themes', () => {
    expect(css).toContain('--rs-accent: #aa0000;');
    expect(css.match(/--rs-accent: #ff9999;/g)).toHaveLength(2);
    expect(css).toContain('--rs-radius: 0px;');
    expect(css).toContain('--rs-font-text: inherit;');
    expect(css.match(/\{/g)).toHaveLength(css.match(/\}/g)?.length ?? 0);
  });

  it('sets only what the box lets a publisher set', () => {
    const names = new Set([...css.matchAll(/--rs-[\w-]+/g)].map(([name]) => name));
    expect([...names].sort()).toEqual(
      ['accent', 'font-text', 'font-ui', 'on-accent', 'radius', 'surface'].map((name) => `--rs-${name}`),
    );
    expect(Object.keys(properties(choose().choice, 'dark')).sort()).toEqual([...names].sort());
  });
});
