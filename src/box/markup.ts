import type { DonorNotice, Frequency, WidgetConfig } from '../checkout/contract.ts';
import { FREQUENCIES } from '../checkout/contract.ts';
import { offerOf, readChoice, type BoxChoice, type ChoiceFault } from './choice.ts';
import { icon, paymentPlate } from './icons.ts';
import { decimalText, type MoneyText } from './money-text.ts';
import { directionOf, textFor, type BoxTexts } from './texts.ts';
import { el, fill, rich, type Piece, type Tree } from './tree.ts';

/** Everything the box needs to be drawn, in the browser and on the server alike. */
export type BoxView = {
  config: WidgetConfig;
  texts: BoxTexts;
  money: MoneyText;
  headingLevel: 1 | 2 | 3 | 4;
  /** Where the form leads without a script: the give page of this server. */
  giveUrl: string;
  /** What paper shows in place of the form, if not the give page's address. */
  printUrl?: string | undefined;
  /** True in the shadow root: the publisher may fill slots. */
  slots: boolean;
};

/** What the amount form holds. */
export type FormView = BoxView & {
  choice: BoxChoice;
  showCurrency: boolean;
  /** Says that nothing was charged: the reader came back from the payment page. */
  back: boolean;
  remindUrl: string | null;
  /** What only a page without a script adds. */
  extra?: PlainExtra | undefined;
};

/** Parts of a form that works without a script. */
export type PlainExtra = {
  fault: { frequency: Frequency; fault: ChoiceFault } | null;
  fields: Piece;
  currency: Piece;
  terms: Piece;
};

/** A word of the box, or the publisher's own. */
export function ownText(
  view: Pick<BoxView, 'config' | 'texts'>,
  key: 'eyebrow' | 'heading' | 'message',
): string {
  return view.config.texts[key] ?? view.texts[key];
}

/** The box around its content: tinted section, small line, heading, text. */
export function boxFrame(
  view: BoxView,
  words: { eyebrow: string; heading: string; message: Piece },
  ...content: Piece[]
): Tree {
  const { config, texts, headingLevel } = view;
  return el(
    'section',
    {
      class: 'rs',
      part: 'root',
      'aria-labelledby': 'rs-title',
      lang: config.lang,
      dir: directionOf(config.lang),
    },
    el(
      'div',
      { class: 'rs-body', 'data-print': fill(texts.print, { url: view.printUrl ?? view.giveUrl }) },
      el('p', { class: 'rs-eyebrow' }, slot(view, 'eyebrow', words.eyebrow)),
      el(
        `h${headingLevel}`,
        { class: 'rs-title', id: 'rs-title', part: 'heading', tabindex: -1 },
        slot(view, 'heading', words.heading),
      ),
      el('div', { class: 'rs-message', part: 'message' }, slot(view, 'message', words.message)),
      content,
    ),
  );
}

/** The box as it opens: notice, form, and the way to a reminder. A stop notice replaces the form. */
export function amountBox(view: FormView): Tree {
  const { config, texts } = view;
  return boxFrame(
    view,
    {
      eyebrow: ownText(view, 'eyebrow'),
      heading: ownText(view, 'heading'),
      message: messageWords(view),
    },
    donorNotice(config.notice),
    slot(view, 'before-form'),
    view.back && config.notice?.kind !== 'stop' && backNote(texts),
    config.notice?.kind === 'stop' ? null : amountForm(view),
    view.remindUrl !== null &&
      config.notice?.kind !== 'stop' &&
      el(
        'p',
        { class: 'rs-foot', part: 'footer' },
        slot(
          view,
          'footer',
          rich(texts.later, {}, (words) =>
            el('a', { class: 'rs-link', part: 'remind', href: view.remindUrl }, words),
          ),
        ),
      ),
  );
}

/** The message with the smallest monthly amount in it; a change of currency changes it. */
export function messageWords(view: FormView): Piece[] {
  return rich(ownText(view, 'message'), { min: smallest(view) });
}

/** The warning for readers whom a payment could endanger; it stands before every field. */
export function donorNotice(notice: DonorNotice | null): Piece {
  if (notice === null) return null;
  const { title, body, linkText, linkUrl } = notice;
  const link = linkText !== undefined &&
    linkUrl !== undefined && [' ', el('a', { href: linkUrl, rel: 'noreferrer' }, linkText)];
  return note('warn', 'warn', { role: 'note' }, el('b', {}, title), ' ', body, link);
}

