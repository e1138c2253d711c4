import type { DonorNotice } from '../checkout/contract.ts';
import { faultNote } from '../box/fault-text.ts';
import { dayText } from '../box/reminder-days.ts';
import { boxWords } from '../box/texts.ts';
import { fill } from '../box/tree.ts';
import { html, type Html } from '../http/html.ts';
import { noticeHtml } from './reminder-pages.ts';
import { errorTitle, shell, type PageFrame } from './shell.ts';
import { pageTexts } from './texts.ts';
import { treeHtml } from './tree-html.ts';

/** The reminder form as a page, for readers without a script: the calendar first, then the mail. */
export type RemindPage = {
  /** Days as the server counts them, YYYY-MM-DD. */
  days: { nextMonth: string; threeMonths: string; first: string; last: string };
  /** False leaves the calendar alone: no mail service, or a country where mail could endanger. */
  byMail: boolean;
  notice: DonorNotice | null;
  campaign?: string | undefined;
  /** What was posted, kept. */
  values?: { when?: string | undefined; date?: string | undefined; email?: string | undefined } | undefined;
  /** Makes it the 422 page. */
  fault?: 'email' | 'date' | 'mail_service' | undefined;
};

export function remindPage(frame: PageFrame, page: RemindPage): string {
  const box = boxWords(frame.lang).reminder;
  const { fault } = page;
  return shell(frame, {
    title: fault === undefined ? box.remindEyebrow : errorTitle(frame.lang, box.remindEyebrow),
    mainClass: 'give',
    main: html`${fault && summary(frame, page, fault)}
      <section class="rs" aria-labelledby="rs-title">
        <div class="rs-body">
          <p class="rs-eyebrow">${box.remindEyebrow}</p>
          <h1 class="rs-title" id="rs-title">${box.remindHeading}</h1>
          <p class="rs-message">${page.byMail ? box.remindMessage : box.remindMessageCalendar}</p>
          ${noticeHtml(page.notice)} ${calendarPart(frame, page)}
          ${page.byMail ? mailPart(frame, page) : null}
          <p class="rs-foot">
            <a class="rs-link" href="/give?lang=${encodeURIComponent(frame.lang)}"
              >${pageTexts(frame.lang).otherWay}</a
            >
          </p>
        </div>
      </section>`,
  });
}

function summary(frame: PageFrame, page: RemindPage, fault: NonNullable<RemindPage['fault']>): Html {
  const target = fault === 'date' ? 'rs-date' : 'rs-email';
  return html`<div class="summary" role="alert" aria-labelledby="summary-title">
    <h2 id="summary-title">${pageTexts(frame.lang).errorHeading}</h2>
    <p><a href="#${target}">${faultText(frame, page, fault)}</a></p>
  </div>`;
}

function faultText(
  { lang }: PageFrame,
  { days }: RemindPage,
  fault: NonNullable<RemindPage['fault']>,
): string {
  const box = boxWords(lang).reminder;
  if (fault === 'date') return fill(box.faultDate, { max: dayText(lang, days.last, 'year') });
  return fault === 'email' ? box.faultEmail : box.faultMailService;
}

function calendarPart({ lang }: PageFrame, { days }: RemindPage): Html {
  const box = boxWords(lang).reminder;
  const texts = pageTexts(lang);
  const chip = (when: string, words: string, day: string) =>
    html`<a
      class="rs-chip"
      href="/v1/reminders/calendar.ics?when=${when}&amp;lang=${encodeURIComponent(lang)}"
      >${words}<small>${dayText(lang, day, 'weekday')}</small></a
    >`;
  return html`<h2 class="rs-label part">${texts.whenHeading}</h2>
    <p class="rs-hint">${texts.whenBody}</p>
    <div class="rs-chips part-body">
      ${chip('next_month', box.soon, days.nextMonth)}${chip('three_months', box.threeMonths, days.threeMonths)}
    </div>
    <form class="rs-row part-body" method="get" action="/v1/reminders/calendar.ics">
      <div>
        <label class="rs-label" for="rs-day">${box.anotherDay}</label
        ><input
          class="rs-input"
          id="rs-day"
          name="when"
          type="date"
          required
          min="${days.first}"
          max="${days.last}"
          value="${days.threeMonths}"
        />
      </div>
      <input type="hidden" name="lang" value="${lang}" /><button class="rs-btn is-quiet at-end">
        ${texts.saveDay}
      </button>
    </form>`;
}

function mailPart(frame: PageFrame, page: RemindPage): Html {
  const { lang } = frame;
  const { days, campaign, values, fault } = page;
  const box = boxWords(lang).reminder;
  const when = values?.when ?? 'next_month';
  const red = (name: NonNullable<RemindPage['fault']>) => fault === name;
  const posted = values?.date ?? '';
  const keptDay = /^\d{4}-\d{2}-\d{2}$/.test(posted) ? posted : days.threeMonths;
  const badMail = red('email') || red('mail_service');
  return html`<h2 class="rs-label part rs-rule">${pageTexts(lang).mailHeading}</h2>
    <form class="rs-form part-body" method="post" action="/remind" novalidate>
      <input
        type="hidden"
        name="lang"
        value="${lang}"
      />${campaign && html`<input type="hidden" name="campaign" value="${campaign}" />`}
      <fieldset>
        <legend class="rs-vh">${box.whenLegend}</legend>
        <div class="rs-chips">
          ${option('next_month', when, box.soon, dayText(lang, days.nextMonth, 'weekday'))}
          ${option('three_months', when, box.threeMonths, dayText(lang, days.threeMonths, 'weekday'))}
          ${option('date', when, box.anotherDay, box.pickDay)}
        </div>
        <div class="rs-date">
          <label class="rs-label" for="rs-date">${box.date}</label
          ><input
            class="rs-input${red('date') && ' is-invalid'}"
            id="rs-date"
            name="date"
            type="date"
            min="${days.first}"
            max="${days.last}"
            value="${keptDay}"
            ${red('date') && html` aria-invalid="true" aria-describedby="rs-date-fault"`}
          />${red('date') && faultHtml('rs-date-fault', faultText(frame, page, 'date'))}
        </div>
      </fieldset>
      <div>
        <label class="rs-label" for="rs-email">${box.emailLabel}</label
        ><input
          class="rs-input${badMail && ' is-invalid'}"
          id="rs-email"
          name="email"
          type="email"
          autocomplete="email"
          spellcheck="false"
          value="${values?.email ?? ''}"
          aria-describedby="rs-email-hint${badMail && ' rs-email-fault'}"
          ${badMail && html` aria-invalid="true"`}
        />${badMail && fault && faultHtml('rs-email-fault', faultText(frame, page, fault))}
        <p class="rs-hint" id="rs-email-hint">${box.emailHint}</p>
      </div>
      <button class="rs-btn">${box.setReminder}</button>
    </form>`;
}

function option(value: string, chosen: string, words: string, small: string): Html {
  return html`<label
    ><input type="radio" name="when" value="${value}" ${value === chosen && ' checked'} />${words}<small
      >${small}</small
    ></label
  >`;
}

function faultHtml(id: string, words: string): Html {
  return html`<div id="${id}">${treeHtml(faultNote(words))}</div>`;
}
