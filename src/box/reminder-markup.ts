import { icon } from './icons.ts';
import { boxFrame, donorNotice, radio, type BoxView } from './frame.ts';
import { dayText, type ReminderDays } from './reminder-days.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

/**
 * The reminder panel: a day, then the calendar file, which needs no address and stores nothing; the mail
 * comes second, behind the warning for readers whom it could endanger.
 */
export function reminderBox(view: BoxView, days: ReminderDays): Tree {
  const { texts, config } = view;
  const byMail = config.reminderByMail;
  return boxFrame(
    { ...view, slots: false },
    {
      eyebrow: texts.remindEyebrow,
      heading: texts.remindHeading,
      message: byMail ? texts.remindMessage : texts.remindMessageCalendar,
    },
    donorNotice(config.notice),
    el(
      'form',
      { class: 'rs-form', novalidate: true },
      dayChoice(view, days),
      el(
        'div',
        { class: 'rs-go' },
        el(
          'a',
          { class: 'rs-btn rs-ics', download: 'note.ics', rel: 'noreferrer' },
          icon('calendar'),
          texts.calendar,
        ),
        el('p', { class: 'rs-terms' }, texts.calendarHint),
      ),
      byMail && mailPart(view),
      el('div', { class: 'rs-state' }),
    ),
    el(
      'p',
      { class: 'rs-foot' },
      el('button', { class: 'rs-link rs-back', type: 'button' }, texts.toAmounts),
    ),
  );
}

/** What a reader sees after asking for a mail. The same for every address, known or not. */
export function inboxBox(view: BoxView, { address, day }: { address: string; day: string }): Tree {
  const { texts, config } = view;
  return boxFrame(
    { ...view, slots: false },
    {
      eyebrow: texts.inboxEyebrow,
      heading: texts.inboxHeading,
      message: rich(texts.inboxMessage, { address: masked(address), day: dayText(config.lang, day) }),
    },
    el(
      'p',
      { class: 'rs-foot is-start' },
      el('button', { class: 'rs-link rs-again', type: 'button' }, texts.changeDate),
      el('button', { class: 'rs-link rs-back', type: 'button' }, texts.close),
    ),
  );
}

function dayChoice({ texts, config }: BoxView, { soon, threeMonths, first, last }: ReminderDays): Tree {
  const chip = (value: string, words: string, small: string, checked = false): Piece =>
    el('label', {}, radio('when', value, checked), words, el('small', {}, small));
  const weekday = (day: string): string => dayText(config.lang, day, 'weekday');
  return el(
    'fieldset',
    {},
    el('legend', { class: 'rs-vh' }, texts.whenLegend),
    el(
      'div',
      { class: 'rs-chips' },
      chip('next_month', texts.soon, weekday(soon), true),
      chip('three_months', texts.threeMonths, weekday(threeMonths)),
      chip('date', texts.anotherDay, texts.pickDay),
    ),
    el(
      'div',
      { class: 'rs-date' },
      el('label', { class: 'rs-label', for: 'rs-date' }, texts.date),
      el('input', {
        class: 'rs-input',
        id: 'rs-date',
        name: 'date',
        type: 'date',
        min: first,
        max: last,
        value: threeMonths,
        'aria-describedby': 'rs-date-fault',
      }),
      el('div', { id: 'rs-date-fault' }),
    ),
  );
}

function mailPart({ texts }: BoxView): Tree {
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
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}
