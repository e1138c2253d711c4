import { goLabel } from '../box/amount-form.ts';
import { offerOf, perFrequency, readChoice } from '../box/choice.ts';
import { boxFrame, boxRoot, donorNotice, note, radio, slot } from '../box/frame.ts';
import { drawing, icon } from '../box/icons.ts';
import { decimalText } from '../box/money-text.ts';
import { el, fill, rich } from '../box/tree.ts';
import { flag, put, toDom } from './dom.ts';
import { loadWords } from './load-words.ts';
import { keepQuiet, quietDays, today } from './quiet.ts';

/** What the files loaded later borrow from rs.js instead of carrying it again; build.mjs joins them. */
export const kit = {
  boxFrame,
  boxRoot,
  decimalText,
  donorNotice,
  drawing,
  el,
  fill,
  flag,
  goLabel,
  icon,
  keepQuiet,
  loadWords,
  note,
  offerOf,
  perFrequency,
  put,
  quietDays,
  radio,
  readChoice,
  rich,
  slot,
  toDom,
  today,
};
