import { faultNote } from '../box/fault-text.ts';
import { note } from '../box/frame.ts';
import { dayText, reminderDays } from '../box/reminder-days.ts';
import { inboxBox, reminderBox } from '../box/reminder-markup.ts';
import { fill, rich, type Piece } from '../box/tree.ts';
import { toDom } from './dom.ts';
import type { Host, Screen } from './host.ts';

/** The panel behind "Remind me later": it takes the form's place, and Back returns to it. */
export function reminderScreen(host: Host, onSent: (sent: { address: string; day: string }) => void): Screen {
  const { view, base, campaign } = host;
  const { config, texts } = view;
  const days = reminderDays(localDay(new Date()));
  const node = toDom(reminderBox(view, days)) as HTMLElement;
  const find = (selector: string) => node.querySelector(selector) as HTMLElement;
  const form = find('form') as HTMLFormElement;
  const date = find('#rs-date') as HTMLInputElement;
  const calendar = find('.rs-ics') as HTMLAnchorElement;
  let busy = false;

  const chosen = (): string => new FormData(form).get('when') as string;
  const dayOf = (when: string): string =>
    ({ next_month: days.soon, three_months: days.threeMonths })[when] ?? date.value;

  function follow(): void {
    const when = chosen() === 'date' ? date.value : chosen();
    const query = new URLSearchParams({ when, lang: config.lang });
    calendar.href = `${base}/v1/reminders/calendar.ics?${query}`;
  }

  /** Marks one field, or none; leads there if there is something to mend. */
  function mark(field: HTMLInputElement | null, id: string, words: Piece): boolean {
    field?.classList.toggle('is-invalid', words !== null);
    if (words === null) field?.removeAttribute('aria-invalid');
    else field?.setAttribute('aria-invalid', 'true');
    node.querySelector(`#${id}-fault`)?.replaceChildren(toDom(words === null ? null : faultNote(words)));
    if (words !== null) field?.focus();
    return words === null;
  }

  function dateIsRight(): boolean {
    const wrong = chosen() === 'date' && !(date.value >= days.first && date.value <= days.last);
    return mark(
      date,
      'rs-date',
      wrong ? fill(texts.faultDate, { max: dayText(config.lang, days.last) }) : null,
    );
  }

  function markEmail(words: string | null): boolean {
    return mark(node.querySelector<HTMLInputElement>('#rs-email'), 'rs-email', words);
  }

  async function submit(): Promise<void> {
    const address = ((new FormData(form).get('email') as string | null) ?? '').trim();
    if (busy || !config.reminderByMail || !dateIsRight()) return;
    if (!markEmail(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? null : texts.faultEmail)) return;
    const when = chosen() === 'date' ? date.value : chosen();
    const button = find('[type=submit]');
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    button.textContent = texts.sending;
    const outcome = await host.server.remind({
      email: address,
      when,
      lang: config.lang,
      ...(campaign === undefined ? {} : { campaign }),
    });
    busy = false;
    button.removeAttribute('aria-disabled');
    button.textContent = texts.setReminder;
    const state = find('.rs-state');
    state.replaceChildren();
    if (outcome.kind === 'ok') onSent({ address, day: dayOf(chosen()) });
    else if (outcome.kind === 'refused' && outcome.field === 'when')
      mark(date, 'rs-date', fill(texts.faultDate, { max: dayText(config.lang, days.last) }));
    else if (outcome.kind === 'refused')
      markEmail(outcome.code === 'mailbox_unsafe' ? texts.faultMailService : texts.faultEmail);
    else if (outcome.kind === 'limited')
      state.append(toDom(note('warn', 'wait', { role: 'alert' }, rich(texts.remindLimited))));
    else if (outcome.kind === 'offline')
      state.append(toDom(note('error', 'error', { role: 'alert' }, rich(texts.remindOffline))));
  }

  follow();
  form.addEventListener('input', follow);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  calendar.addEventListener('click', (event) => {
    if (!dateIsRight()) event.preventDefault();
  });
  leadBack(host, node);
  return { node, dispose: () => {} };
}

/** "Check your inbox": the same words for every address. */
export function inboxScreen(host: Host, sent: { address: string; day: string }, again: () => void): Screen {
  const node = toDom(inboxBox(host.view, sent)) as HTMLElement;
  node.querySelector('.rs-again')?.addEventListener('click', again);
  leadBack(host, node);
  return { node, dispose: () => {} };
}

function leadBack(host: Host, node: HTMLElement): void {
  node.querySelector('.rs-back')?.addEventListener('click', host.closeReminder);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') host.closeReminder();
  });
}

function localDay(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