/** For readers who turned back on the payment page. */
export function backNote(texts: BoxTexts): Tree {
  return note('info', 'info', { role: 'status' }, rich(texts.back));
}

/** A tinted line with an icon. */
export function note(
  kind: 'warn' | 'error' | 'info',
  picture: 'warn' | 'error' | 'info' | 'wait',
  attributes: Record<string, string>,
  ...words: Piece[]
): Tree {
  return el(
    'div',
    { class: `rs-note is-${kind}`, part: 'notice', ...attributes },
    icon(picture),
    el('p', {}, words),
  );
}

/** Rhythm, currency, one fieldset of amounts per rhythm, Continue. */
export function amountForm(view: FormView): Tree {
  const { config, texts, choice, giveUrl, extra } = view;
  return el(
    'form',
    { class: 'rs-form', action: giveUrl, method: 'post', novalidate: true },
    view.extra?.fields,
    el(
      'fieldset',
      { part: 'frequency' },
      el('legend', { class: 'rs-vh' }, texts.frequencyLegend),
      el(
        'div',
        { class: 'rs-seg' },
        FREQUENCIES.map((frequency) =>
          el(
            'label',
            { part: 'frequency-option' },
            radio('frequency', frequency, frequency === choice.frequency),
            texts[frequency],
          ),
        ),
      ),
    ),
    el(
      'div',
      {},
      el(
        'div',
        { class: 'rs-head' },
        el('span', { class: 'rs-label' }, texts.chooseAmount),
        view.showCurrency && config.currencies.length > 1 ? currencyField(view) : null,
      ),
      el('div', { class: 'rs-groups' }, amountGroups(view)),
    ),
    el(
      'div',
      { class: 'rs-go' },
      el('button', { class: 'rs-btn', type: 'submit', part: 'submit' }, goLabel(texts)),
      extra?.terms ??
        el('p', { class: 'rs-terms', id: 'rs-terms', part: 'terms', role: 'status' }, termsLine(view)),
      config.marks.length > 0 && slot(view, 'payment-icons', paymentMarks(view)),
      el('p', { class: 'rs-terms' }, icon('lock'), texts.secure),
    ),
  );
}

/** The three fieldsets; a change of currency replaces them. */
export function amountGroups(view: FormView): Piece[] {
  return FREQUENCIES.map((frequency) => amountGroup(view, frequency));
}

/** Words and arrow of the one filled button. */
export function goLabel(texts: BoxTexts): Piece[] {
  return [el('span', {}, texts.go), icon('arrow')];
}

/** What will be charged, and when; empty while there is no valid amount. */
export function termsLine({ texts, money, choice, config }: FormView): Piece[] {
  const ready = readChoice(config, choice);
  if ('fault' in ready) return ['\u00a0'];
  const amount = money.amount(ready.amountMinor, ready.currency);
  return rich(textFor(texts, 'terms', ready.frequency), { amount });
}

/** The line under a field: what is wrong, and what would be right. */
export function faultLine(
  view: Pick<FormView, 'config' | 'texts' | 'money' | 'choice'>,
  { frequency, fault }: { frequency: Frequency; fault: ChoiceFault },
): Piece[] {
  const { texts, money, choice, config } = view;
  const offer = offerOf(config, choice.currency);
  const amount = (of: 'minMinor' | 'maxMinor' | 'defaultMinor'): string =>
    offer === null ? '' : money.amount(offer[frequency][of], offer.currency);
  switch (fault) {
    case 'empty':
      return [texts.faultEmpty];
    case 'format':
      return rich(texts.faultFormat, {
        example: offer === null ? '10' : decimalText(offer[frequency].defaultMinor, offer.digits),
      });
    case 'decimals':
      return rich(texts.faultDecimals, { currency: choice.currency });
    case 'too_small':
      return rich(textFor(texts, 'tooSmall', frequency), { min: amount('minMinor') });
    case 'too_large':
      return [
        ...rich(textFor(texts, 'tooLarge', frequency), { max: amount('maxMinor') }),
        ...(config.contactMail === '' ? [] : [' ', ...rich(texts.giveMore, { mail: config.contactMail })]),
      ];
    case 'refused':
      return [texts.faultRefused];
    default:
      return fault satisfies never;
  }
}

