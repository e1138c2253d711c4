import { goLabel } from '../box/amount-form.ts';
import { offerOf, perFrequency } from '../box/choice.ts';
import { boxFrame, donorNotice, note, radio } from '../box/frame.ts';
import { drawing, icon } from '../box/icons.ts';
import { decimalText } from '../box/money-text.ts';
import { el, fill, rich } from '../box/tree.ts';
import { flag, put, toDom } from './dom.ts';
import { loadWords } from './load-words.ts';

/** What the files loaded later borrow from rs.js instead of carrying it again; build.mjs joins them. */
export const kit = {
  boxFrame,
  decimalText,
  donorNotice,
  drawing,
  el,
  fill,
  flag,
  goLabel,
  icon,
  loadWords,
  note,
  offerOf,
  perFrequency,
  put,
  radio,
  rich,
  toDom,
};
