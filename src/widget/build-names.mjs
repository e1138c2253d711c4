import { readFileSync } from 'node:fs';

// Property names that never leave rs.js and its panel: they come from no JSON and no DOM, and no page may
// read them. esbuild gives them short names. A name that stands here and in the configuration, an event or
// the DOM would break the box, so every test of the widget runs on the built file.
const NAMES = `
  answer attributes amountBox away base signFirst boxFrame children choice closeReminder dispose donorNotice
  boxRoot drawing drawn el emit extra faultNote flag first giveAddress giveUrl keepQuiet headingLevel last loadWords markField
  money note printUrl put quietDays radio remindAway remindUrl rich seconds setState show showCurrency
  showReminder sign decimalText goLabel icon offerOf perFrequency button later otherField free refuse pay showFault node readChoice sign slot slots toDom today view
`;
/** Texts that share their name with something from outside, or whose name is put together from pieces. */
const OUTSIDE =
  /_|^(once|monthly|annual|eyebrow|heading|message|currency|other|date|close|back|print|marks)$/;
const allTexts = readFileSync(new URL('../box/words/en.ts', import.meta.url), 'utf8')
  .match(/^  \w+(?=:)/gm)
  .map((key) => key.trim());
const texts = allTexts.filter((key) => !OUTSIDE.test(key));

export const OWN_PROPERTIES = new RegExp(`^(${[...NAMES.trim().split(/\s+/), ...texts].join('|')})$`);

/** A module that knows every text by the name that pages use, under the name that it has in the bundle. */
export const TEXT_NAMES = `export const names = {${allTexts.map((key) => `${key}: '${key}'`).join()}}`;
