import { boxFrame, donorNotice, radio, type BoxView } from './frame.ts';
import { drawing } from './icons.ts';
import { dayText, type ReminderDays } from './reminder-days.ts';
import type { ReminderTexts } from './texts.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

const CALENDAR =
  'M4 3.5h10a2 2 0 0 1 2 2V14a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V5.5a2 2 0 0 1 2-2ZM2 7.5h14M6 1.5v3.5M12 1.5v3.5';

/**
 * The reminder panel: a day, then the calendar file, which needs no address and stores nothing; the mail
 * comes second, behind the warning for readers whom it could endanger.
 */
export function reminderBox(view: BoxView, texts: ReminderTexts, days: ReminderDays): Tree {
  const { notice, lang, reminderByMail } = view.config;
  return boxFrame(
    view,
    texts.remindEyebrow,
    texts.remindHeading,
    reminderByMail ? texts.remindMessage : texts.remindMessageCalendar,
    donorNotice(notice),
    el(
      'form',
      { class: 'rs-form', novalidate: true },
      dayChoice(lang, texts, days),
      el(
        'div',
        { class: 'rs-go' },
        el(
          'a',
          { class: 'rs-btn rs-ics', part: 'submit', download: 'note.ics', rel: 'noreferrer' },
          drawing(CALENDAR),
          texts.calendar,
        ),
        el('p', { class: 'rs-terms', id: 'rs-saved', role: 'status' }, texts.calendarHint),
      ),
      reminderByMail && mailPart(texts),
      el('div', { class: 'rs-state' }),
    ),
    el('p', { class: 'rs-foot', part: 'footer' }, linkButton('rs-back', texts.toAmounts)),
  );
}

/** What a reader sees after asking for a mail. The same for every address, known or not. */
export function inboxBox(view: BoxView, texts: ReminderTexts, address: string, day: string): Tree {
  return boxFrame(
    view,
    texts.inboxEyebrow,
    texts.inboxHeading,
    rich(texts.inboxMessage, { address: masked(address), day: dayText(view.config.lang, day) }),
    el(
      'p',
      { class: 'rs-foot is-start', part: 'footer' },
      linkButton('rs-again', texts.changeDate),
      linkButton('rs-back', texts.close),
    ),
  );
}

function linkButton(name: string, words: string): Tree {
  return el('button', { class: `rs-link ${name}`, type: 'button' }, words);
}

/** The value of each is the day that it shows: what a reader was promised is what is asked for. */
function dayChoice(lang: string, texts: ReminderTexts, days: ReminderDays): Tree {
  const chip = (value: string, words: string, small: string, checked = false): Piece =>
    el('label', {}, radio('when', value, checked), words, el('small', {}, small));
  const dayChip = (day: string, words: string, checked: boolean): Piece =>
    chip(day, words, dayText(lang, day, 'weekday'), checked);
  return el(
    'fieldset',
    {},
    el('legend', { class: 'rs-vh' }, texts.whenLegend),
    el(
      'div',
      { class: 'rs-chips' },
      dayChip(days.soon, texts.soon, true),
      dayChip(days.threeMonths, texts.threeMonths, false),
      chip('date', texts.anotherDay, texts.pickDay),
    ),
    el(
      'div',
      { class: 'rs-date' },
      el('label', { class: 'rs-label', for: 'rs-date' }, texts.date),
      el('input', {
        class: 'rs-input',
        id: 'rs-date',
        part: 'input',
        name: 'date',
        type: 'date',
        min: days.first,
        max: days.last,
        value: days.threeMonths,
        'aria-describedby': 'rs-date-fault',
      }),
      el('div', { id: 'rs-date-fault' }),
    ),
  );
}

function mailPart(texts: ReminderTexts): Tree {
  return el(
    'div',
    { class: 'rs-rule' },
    el('label', { class: 'rs-label', for: 'rs-email' }, texts.emailLabel),
    el(
      'div',
      { class: 'rs-row' },
      el('input', {
        class: 'rs-input',
        id: 'rs-email',
        part: 'input',
        name: 'email',
        type: 'email',
        autocomplete: 'email',
        spellcheck: 'false',
        'aria-describedby': 'rs-email-hint rs-email-fault',
      }),
      el('button', { class: 'rs-btn is-quiet', type: 'submit' }, texts.setReminder),
    ),
    el('div', { id: 'rs-email-fault' }),
    el('p', { class: 'rs-hint', id: 'rs-email-hint' }, texts.emailHint),
  );
}

/** "a•••@example.org": enough to see a typing mistake, too little for someone looking over a shoulder. */
function masked(address: string): string {
  return `${address.slice(0, 1)}•••${address.slice(address.lastIndexOf('@'))}`;
}
