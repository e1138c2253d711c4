import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLIC_FOLDER } from '../assets/manifest.ts';

/** The box's tokens in one theme, by their names without `--rs-`. */
export type Tokens = Readonly<Record<string, string>>;

/** The tokens as public/tokens.css names them: the theming page must not compute with colours of its own. */
export function readTokens(
  css = readFileSync(join(PUBLIC_FOLDER, 'tokens.css'), 'utf8'),
): Record<Theme, Tokens> {
  const block = (selector: string): Tokens => {
    const start = css.indexOf(selector);
    const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
    return Object.fromEntries(
      [...body.matchAll(/--rs-([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
    );
  };
  const light = block(':host,');
  return { light, dark: { ...light, ...block(":host([theme='dark'])") } };
}

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
