import { remember } from '../../remember.ts';

/** What is bound in a statement; lists are for `= any(:name)`. */
export type Value = string | number | boolean | null | readonly string[] | readonly number[];

type Numbered = { text: string; order: readonly string[]; name: string };

/** What is forgotten is prepared anew under the same name. */
const texts = remember<Numbered>(500);

/**
 * A statement whose values are named (`:from`) as the driver wants it: `$1`, `$2` and a list, with a name under which the
 * connection prepares it once. Texts have names in them and never values, so that there are few of them.
 */
export function numbered(
  text: string,
  values: Record<string, Value>,
): { text: string; values: Value[]; name: string } {
  const { text: out, order, name } = texts(text, () => number(text));
  return {
    text: out,
    name,
    values: order.map((each) => {
      const value = values[each];
      if (value === undefined) throw new Error(`no value for :${each}`);
      return value;
    }),
  };
}

function number(text: string): Numbered {
  const order: string[] = [];
  // Not `::` of a cast, and nothing inside a quoted text.
  const out = text.replace(/'[^']*'|(?<!:):([a-zA-Z_]\w*)/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole;
    if (!order.includes(name)) order.push(name);
    return `$${order.indexOf(name) + 1}`;
  });
  return { text: out, order, name: nameOf(out) };
}

/** Follows from the text alone: a connection never has another text under it. 64 bits (FNV-1a) never meet among hundreds. */
function nameOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `rs_${hash.toString(36)}`;
}
