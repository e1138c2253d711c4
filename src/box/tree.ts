// A neutral tree: the box is described once, the browser turns it into nodes without parsing any HTML
// (strict hosts forbid that), the server turns it into text.

/** Attribute values: true stands alone, null, undefined and false leave the attribute out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Tree = { tag: string; attributes: Attributes; children: readonly Piece[] };

/** What may stand inside an element; text is always text. */
export type Piece = Tree | string | null | false | undefined | readonly Piece[];

/** Values for the `{names}` of a text. */
export type Values = Readonly<Record<string, string>>;

export function el(tag: string, attributes: Attributes = {}, ...children: Piece[]): Tree {
  return { tag, attributes, children };
}

/** Puts values into a text for places that take no elements, such as attributes. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/**
 * A whole sentence as pieces: `**bold**`, `{values}` kept in their own direction by `<bdi>`, and, where
 * `link` is given, `[words of the link]`. A publisher's text may hold any other bracket: it stays.
 */
export function rich(text: string, values: Values = {}, link?: (words: Piece) => Piece): Piece[] {
  // Each of the three groups takes its turn in what split returns.
  return text.split(/\*\*(.+?)\*\*|\[(.+?)\]|\{(\w+)\}/).map((part, i) => {
    if (!part || i % 4 === 0) return part;
    if (i % 4 === 3) return Object.hasOwn(values, part) ? el('bdi', {}, values[part]) : `{${part}}`;
    const words = rich(part, values, link);
    if (i % 4 === 1) return el('b', {}, words);
    return link ? link(words) : ['[', words, ']'];
  });
}
