/** One word, string, number or sign of a declaration file. */
export type Token = { kind: 'word' | 'string' | 'number' | 'sign'; text: string };

const pattern =
  /\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>-?\d[\d.]*)|(?<word>[A-Za-z_$][\w$]*)|(?<sign>=>|\.\.\.|[^\s\w])/gy;

/** Splits a declaration file into tokens; comments and blanks vanish. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  for (const match of source.matchAll(pattern)) {
    const groups = match.groups ?? {};
    if (groups['word'] !== undefined) tokens.push({ kind: 'word', text: groups['word'] });
    else if (groups['string'] !== undefined)
      tokens.push({ kind: 'string', text: groups['string'].slice(1, -1).replace(/\\(.)/g, '$1') });
    else if (groups['number'] !== undefined) tokens.push({ kind: 'number', text: groups['number'] });
    else if (groups['sign'] !== undefined) tokens.push({ kind: 'sign', text: groups['sign'] });
  }
  return tokens;
}
