import type { CheckoutAnswer } from '../checkout/contract.ts';
import { goLabel } from '../box/amount-form.ts';
import { offerOf, perFrequency, type ReadyChoice } from '../box/choice.ts';
import { faultLine, type FaultAt } from '../box/fault-text.ts';
import type { FormView } from '../box/form-view.ts';
import { note } from '../box/frame.ts';
import { icon } from '../box/icons.ts';
import { waitNote } from '../box/later-notes.ts';
import { decimalText } from '../box/money-text.ts';
import type { FaultTexts } from '../box/texts.ts';
import { el, fill, rich, type Piece } from '../box/tree.ts';
import { fault } from '../box/words/en.ts';
import { flag, put, toDom } from './dom.ts';
import type { Host } from './host.ts';
import { loadWords } from './load-words.ts';
import { markField } from './mark-field.ts';
import { ABORTED, post } from './server.ts';

/** How long a browser may take to leave before the reader is told that it did not. */
const LEAVE_MS = 12_000;

/** The form that Continue was pressed in. */
type PressedForm = {
  node: HTMLElement;
  button: HTMLElement;
  state: HTMLElement;
  status: HTMLElement;
  view: () => FormView;
  otherField: (frequency: string) => HTMLInputElement;
  free: (label: Piece) => void;
  /** Says what failed, with the way that needs no script of ours. */
  away: (text: string, href: string) => void;
  /** The give page with the choice made. */
  giveAddress: () => string;
  later: (job: () => void, ms: number) => void;
};

export type AfterContinue = {
  /** Marks what is wrong, or nothing. */
  showFault: (next: FaultAt | null) => void;
  /** The same, told to the page around, and leads to the field. */
  refuse: (next: FaultAt) => void;
  pay: (ready: ReadyChoice) => Promise<void>;
};

/** What follows Continue: what is wrong with the choice, or the way to the payment page. */
export async function afterContinue(host: Host, form: PressedForm): Promise<AfterContinue> {
  const { emit, setState, campaign } = host;
  const { config, texts } = host.view;
  const { lang, payHosts } = config;
  const { node, button, state, status, view, otherField, free, away, giveAddress, later } = form;
  // A page may have words of its own.
  const words = { ...(await loadWords<FaultTexts>(lang, fault, '-continue')), ...texts };
  /** One key per choice: a retry of the same choice is the same request to the server. */
  let lastBody = '';
  let requestKey = '';

  function showFault(next: FaultAt | null): void {
    const line = next && faultLine(view(), words, next);
    const inField = next && view().choice.amount[next.frequency] === 'other' && next.fault !== 'refused';
    perFrequency((of) => markField(node, otherField(of), inField && next.frequency === of && line));
    setState(next ? 'invalid' : 'form', !!next);
    put(state, next && !inField && note(icon('error'), 'is-error', 'alert', line));
  }

  function refuse(next: FaultAt): void {
    showFault(next);
    emit('invalid', { code: next.fault });
    otherField(next.frequency).focus();
  }

  async function pay(ready: ReadyChoice): Promise<void> {
    button.prepend(toDom(el('span', { class: 'rs-spin' })));
    // The query may name the article (?p=123); the server seals it, so that nobody else reads it.
    const page = location.origin + location.pathname;
    const { frequency, currency } = ready;
    const digits = offerOf(config, currency)?.digits ?? 2;
    // Behind the # no server's log sees what was chosen; a reader who turns back finds it again.
    const chosen = `#${frequency},${decimalText(ready.amountMinor, digits)},${currency}`;
    const returnTo = page + (page.length + location.search.length < 1_450 ? location.search : '') + chosen;
    const { variant } = host;
    if (config.fees) {
      // The reader says on the review page whether to add the fee; the checkout follows from there.
      const more = new URLSearchParams({ step: 'review', return: returnTo, ...(variant && { variant }) });
      go(`${giveAddress()}&${more}`);
      return;
    }
    const body = JSON.stringify({ ...ready, lang, campaign, variant, returnTo });
    if (body !== lastBody) requestKey = freshKey();
    lastBody = body;
    const headers = { 'Idempotency-Key': requestKey };
    const url = `${host.base}/v1/checkout`;
    const outcome = await post<CheckoutAnswer>(url, host.signal, body, headers);
    const { answer } = outcome;
    if (outcome.status === ABORTED) free(goLabel(texts));
    else if (outcome.status === 429) limited(outcome.seconds);
    else if (answer.url !== undefined) leave(payAddress(answer.url, payHosts));
    else if (answer.field === 'amountMinor') {
      free(goLabel(texts));
      showFault({
        frequency: ready.frequency,
        fault: answer.code === 'amount_step' ? 'decimals' : 'refused',
      });
      emit('invalid', { code: answer.code });
    } else offline(answer.code ?? 'offline');
  }

  function offline(code: string): void {
    free(words.retry);
    setState('offline', true);
    away(words.offline, giveAddress());
    emit('error', { code });
  }

  function leave(address: string | null): void {
    if (!address) {
      offline('foreign_address');
      return;
    }
    go(address);
  }

  function go(address: string): void {
    emit('redirect');
    later(() => offline('no_leave'), LEAVE_MS);
    location.assign(address);
  }

  function limited(seconds: number): void {
    const until = performance.now() + seconds * 1_000;
    const minutes = seconds > 90;
    const unit = minutes ? 'minute' : 'second';
    // In these languages a number bends the word behind it, and so does the sentence around it: Intl knows the first.
    const unitDisplay = /^(ar|ru|uk)\b/.test(lang) ? 'short' : 'long';
    const wait = new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay }).format(
      minutes ? Math.ceil(seconds / 60) : seconds,
    );
    setState('limited', true);
    flag(button, 'aria-busy', false);
    put(status, null);
    put(state, waitNote(rich(words.limited, { wait })));
    emit('error', { code: 'limited' });
    const tick = (): void => {
      const left = Math.ceil((until - performance.now()) / 1_000);
      if (left > 0) {
        const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
        put(button, fill(words.goIn, { clock }));
        later(tick, 1_000);
        return;
      }
      free(goLabel(texts));
      put(status, words.limitedOver);
      setState('form');
    };
    tick();
  }

  return { showFault, refuse, pay };
}

function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The address to go to, if it is one that Continue may lead to: https (or a loopback host in the demo) and
 * a host that the configuration names. Whatever else a server says is not followed.
 */
function payAddress(address: string, payHosts: readonly string[]): string | null {
  try {
    const { protocol, hostname, host, href } = new URL(address);
    const loopback = protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
    return (protocol === 'https:' || loopback) && payHosts.includes(host) ? href : null;
  } catch {
    return null;
  }
}