export function radio(name: string, value: string, checked: boolean): Tree {
  return el('input', { type: 'radio', name, value, checked });
}

function amountGroup(view: FormView, frequency: Frequency): Tree {
  const { config, texts, money, choice } = view;
  const offer = offerOf(config, choice.currency);
  if (offer === null) return el('fieldset', {});
  const picked = choice.amount[frequency];
  return el(
    'fieldset',
    { class: 'rs-g', 'data-f': frequency, part: 'amounts' },
    el('legend', { class: 'rs-vh' }, textFor(texts, 'amount', frequency)),
    el(
      'div',
      { class: 'rs-amt' },
      offer[frequency].presetsMinor.map((minor) => {
        const value = decimalText(minor, offer.digits);
        return el(
          'label',
          { part: 'amount' },
          radio(`amount_${frequency}`, value, value === picked),
          el('bdi', {}, money.amount(minor, offer.currency)),
        );
      }),
      el(
        'label',
        { class: 'rs-else', part: 'amount' },
        radio(`amount_${frequency}`, 'other', picked === 'other'),
        texts.other,
      ),
    ),
    otherField(view, frequency),
  );
}

function otherField(view: FormView, frequency: Frequency): Tree {
  const { config, texts, money, choice } = view;
  const offer = offerOf(config, choice.currency);
  const fault = view.extra?.fault?.frequency === frequency ? view.extra.fault : null;
  const id = `rs-other-${frequency}`;
  const { sign, before } = money.sign(choice.currency);
  const signBox = el('span', { 'aria-hidden': 'true' }, sign);
  const per = frequency === 'once' ? null : frequency === 'monthly' ? texts.perMonth : texts.perYear;
  const limit = (minor: number | undefined): string => money.amount(minor ?? 0, choice.currency);
  return el(
    'div',
    { class: 'rs-other' },
    el('label', { class: 'rs-label', for: id }, textFor(texts, 'other', frequency)),
    el(
      'div',
      { class: fault === null ? 'rs-field' : 'rs-field is-invalid', part: 'field' },
      before && signBox,
      el('input', {
        id,
        part: 'input',
        name: `other_${frequency}`,
        type: 'text',
        inputmode: 'decimal',
        autocomplete: 'transaction-amount',
        maxlength: 10,
        value: choice.other[frequency],
        'aria-describedby': `${id}-hint ${id}-fault`,
        'aria-invalid': fault !== null && 'true',
      }),
      !before && signBox,
      per !== null && el('span', { class: 'rs-per', 'aria-hidden': 'true' }, per),
    ),
    el(
      'p',
      { class: 'rs-hint', id: `${id}-hint` },
      rich(texts.range, {
        min: limit(offer?.[frequency].minMinor),
        max: limit(offer?.[frequency].maxMinor),
      }),
    ),
    el('div', { id: `${id}-fault` }, fault !== null && faultNote(faultLine(view, fault))),
  );
}

/** The red line under a field. */
export function faultNote(words: Piece): Tree {
  return el('p', { class: 'rs-error', part: 'error' }, icon('error'), el('span', {}, words));
}

function currencyField({ config, texts, money, choice, extra }: FormView): Tree {
  return el(
    'span',
    { class: 'rs-cur' },
    el('label', { class: 'rs-vh', for: 'rs-currency' }, texts.currency),
    el(
      'select',
      { class: 'rs-select', id: 'rs-currency', name: 'currency', part: 'currency' },
      config.currencies.map(({ currency }) => {
        const { sign } = money.sign(currency);
        return el(
          'option',
          { value: currency, selected: currency === choice.currency },
          sign === currency ? currency : `${currency} ${sign}`,
        );
      }),
    ),
    extra?.currency,
  );
}

function paymentMarks({ config, texts }: FormView): Tree {
  return el(
    'ul',
    { class: 'rs-pay', role: 'list', 'aria-label': texts.marks },
    config.marks.map(paymentPlate),
  );
}

function smallest({ config, money, choice }: FormView): string {
  const offer = offerOf(config, choice.currency);
  return offer === null ? '' : money.amount(offer.monthly.minMinor, offer.currency);
}

function slot(view: BoxView, name: string, ...content: Piece[]): Piece {
  return view.slots ? el('slot', { name }, content) : content;
}
