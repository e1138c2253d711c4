import { FREQUENCIES, type WidgetConfig } from '../checkout/contract.ts';
import type { BoxChoice, ChoiceFault } from '../box/choice.ts';
import { faultLine, faultNote } from '../box/fault-text.ts';
import type { FormView, PlainExtra } from '../box/form-view.ts';
import { moneyText } from '../box/money-text.ts';
import { boxWords } from '../box/texts.ts';
import { el, rich } from '../box/tree.ts';
import { pageTexts } from './texts.ts';

/** The box as a form that works without a script: on the give page, and written into other sites. */
export type PlainForm = {
  config: WidgetConfig;
  /** From `startChoice`, or what was posted: values are kept as they were sent. */
  choice: BoxChoice;
  /** In front of every address in the form: empty on our own pages, this server's address on others. */
  base: string;
  headingLevel: 1 | 2 | 3 | 4;
  /** In a shadow root, where the page around may fill slots. */
  slots: boolean;
  campaign?: string | undefined;
  /** Where to lead the reader back to; posted as `return`. */
  returnTo?: string | undefined;
  /** The text of an experiment that led here; posted along. */
  variant?: string | undefined;
  /** One-time key: a double click opens one checkout. Only in a form that is made for one reader. */
  key?: string | undefined;
  fault?: { fault: ChoiceFault; frequency: BoxChoice['frequency'] } | undefined;
  cameBack?: boolean | undefined;
  /** Absolute address of the give page, printed on paper. */
  printUrl?: string | undefined;
};

export function plainForm(form: PlainForm): FormView {
  const { config, choice, base, campaign } = form;
  const words = boxWords(config.lang);
  const money = moneyText(config.lang, config.currencies);
  const fault = form.fault && {
    frequency: form.fault.frequency,
    words: faultNote(faultLine({ config, money, choice }, words.fault, form.fault)),
  };
  const remind = new URLSearchParams({ lang: config.lang });
  if (campaign !== undefined) remind.set('campaign', campaign);
  return {
    config,
    texts: words.box,
    money,
    headingLevel: form.headingLevel,
    giveUrl: `${base}/give`,
    printUrl: form.printUrl,
    slots: form.slots,
    choice,
    showCurrency: true,
    remindUrl: `${base}/remind?${remind.toString()}`,
    extra: withoutScript(form, fault ?? null),
  };
}

/** What a script would do: the fields that travel along, a button for the currency, terms that hold for any amount. */
function withoutScript(form: PlainForm, fault: PlainExtra['fault']): PlainExtra {
  const { config, base, campaign, returnTo, variant, key } = form;
  const texts = pageTexts(config.lang);
  const hidden = { campaign, lang: config.lang, return: returnTo, variant, key };
  const terms = { once: texts.plainOnce, monthly: texts.plainMonthly, annual: texts.plainAnnual };
  return {
    back: form.cameBack && rich(boxWords(config.lang).more.back),
    fault,
    fields: [
      // The first button of a form is the one that Enter presses, and that must not be "Change currency".
      el(
        'button',
        { class: 'rs-vh', type: 'submit', tabindex: -1, 'aria-hidden': 'true' },
        boxWords(config.lang).box.go,
      ),
      Object.entries(hidden).map(
        ([name, value]) => value !== undefined && el('input', { type: 'hidden', name, value }),
      ),
    ],
    currency: el(
      'button',
      { class: 'rs-link rs-change', name: 'do', value: 'currency', formaction: `${base}/give` },
      texts.changeCurrency,
    ),
    terms: FREQUENCIES.map((frequency) =>
      el('p', { class: 'rs-terms rs-g', 'data-f': frequency }, terms[frequency]),
    ),
  };
}
