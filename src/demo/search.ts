import { Buffer } from 'node:buffer';

/** One way in which a text may lie in a file. */
export type Spelling = { name: string; bytes: Buffer };

/** What a search through some bytes found: how often in all, and by which spellings. */
export type Hits = { times: number; spellings: string[] };

/**
 * Every usual way of writing a text into a file or a line: as it is, in small and in capital letters, in
 * UTF-16, hex, percent codes and base64. Base64 of a text inside another one begins at any of three places.
 */
export function spellings(text: string): Spelling[] {
  const found = new Map<string, Spelling>();
  const add = (name: string, bytes: Buffer | string) => {
    const spelling = { name, bytes: Buffer.from(bytes) };
    const key = spelling.bytes.toString('latin1');
    if (spelling.bytes.length > 0 && !found.has(key)) found.set(key, spelling);
  };
  for (const written of new Set([text, text.toLowerCase(), text.toUpperCase()])) {
    const bytes = Buffer.from(written);
    const hex = bytes.toString('hex');
    add('UTF-8', bytes);
    add('UTF-16', Buffer.from(written, 'utf16le'));
    add('UTF-16', Buffer.from(written, 'utf16le').swap16());
    for (const digits of [hex, hex.toUpperCase()]) {
      add('hex', digits);
      add('percent', digits.replace(/../g, '%$&'));
    }
    add('percent', encodeURIComponent(written));
    for (const offset of [0, 1, 2]) {
      const inside = base64Inside(bytes, offset);
      add('base64', inside);
      add('base64', inside.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return [...found.values()];
}

/** Looks for every spelling at every byte. */
export function search(haystack: Buffer, wanted: readonly Spelling[]): Hits {
  const names = new Set<string>();
  let times = 0;
  for (const { name, bytes } of wanted) {
    for (let at = haystack.indexOf(bytes); at !== -1; at = haystack.indexOf(bytes, at + 1)) {
      names.add(name);
      times += 1;
    }
  }
  return { times, spellings: [...names] };
}

/** The letters of base64 that depend on these bytes alone, whatever stands before (`offset` bytes) and after them. */
function base64Inside(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
