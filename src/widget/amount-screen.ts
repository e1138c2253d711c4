import type { CheckoutRequest, Frequency } from '../checkout/contract.ts';
import {
  readChoice,
  withCurrency,
  offerOf,
  type BoxChoice,
  type ChoiceFault,
  type ReadyChoice,
} from '../box/choice.ts';
import { amountBox, goLabel, messageWords, termsLine } from '../box/amount-form.ts';
import { amountGroups } from '../box/amount-groups.ts';
import { faultLine, faultNote } from '../box/fault-text.ts';
import type { FormView } from '../box/form-view.ts';
import { note } from '../box/frame.ts';
import { decimalText } from '../box/money-text.ts';
import { el, fill, rich, type Piece } from '../box/tree.ts';
import { toDom } from './dom.ts';
import type { Host, Screen } from './host.ts';
import { keyPerChoice } from './key-per-choice.ts';
import { payAddress, type Outcome } from './server.ts';

/** How long a browser may take to leave before the reader is told that it did not. */
const LEAVE_MS = 12_000;

export type AmountScreen = Screen & { choice: () => BoxChoice; focusRemind: () => void };

/** The form: follows the reader's choice, and Continue. Only what changed is drawn again. */
export function amountScreen(host: Host, start: BoxChoice, cameBack: boolean): AmountScreen {
  const { view: box, base, campaign, emit } = host;
  const { config, texts } = box;
  let choice = start;
  /** After the first Continue a field is checked at every stroke, not before. */
  let checking = false;
  let blocked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastKey = '';
  const key = keyPerChoice();

  const view = (): FormView => ({
    ...box,
    choice,
    back: cameBack,
    showCurrency: host.showCurrency,
    remindUrl: host.showReminder ? `${base}/remind?${new URLSearchParams({ lang: config.lang })}` : null,
  });

  const node = toDom(amountBox(view())) as HTMLElement;
  const find = (selector: string) => node.querySelector<HTMLElement>(selector);
  const form = node.querySelector('form');
  const button = find('.rs-btn');
  const state = toDom(el('div', { class: 'rs-state' })) as HTMLElement;
  const status = toDom(el('p', { class: 'rs-vh', role: 'status' })) as HTMLElement;
  button?.before(state);
  button?.after(status);

  const put = (target: Element | null, words: Piece): void => target?.replaceChildren(toDom(words));

  function read(): BoxChoice {
    const data = new FormData(form ?? undefined);
    const text = (name: string): string => (data.get(name) as string | null) ?? '';
    const each = (name: string): Record<Frequency, string> => ({
      once: text(`${name}_once`),
      monthly: text(`${name}_monthly`),
      annual: text(`${name}_annual`),
    });
    return {
      frequency: text('frequency') as Frequency,
      currency: text('currency') || choice.currency,
      amount: each('amount'),
      other: each('other'),
    };
  }

  function follow(): void {
    const next = read();
    if (next.currency === choice.currency) choice = next;
    else {
      choice = withCurrency(config, { ...next, currency: choice.currency }, next.currency);
      put(find('.rs-groups'), amountGroups(view()));
      put(find('[name=message]'), messageWords(view()));
    }
    const ready = readChoice(config, choice);
    put(find('#rs-terms'), termsLine(view()));
    if (checking) showFault('fault' in ready ? ready : null);
    if (!blocked) {
      put(state, null);
      put(button, goLabel(texts));
    }
    emit(
      'change',
      'fault' in ready ? { frequency: choice.frequency, currency: choice.currency } : { ...ready },
    );
  }

  function showFault(next: { frequency: Frequency; fault: ChoiceFault } | null): void {
    for (const old of node.querySelectorAll('[aria-invalid]')) {
      old.removeAttribute('aria-invalid');
      old.parentElement?.classList.remove('is-invalid');
    }
    for (const line of node.querySelectorAll('[id$=-fault]')) if (line.firstChild) put(line, null);
    host.setState(next === null ? 'form' : 'invalid');
    if (next === null) return;
    const words = faultLine(view(), next);
    const field = otherField(next.frequency);
    if (choice.amount[next.frequency] !== 'other' || next.fault === 'refused' || field === null) {
      put(state, note('error', 'error', { role: 'alert' }, words));
      return;
    }
    field.setAttribute('aria-invalid', 'true');
    field.parentElement?.classList.add('is-invalid');
    put(find(`#${field.id}-fault`), faultNote(words));
  }

  const otherField = (frequency: Frequency) =>
    node.querySelector<HTMLInputElement>(`[name=other_${frequency}]`);

  async function submit(): Promise<void> {
    if (blocked) return;
    choice = read();
    checking = true;
    const ready = readChoice(config, choice);
    showFault('fault' in ready ? ready : null);
    if ('fault' in ready) {
      emit('invalid', { code: ready.fault });
      otherField(ready.frequency)?.focus();
      return;
    }
    if (!emit('submit', { ...ready }, true)) return;
    busy();
    const request = requestFor(ready);
    const outcome = await host.server.checkout(request, key.for(request));
    if (outcome.kind === 'ok') leave(payAddress(outcome.value, config.payHosts));
    else answer(outcome, ready);
  }

  function requestFor({ frequency, amountMinor, currency }: ReadyChoice): CheckoutRequest {
    return {
      frequency,
      amountMinor,
      currency,
      lang: config.lang,
      ...(campaign === undefined ? {} : { campaign }),
      returnTo: location.origin + location.pathname,
    };
  }

  function busy(): void {
    blocked = true;
    host.setState('busy');
    put(state, null);
    button?.setAttribute('aria-disabled', 'true');
    button?.setAttribute('aria-busy', 'true');
    put(button, [el('span', { class: 'rs-spin' }), texts.busy]);
    put(status, texts.busy);
  }

  function free(label: Piece): void {
    clearTimeout(timer);
    blocked = false;
    button?.removeAttribute('aria-disabled');
    button?.removeAttribute('aria-busy');
    put(button, label);
    put(status, null);
  }

  function leave(address: string | null): void {
    if (address === null) {
      offline('foreign_address');
      return;
    }
    emit('redirect');
    timer = setTimeout(() => offline('no_leave'), LEAVE_MS);
    location.assign(address);
  }

  function answer(outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>, { frequency }: ReadyChoice): void {
    if (outcome.kind === 'aborted') free(goLabel(texts));
    else if (outcome.kind === 'limited') limited(outcome.seconds);
    else if (outcome.kind === 'refused' && outcome.field === 'amountMinor') {
      free(goLabel(texts));
      showFault({ frequency, fault: outcome.code === 'amount_step' ? 'decimals' : 'refused' });
      emit('invalid', { code: outcome.code });
    } else offline(outcome.kind === 'refused' ? outcome.code : 'offline');
  }

  function offline(code: string): void {
    free(texts.retry);
    host.setState('offline');
    const link = (words: Piece): Piece =>
      el('a', { href: giveAddress(), target: '_blank', rel: 'noopener noreferrer' }, words);
    put(state, note('error', 'error', { role: 'alert' }, rich(texts.offline, {}, link)));
    emit('error', { code });
  }

  /** The give page with the choice made: the way that needs no script of ours. */
  function giveAddress(): string {
    const { frequency, currency } = choice;
    const query = new URLSearchParams({ frequency, currency, lang: config.lang });
    const ready = readChoice(config, choice);
    const digits = offerOf(config, currency)?.digits ?? 2;
    if ('amountMinor' in ready) query.set('amount', decimalText(ready.amountMinor, digits));
    if (campaign !== undefined) query.set('campaign', campaign);
    return `${base}/give?${query}`;
  }

  function limited(seconds: number): void {
    const until = Date.now() + seconds * 1_000;
    host.setState('limited');
    button?.removeAttribute('aria-busy');
    put(status, null);
    const wait = new Intl.NumberFormat(config.lang, {
      style: 'unit',
      unit: seconds > 90 ? 'minute' : 'second',
    }).format(seconds > 90 ? Math.ceil(seconds / 60) : seconds);
    put(state, note('warn', 'wait', { role: 'alert' }, rich(texts.limited, { wait })));
    emit('error', { code: 'limited' });
    const tick = (): void => {
      const left = Math.ceil((until - Date.now()) / 1_000);
      if (left > 0) {
        const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
        put(button, fill(texts.goIn, { clock }));
        timer = setTimeout(tick, 1_000);
        return;
      }
      free(goLabel(texts));
      put(state, null);
      put(status, texts.limitedOver);
      host.setState('form');
    };
    tick();
  }

  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  form?.addEventListener('input', follow);
  node.addEventListener('keydown', (event) => (lastKey = event.key));
  node.addEventListener('click', (event) => {
    const target = event.target as Element;
    // Choosing Other leads into its field, but never when the arrow keys only pass over it.
    if (
      target instanceof HTMLInputElement &&
      target.value === 'other' &&
      (event.detail > 0 || lastKey === ' ')
    )
      otherField(target.name.slice(7) as Frequency)?.focus();
    if (target.closest('[part=remind]') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      host.openReminder();
    }
  });

  return {
    node,
    choice: () => choice,
    focusRemind: () => find('[part=remind]')?.focus(),
    dispose: () => clearTimeout(timer),
  };
}
