import { css } from 'rs:styles';
import { kit } from './kit.ts';
import type { Later } from 'rs:later';

/** A file that was loaded later: what it borrows, and the rules that only it needs. */
type LaterFile = { take: (from: typeof kit) => void; css: string };

/** One style sheet for every box of a page. Constructed, so a host that forbids inline styles allows it. */
export const sheet = new CSSStyleSheet();
let rules = css;
sheet.replaceSync(rules);

/** What the address of a file ends in that did not arrive so far: a question mark for each time. */
const lost: Partial<Record<keyof Later, string>> = {};

/**
 * A file that few pages ask for, joined to this one; undefined where it does not arrive. Most browsers remember that for
 * as long as the page lives and ask no second time, so the next try is another address.
 */
export function load<Name extends keyof Later>(name: Name): Promise<Later[Name] | undefined> {
  const again = lost[name] ?? '';
  return import(`rs:later/${name}!${again}`).then(open<Later[Name]>, () => {
    lost[name] = `${again}?`;
    return undefined;
  });
}

/** Joins a file that was loaded later to this one. */
function open<File extends LaterFile>(file: File): File {
  file.take(kit);
  if (!rules.includes(file.css)) sheet.replaceSync((rules += file.css));
  return file;
}
