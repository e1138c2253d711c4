import { tokenize, type Token } from './tokens.ts';

export type Reader = ReturnType<typeof makeReader>;

/** Walks over the tokens of a file. */
export function makeReader(source: string) {
  const tokens: Token[] = tokenize(source);
  let at = 0;
  const peek = (ahead = 0): string => {
    const token = tokens[at + ahead];
    return token === undefined || token.kind === 'string' ? '' : token.text;
  };
  return {
    peek,
    done: () => at >= tokens.length,
    next(): Token {
      const token = tokens[at++];
      if (token === undefined) throw new Error('The declaration file ends too early.');
      return token;
    },
    take(text: string): boolean {
      if (peek() !== text) return false;
      at++;
      return true;
    },
    expect(text: string): void {
      if (peek() !== text) throw new Error(`Expected ${text} but found ${tokens[at]?.text ?? 'the end'}.`);
      at++;
    },
    /** Leaves out one balanced group that starts at the current opening sign. */
    skipGroup(): void {
      let depth = 0;
      do {
        const sign = peek();
        if (sign === '{' || sign === '(') depth++;
        if (sign === '}' || sign === ')') depth--;
        at++;
      } while (depth > 0);
    },
    skipPast(sign: string): void {
      while (at < tokens.length && peek() !== sign) {
        if (peek() === '{' || peek() === '(') this.skipGroup();
        else at++;
      }
      at++;
    },
  };
}
