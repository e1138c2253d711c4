import { boxWords } from '../../box/texts.ts';
import { html, type Html, type HtmlValue } from '../../http/html.ts';
import { enReference } from './reference-en.ts';
import { ruReference } from './reference-ru.ts';
import type { DocsLang } from './texts.ts';

// Everything that a page may say to the element, and hear from it. tests/embed/reference.test.ts holds each list
// against the sources of the box and against the element in a browser, so that none can be forgotten here.

/** Names and what stands beside them in the code; the words are in reference-en.ts and reference-ru.ts. */
export const REFERENCE = {
  attributes: {
    src: 'URL',
    campaign: '[a-z0-9][a-z0-9-]{0,39}',
    lang: 'BCP 47',
    currency: 'ISO 4217',
    frequency: 'once | monthly | annual',
    amount: '7.50',
    theme: 'auto | light | dark',
    variant: 'block | plain | bar',
    'heading-level': '2 | 3 | 4',
    nudge: 'none | annual',
    'no-reminder': '',
    'no-currency': '',
    force: '',
    metrics: '',
  },
  properties: {
    value: '{ frequency, currency, amountMinor } | null',
    config: 'object | null',
    strings: 'object | null',
    state: 'string',
  },
  methods: { reset: '', quiet: '(days)', openReminder: '' },
  events: {
    'rs-ready': '',
    'rs-view': '',
    'rs-change': '{ frequency, currency, amountMinor? }',
    'rs-submit': '{ frequency, currency, amountMinor }',
    'rs-redirect': '',
    'rs-invalid': '{ code }',
    'rs-error': '{ code }',
    'rs-remind-open': '',
    'rs-remind-set': '',
    'rs-hidden': '',
  },
  slots: {
    eyebrow: '',
    heading: '',
    message: '',
    'before-form': '',
    'payment-icons': '',
    footer: '',
  },
  parts: {
    root: '',
    heading: '',
    message: '',
    notice: '',
    frequency: '',
    'frequency-option': '',
    amounts: '',
    amount: '',
    field: '',
    input: '',
    currency: '',
    submit: '',
    terms: '',
    remind: '',
    footer: '',
    error: '',
    hide: '',
    nudge: '',
    goal: '',
  },
  states: {
    loading: '',
    form: '',
    invalid: '',
    busy: '',
    offline: '',
    limited: '',
    back: '',
    reminder: '',
    inbox: '',
    quiet: '',
    closed: '',
    fallback: '',
    error: '',
  },
  tokens: {
    '--rs-accent': '',
    '--rs-on-accent': '',
    '--rs-surface': '',
    '--rs-font-text': '',
    '--rs-font-ui': '',
    '--rs-radius': '',
  },
} as const;

type Lists = typeof REFERENCE;
type ListName = keyof Lists;

/** Words for one language: a title and a line for each list, and a sentence for each name. */
export type ReferenceWords = {
  title: string;
  lede: string;
  stringsTitle: string;
  stringsBody: string;
  lists: { [List in ListName]: { title: string; body: string; names: Record<keyof Lists[List], string> } };
};

const WORDS: Record<DocsLang, ReferenceWords> = { en: enReference, ru: ruReference };

/** What the section is called, for the contents of the page. */
export const referenceTitle = (lang: DocsLang): string => WORDS[lang].title;

/** The section of the documentation that names everything. */
export function referenceSection(lang: DocsLang): Html {
  const words = WORDS[lang];
  return html`<section class="plain" id="reference" aria-labelledby="reference-title">
    <h2 id="reference-title">${words.title}</h2>
    <p>${words.lede}</p>
    ${(Object.keys(REFERENCE) as ListName[]).map((list) => {
      const { title, body, names } = words.lists[list];
      return html`<h3 id="reference-${list}">${title}</h3>
        <p>${body}</p>
        ${terms(Object.entries<string>(REFERENCE[list]).map(([name, value]) => [name, value, names[name as never]]))}`;
    })}
    <h3 id="reference-strings">${words.stringsTitle}</h3>
    <p>${words.stringsBody}</p>
    ${terms(
      Object.values(boxWords(lang)).flatMap((part: Record<string, string>) =>
        Object.entries(part).map(([name, text]) => [name, '', html`<code>${text}</code>`] as const),
      ),
    )}
  </section>`;
}

function terms(rows: readonly (readonly [name: string, value: string, words: HtmlValue])[]): Html {
  return html`<dl class="terms">
    ${rows.map(
      ([name, value, words]) => html`<div>
        <dt><code>${name}</code>${value !== '' && html` <code class="value">${value}</code>`}</dt>
        <dd>${words}</dd>
      </div>`,
    )}
  </dl>`;
}
