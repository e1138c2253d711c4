import { note } from '../box/frame.ts';
import { icon } from '../box/icons.ts';
import { waitNote } from '../box/later-notes.ts';
import { dayText, reminderDays, type ReminderDays } from '../box/reminder-days.ts';
import { inboxBox, reminderBox } from '../box/reminder-markup.ts';
import type { ReminderTexts } from '../box/texts.ts';
import { fill, rich } from '../box/tree.ts';
import { reminder } from '../box/words/en.ts';
import { flag, put, toDom } from './dom.ts';
import type { Host } from './host.ts';
import { loadWords } from './load-words.ts';
import { markField } from './mark-field.ts';
import { keepQuiet, today } from './quiet.ts';
import { AWAY, post } from './server.ts';
import { KEY } from './stored.ts';

/** A reader who asked for a day is not asked again before it, nor in the three days after; what is begun counts whole. */
const QUIET_AFTER_DAYS = 2.5;
const LONGEST_QUIET_DAYS = 120;

/** The panel behind "Remind me later": it takes the form's place, and Back returns to it. */
export async function openPanel(host: Host): Promise<void> {
  const { base, campaign } = host;
  const view = { ...host.view, slots: false };
  const { config } = view;
  const { lang } = config;
  const texts = { ...(await loadWords<ReminderTexts>(lang, reminder, '-reminder')), ...view.texts };
  if (host.signal.aborted) return;
  const days = offered();
  const node = toDom(reminderBox(view, texts, days)) as HTMLElement;
  const find = (selector: string): HTMLElement => node.querySelector(selector) as HTMLElement;
  const form = find('form') as HTMLFormElement;
  const date = find('#rs-date') as HTMLInputElement;
  const email = find('#rs-email') as HTMLInputElement;
  const calendar = find('.rs-ics') as HTMLAnchorElement;
  const another = find('[name=when][value=date]') as HTMLInputElement;
  let busy = false;

  /** The day as the reader saw it: the server's may be another one already, or not yet. */
  const chosen = (): string => (another.checked ? date.value : (new FormData(form).get('when') as string));

  function follow(): void {
    const query = new URLSearchParams({ when: chosen(), lang });
    calendar.href = `${base}/v1/reminders/calendar.ics?${query}`;
  }

  /** Marks one field, or none; leads there if there is something to mend. */
  function check(field: HTMLInputElement, wrong: boolean, words: string): boolean {
    markField(node, field, wrong && words);
    if (wrong) field.focus();
    return !wrong;
  }

  /** Asks for another day in place of one that cannot be; the words are the server's, where it was the judge. */
  function checkDay(wrong: boolean, words?: string): boolean {
    if (wrong && !another.checked) {
      another.checked = true;
      date.value = '';
    }
    return check(date, wrong, words ?? fill(texts.faultDate, { max: dayText(lang, offered().last, 'year') }));
  }

  /** Asked when a button is pressed: a page may have stood open until its days were over. */
  function dayIsRight(): boolean {
    const { first, last } = offered();
    const day = chosen();
    return checkDay(!(day >= first && day <= last));
  }

  /** The browser takes the file now, and may leave the page for it: nothing here waits, and the link stays. */
  function saved(): void {
    const day = chosen();
    keepQuiet(startOf(day) - today());
    const stays = (node.getRootNode() as ShadowRoot).host.hasAttribute('force');
    put(find('#rs-saved'), [
      rich(texts.calendarSaved),
      !stays && isKept() && [' ', rich(texts.calendarQuiet, { day: dayText(lang, day) })],
    ]);
  }

  async function submit(): Promise<void> {
    if (busy || !config.reminderByMail || !dayIsRight()) return;
    const address = email.value.trim();
    if (!check(email, !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address), texts.faultEmail)) return;
    const when = chosen();
    const button = find('[type=submit]');
    const state = find('.rs-state');
    const wait = (on: boolean): void => {
      busy = on;
      flag(button, 'aria-disabled', on);
      put(button, on ? texts.sending : texts.setReminder);
      state.replaceChildren();
    };
    wait(true);
    const body = JSON.stringify({ email: address, when, lang, campaign });
    const { status, answer } = await post(`${base}/v1/reminders`, host.signal, body);
    wait(false);
    if (status >= 200 && status < 300) {
      const inbox = toDom(inboxBox(view, texts, address, when)) as HTMLElement;
      inbox.querySelector('.rs-again')?.addEventListener('click', host.openReminder);
      leadBack(host, inbox);
      show(host, inbox, 'inbox');
      keepQuiet(Math.min(Date.parse(when) / 86_400_000 - today() + QUIET_AFTER_DAYS, LONGEST_QUIET_DAYS));
      host.emit('remind-set');
    } else if (status === 429) put(state, waitNote(rich(texts.remindLimited)));
    else if (status === AWAY) put(state, note(icon('error'), 'is-error', 'alert', rich(texts.remindOffline)));
    else if (answer.field === 'when') checkDay(true, answer.detail);
    else if (status > 0)
      check(email, true, answer.code === 'mailbox_unsafe' ? texts.faultMailService : texts.faultEmail);
  }

  follow();
  form.addEventListener('input', follow);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  calendar.addEventListener('click', (event) => {
    if (dayIsRight()) saved();
    else event.preventDefault();
  });
  leadBack(host, node);
  show(host, node, 'reminder');
  host.emit('remind-open');
}

/** A screen in place of the form takes the focus to its heading. */
function show(host: Host, node: HTMLElement, state: 'reminder' | 'inbox'): void {
  host.show(node, state);
  node.querySelector<HTMLElement>('.rs-title')?.focus();
}

/** Back to the form, and to the link that led here. */
function leadBack(host: Host, node: HTMLElement): void {
  const back = (): void => host.closeReminder().querySelector<HTMLElement>('[part=remind]')?.focus();
  node.querySelector('.rs-back')?.addEventListener('click', back);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') back();
  });
}

/** When a day begins where the reader is, in days; a minute short, so that midnight in UTC is not rounded up. */
function startOf(day: string): number {
  return (Date.parse(`${day}T00:00`) - 60_000) / 86_400_000;
}

/** Whether this device keeps what it was given; where storage is blocked, the box shows on the next page. */
function isKept(): boolean {
  try {
    return KEY in localStorage;
  } catch {
    return false;
  }
}

/** The days on offer by the calendar of this device. */
function offered(): ReminderDays {
  const now = new Date();
  const two = (number: number): string => String(number).padStart(2, '0');
  return reminderDays(`${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`);
}
