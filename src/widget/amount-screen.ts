import { amountBox, goLabel, messageWords, termsLine } from '../box/amount-form.ts';
import { amountGroups } from '../box/amount-groups.ts';
import { readChoice, withCurrency, type BoxChoice } from '../box/choice.ts';
import type { FormView } from '../box/form-view.ts';
import { note } from '../box/frame.ts';
import { icon } from '../box/icons.ts';
import { el, rich, type Piece } from '../box/tree.ts';
import type { AfterContinue } from './continue.ts';
import { flag, put, toDom } from './dom.ts';
import type { Host } from './host.ts';
import { readForm } from './read-form.ts';
import { load } from './sheet.ts';

export type AmountScreen = {
  node: HTMLElement;
  choice: () => BoxChoice;
  /** The panel could not be loaded: says so, and leads to the page that does the same. */
  remindAway: () => void;
  /** Ends it. */
  dispose: () => void;
};

/** The form: follows the reader's choice, and Continue. Only what changed is drawn again. */
export function amountScreen(host: Host, start: BoxChoice): AmountScreen {
  const { view: box, base, campaign, emit, setState } = host;
  const { config, texts } = box;
  const { lang } = config;
  const remindUrl = `${base}/remind?lang=${encodeURIComponent(lang)}`;
  let choice = start;
  let blocked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastKey = '';
  /** After the first Continue a field is checked at every stroke, not before. */
  let after: AfterContinue | undefined;

  const view = (): FormView => ({
    ...box,
    choice,
    showCurrency: host.showCurrency,
    remindUrl: host.showReminder ? remindUrl : null,
  });
  const node = toDom(amountBox(view())) as HTMLElement;
  // A stop notice leaves the form out; then nothing below is ever called.
  const find = (selector: string): HTMLElement => node.querySelector(selector) as HTMLElement;
  const form = find('form') as HTMLFormElement;
  const button = find('.rs-btn');
  const state = find('.rs-state');
  const status = toDom(el('p', { class: 'rs-vh', role: 'status' })) as HTMLElement;

  const otherField = (frequency: string): HTMLInputElement =>
    find(`[name=other_${frequency}]`) as HTMLInputElement;
  const alarm = (words: Piece): void => put(state, note(icon('error'), 'is-error', 'alert', words));

  function follow(): void {
    const { currency } = choice;
    choice = readForm(form, choice.currency);
    if (choice.currency !== currency) {
      choice = withCurrency(config, { ...choice, currency }, choice.currency);
      put(find('.rs-groups'), amountGroups(view()));
      put(find('[name=message]'), messageWords(view()));
    }
    const ready = readChoice(config, choice);
    const wrong = 'fault' in ready;
    put(find('#rs-terms'), termsLine(view()));
    if (!blocked) {
      free(goLabel(texts));
      after?.showFault(wrong ? ready : null);
    }
    emit('change', wrong ? { frequency: ready.frequency, currency: choice.currency } : ready);
  }

  async function submit(): Promise<void> {
    if (blocked) return;
    choice = readForm(form, choice.currency);
    const ready = readChoice(config, choice);
    const wrong = 'fault' in ready;
    if (!wrong && !emit('submit', ready, true)) return;
    if (!wrong) busy();
    // What follows Continue is a file of its own: most readers of an article never press it.
    const file = await load('continue');
    if (!file) {
      free(goLabel(texts));
      setState('offline', true);
      away(texts.away, giveAddress());
      emit('error', { code: 'offline' });
      return;
    }
    const next = (after ??= await file.afterContinue(host, {
      node,
      button,
      state,
      status,
      view,
      otherField,
      free,
      away,
      giveAddress,
      later,
    }));
    if (wrong) next.refuse(ready);
    else await next.pay(ready);
  }

  function busy(): void {
    blocked = true;
    setState('busy');
    put(state, null);
    flag(button, 'aria-disabled', true);
    flag(button, 'aria-busy', true);
    put(button, texts.busy);
    put(status, texts.busy);
  }

  function later(job: () => void, ms: number): void {
    timer = setTimeout(job, ms);
  }

  /** The button can be pressed again. */
  function free(label: Piece): void {
    clearTimeout(timer);
    blocked = false;
    flag(button, 'aria-disabled', false);
    flag(button, 'aria-busy', false);
    put(button, label);
    put(status, null);
    put(state, null);
  }

  /** Says what failed, with the way that needs no script of ours. */
  function away(text: string, href: string): void {
    const link = (words: Piece): Piece =>
      el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, words);
    alarm(rich(text, {}, link));
  }

  /** The give page with the choice made. */
  function giveAddress(): string {
    const { frequency, currency, amount, other } = choice;
    const picked = amount[frequency];
    const query = new URLSearchParams({
      frequency,
      currency,
      lang,
      amount: picked === 'other' ? other[frequency] : picked,
      ...(campaign && { campaign }),
    });
    return `${base}/give?${query}`;
  }

  if (form) {
    button.after(status);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void submit();
    });
    form.addEventListener('input', follow);
  }
  node.addEventListener('keydown', (event) => (lastKey = event.key));
  node.addEventListener('click', (event) => {
    const target = event.target as HTMLInputElement;
    // Choosing Other leads into its field, but never when the arrow keys only pass over it.
    if (target.value === 'other' && (event.detail > 0 || lastKey === ' '))
      otherField(target.name.slice(7)).focus();
    if (target.closest('[part=remind]') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      host.openReminder();
    }
  });

  return {
    node,
    choice: () => choice,
    remindAway: () => away(texts.away, remindUrl),
    dispose: () => clearTimeout(timer),
  };
}
