// The shadow root's share of the style sheet. The pages need readable names, and rules that no script draws;
// the box carries only rules whose classes its own scripts name, under the shortest names there are.

/** Tokens that a publisher may set keep their names. */
const PUBLIC_TOKENS = ['accent', 'on-accent', 'surface', 'font-text', 'font-ui', 'radius'];
/** Lines run across in every language of the box, so these say the same in fewer bytes. */
const PHYSICAL = {
  'min-inline-size': 'min-width',
  'max-inline-size': 'max-width',
  'min-block-size': 'min-height',
  'inline-size': 'width',
  'block-size': 'height',
  'inset-block-start': 'top',
  'margin-block-start': 'margin-top',
  'margin-block-end': 'margin-bottom',
  'padding-block-start': 'padding-top',
  'border-block-start': 'border-top',
};
const LOGICAL = new RegExp(
  Object.keys(PHYSICAL)
    .map((name) => `(?<![\\w-])${name}(?=:)`)
    .join('|'),
  'g',
);
const CLASS = /\.((?:rs|is|i)-[a-z]+|rs)(?![\w-])/g;
const classesOf = (text) => Array.from(text.matchAll(CLASS), ([, name]) => name);

/**
 * @param css the whole sheet, minified
 * @param moreCss the rules of the file with what few pages ask for
 * @param scripts the scripts without styles: `rs`, and those that are loaded later
 * @returns the share of the box and of each later file, and what does the same renaming in a script
 */
export function shadowStyles(css, moreCss, scripts) {
  const inBox = (name) => names(scripts.rs, name);
  const own = (selector) => !selector.startsWith('.rs-tokens');
  const box = only(css, (selector) => own(selector) && classesOf(selector).every(inBox));
  /** Rules for what a later file draws, unless they are in the box. */
  const share = (script) =>
    only(css, (selector) => {
      const classes = classesOf(selector);
      return classes.every((name) => inBox(name) || names(script, name)) && !classes.every(inBox);
    });
  const shares = {
    box,
    continue: share(scripts.continue),
    reminder: share(scripts.reminder),
    more: share(scripts.more) + moreCss,
  };
  const everyRule = Object.values(shares).join('');
  const everyScript = Object.values(scripts).join('');
  const tokens = byUse(everyRule.match(/--rs-[\w-]+/g)).filter(
    (token) => !PUBLIC_TOKENS.includes(token.slice(5)),
  );
  // An id that is also a class stays: scripts put ids together from pieces.
  const classes = byUse(classesOf(everyRule)).filter((name) => !everyScript.includes(`id:"${name}"`));
  const shorten = (sheet) =>
    tokens
      .reduce((text, token, i) => {
        const declared = new RegExp(`${token}:[^;}]*;?`, 'g');
        const used = everyRule.includes(`var(${token})`);
        return used
          ? text.replace(new RegExp(`${token}(?![\\w-])`, 'g'), `--${short(i)}`)
          : text.replace(declared, '');
      }, sheet)
      .replace(CLASS, (whole, name) => (classes.includes(name) ? `.${short(classes.indexOf(name))}` : whole))
      .replace(/(--[\w-]+): /g, '$1:')
      .replace(/, (?=[\w".-])/g, ',')
      .replace(LOGICAL, (whole) => PHYSICAL[whole])
      .replace(/\[(\w+)="(\w+)"\]/g, '[$1=$2]');
  return {
    ...Object.fromEntries(Object.entries(shares).map(([name, rules]) => [name, shorten(rules)])),
    rename: (script) =>
      script.replace(
        /(["`. ]|class:"(?=rs"))((?:rs|is|i)-[a-z]+|rs(?<=class:"rs))(?=["`\s)])/g,
        (whole, before, name) => (classes.includes(name) ? before + short(classes.indexOf(name)) : whole),
      ),
  };
}

/** A module with a sheet: its dark colours, there twice by their nature, are written once. */
export function sheetModule(sheet) {
  const dark = /\{(color-scheme:dark;[^}]*)\}/.exec(sheet)?.[1];
  if (dark === undefined) return `export const css = ${JSON.stringify(sheet)}`;
  const parts = sheet.split(dark).map((part) => JSON.stringify(part));
  return `const dark = ${JSON.stringify(dark)}; export const css = [${parts}].join(dark)`;
}

function names(script, name) {
  return new RegExp(`["\`. ]${name}["\`\\s)]`).test(script);
}

/** The most used first, so that it gets the shortest name; by name where it is a tie. */
function byUse(all) {
  const uses = new Map();
  for (const one of all ?? []) uses.set(one, (uses.get(one) ?? 0) + 1);
  return [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([one]) => one);
}

/** a, b, … z, aa, ba, …: never "ad", which lists of advertisements hide. */
function short(i) {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return letters[i % 26] + (letters[Math.floor(i / 26) - 1] ?? '');
}

/** The rules of a sheet whose selectors are wanted; a rule without any is left out. */
function only(css, wanted) {
  let kept = '';
  for (let at = 0; at < css.length;) {
    const open = css.indexOf('{', at);
    let end = open + 1;
    for (let depth = 1; depth > 0; end++) depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0;
    const head = css.slice(at, open);
    const body = css.slice(open + 1, end - 1);
    if (/^@(media|supports|container)/.test(head)) {
      const inner = only(body, wanted);
      if (inner) kept += `${head}{${inner}}`;
    } else {
      // An animation goes with the class of its name.
      const moving = /^@keyframes ([\w-]+)/.exec(head);
      const own = moving ? [] : head.split(/,(?![^(]*\))/).filter(wanted);
      if (own.length > 0) kept += `${own.join()}{${body}}`;
      else if (moving && wanted(`.${moving[1]}`)) kept += `${head}{${body}}`;
    }
    at = end;
  }
  return kept;
}
