import { contrast, ENOUGH_FOR_EDGES, ENOUGH_FOR_WORDS, hexColour, mixed } from './contrast.ts';
import { THEMES, type Theme, type Tokens } from './tokens.ts';

/** The colours that a publisher may set, per theme. */
export const COLOURS = ['accent', 'on-accent', 'surface'] as const;
export type Colour = (typeof COLOURS)[number];

/** What a publisher chose; fonts and radius hold for both themes. */
export type Choice = Record<Theme, Record<Colour, string>> & { radius: number; text: string; ui: string };

/** Names of the fields of the page's form, and of its address. */
export const FIELDS = {
  light: { accent: 'accent', 'on-accent': 'on-accent', surface: 'surface' },
  dark: { accent: 'dark-accent', 'on-accent': 'dark-on-accent', surface: 'dark-surface' },
  radius: 'radius',
  text: 'font-text',
  ui: 'font-ui',
} as const;

/** A field that could not be read; what stood there before it is used instead. */
export type ThemingFault = { field: string; fault: 'colour' | 'radius' | 'font' };

const LARGEST_RADIUS = 27;

/** Reads the form. Every value that goes on from here is a colour, a number or a list of font names: never raw text. */
export function readChoice(
  query: Readonly<Record<string, unknown>>,
  tokens: Record<Theme, Tokens>,
): { choice: Choice; faults: ThemingFault[] } {
  const faults: ThemingFault[] = [];
  const read = <T>(
    field: string,
    fault: ThemingFault['fault'],
    standing: T,
    parse: (text: string) => T | null,
  ): T => {
    const given = query[field];
    if (typeof given !== 'string' || given.trim() === '') return standing;
    const value = given.length > 200 ? null : parse(given);
    if (value === null) faults.push({ field, fault });
    return value ?? standing;
  };
  const colours = (theme: Theme) =>
    Object.fromEntries(
      COLOURS.map((name) => [
        name,
        read(FIELDS[theme][name], 'colour', hexColour(tokens[theme][name] ?? '') ?? '', hexColour),
      ]),
    ) as Record<Colour, string>;
  const standing = tokens.light;
  const choice: Choice = {
    light: colours('light'),
    dark: colours('dark'),
    radius: read(FIELDS.radius, 'radius', Number.parseInt(standing['radius'] ?? '', 10), radiusOf),
    text: read(FIELDS.text, 'font', fontList(standing['font-text'] ?? '') ?? '', fontList),
    ui: read(FIELDS.ui, 'font', fontList(standing['font-ui'] ?? '') ?? '', fontList),
  };
  return { choice, faults };
}

function radiusOf(text: string): number | null {
  const match = /^(\d{1,2})(?:px)?$/.exec(text.trim());
  const radius = Number(match?.[1]);
  return match !== null && radius <= LARGEST_RADIUS ? radius : null;
}

/** Font names as CSS takes them: bare words stay bare, everything else in quotes. Null for what is no list of names. */
export function fontList(text: string): string | null {
  const names = text.split(',').map((name) =>
    name
      .trim()
      .replace(/^(['"])(.*)\1$/, '$2')
      .trim(),
  );
  if (!names.every((name) => /^[\p{L}\p{N}_ .-]{1,60}$/u.test(name))) return null;
  return names.map((name) => (/^-?[A-Za-z_][\w-]*$/.test(name) ? name : `'${name}'`)).join(', ');
}

function colourProperties(choice: Choice, theme: Theme): Record<string, string> {
  return Object.fromEntries(COLOURS.map((name) => [`--rs-${name}`, choice[theme][name]]));
}

/** The custom properties to set on the element, per theme. */
export function properties(choice: Choice, theme: Theme): Record<string, string> {
  return {
    ...colourProperties(choice, theme),
    '--rs-radius': `${choice.radius}px`,
    '--rs-font-text': choice.text,
    '--rs-font-ui': choice.ui,
  };
}

/**
 * The style sheet to copy. The dark colours stand there twice for the same reason as in the box: for readers whose
 * system is dark, and for pages that ask for dark.
 */
export function stylesToCopy(choice: Choice): string {
  const rule = (selector: string, values: Record<string, string>, inset = '') =>
    [
      `${inset}${selector} {`,
      ...Object.entries(values).map(([name, value]) => `${inset}  ${name}: ${value};`),
      `${inset}}`,
    ].join('\n');
  const dark = colourProperties(choice, 'dark');
  return [
    rule('reader-support', properties(choice, 'light')),
    `@media (prefers-color-scheme: dark) {\n${rule("reader-support:not([theme='light'])", dark, '  ')}\n}`,
    rule("reader-support[theme='dark']", dark),
  ].join('\n');
}

/** One pair of colours that meet in the box. */
export type Pair = {
  name: PairName;
  theme: Theme;
  front: string;
  back: string;
  ratio: number;
  needs: number;
  isEnough: boolean;
};

/** Where the pair is seen; the page has words for each. */
export type PairName = keyof typeof PAIRS;

const PAIRS = {
  button: ['on-accent', 'accent', ENOUGH_FOR_WORDS],
  buttonHover: ['on-accent', 'accent-hover', ENOUGH_FOR_WORDS],
  link: ['accent', 'surface', ENOUGH_FOR_WORDS],
  chosen: ['accent', 'tint', ENOUGH_FOR_WORDS],
  rhythm: ['accent', 'raised', ENOUGH_FOR_WORDS],
  notice: ['ink', 'tint', ENOUGH_FOR_WORDS],
  words: ['ink', 'surface', ENOUGH_FOR_WORDS],
  quietWords: ['ink-2', 'surface', ENOUGH_FOR_WORDS],
  error: ['error', 'surface', ENOUGH_FOR_WORDS],
  ring: ['accent', 'surface', ENOUGH_FOR_EDGES],
  edge: ['control', 'surface', ENOUGH_FOR_EDGES],
} as const;

const MIX = /^color-mix\(in srgb, var\(--rs-([\w-]+)\) (\d+)%, var\(--rs-([\w-]+)\)\)$/;

/** A token's colour as `#rrggbb`: the publisher's, the style sheet's own, or what that mixes from two others. */
function colourOf(token: string, chosen: Record<Colour, string>, tokens: Tokens): string | null {
  const value = { ...tokens, ...chosen }[token] ?? '';
  const [, one = '', percent, other = ''] = MIX.exec(value) ?? [];
  if (percent === undefined) return hexColour(value);
  const [front, back] = [colourOf(one, chosen, tokens), colourOf(other, chosen, tokens)];
  return front && back && mixed(front, back, Number(percent) / 100);
}

/** Every pair that a publisher's choice can spoil, in the order in which a reader meets them. */
export function pairsOf(choice: Choice, tokens: Record<Theme, Tokens>): Pair[] {
  return THEMES.flatMap((theme) =>
    (Object.keys(PAIRS) as PairName[]).flatMap((name) => {
      const [frontName, backName, needs] = PAIRS[name];
      const [front, back] = [frontName, backName].map((token) =>
        colourOf(token, choice[theme], tokens[theme]),
      );
      if (!front || !back) return [];
      const ratio = contrast(front, back);
      return [{ name, theme, front, back, ratio, needs, isEnough: ratio >= needs }];
    }),
  );
}
