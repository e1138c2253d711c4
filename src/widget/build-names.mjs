import { readFileSync } from 'node:fs';

// Property names that never leave rs.js and its panel: they come from no JSON and no DOM, and no page may
// read them. esbuild gives them short names. A name that stands here and in the configuration, an event or
// the DOM would break the box, so every test of the widget runs on the built file.
const NAMES = `
  answer attributes amountBox base before boxFrame cameBack children choice closeReminder dispose donorNotice
  drawing el emit extra faultNote flag first focusRemind giveUrl headingLevel last loadWords markField
  money note printUrl put radio remindAway remindUrl rich seconds setState show showCurrency
  showReminder sign decimalText goLabel icon offerOf perFrequency button later otherField free refuse pay showFault node sign slots toDom view
`;
/** Texts that share their name with something from outside, or whose name is put together from pieces. */
const OUTSIDE =
  /_|^(once|monthly|annual|eyebrow|heading|message|currency|other|date|close|back|print|marks)$/;
const texts = readFileSync(new URL('../box/words/en.ts', import.meta.url), 'utf8')
  .match(/^  \w+(?=:)/gm)
  .map((key) => key.trim())
  .filter((key) => !OUTSIDE.test(key));

export const OWN_PROPERTIES = new RegExp(`^(${[...NAMES.trim().split(/\s+/), ...texts].join('|')})$`);
