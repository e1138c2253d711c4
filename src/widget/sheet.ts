import { css } from 'rs:styles';
import { kit } from './kit.ts';

/** A file that was loaded later: what it borrows, and the rules that only it needs. */
type LaterFile = { take: (from: typeof kit) => void; css: string };

/** One style sheet for every box of a page. Constructed, so a host that forbids inline styles allows it. */
export const sheet = new CSSStyleSheet();
let rules = css;
sheet.replaceSync(rules);

/** Joins a file that was loaded later to this one. */
export function open<File extends LaterFile>(file: File): File {
  file.take(kit);
  if (!rules.includes(file.css)) sheet.replaceSync((rules += file.css));
  return file;
}

/** What few pages ask for; undefined where it does not arrive, and the box then does without. */
export function loadMore() {
  return import('rs:more').then(open, () => undefined);
}
