import type { DonorNotice } from '../checkout/contract.ts';
import { donorNotice } from '../box/frame.ts';
import { fill } from '../box/tree.ts';
import { dayText } from '../box/reminder-days.ts';
import { html, type Html } from '../http/html.ts';
import { shell, type PageFrame } from './shell.ts';
import { pageTexts } from './texts.ts';
import { treeHtml } from './tree-html.ts';

/** Where a link out of a reminder's mail leads. GET shows a page with buttons; only POST acts. */
export type ReminderPage =
  /** 202 after `POST /remind`: the same for every address. */
  | { kind: 'inbox' }
  /** The link of the confirmation mail. */
  | { kind: 'confirm'; day: string; confirmUrl: string; stopUrl?: string | undefined }
  /** After confirming. */
  | { kind: 'confirmed'; day: string; stopUrl: string; calendarUrl?: string | undefined }
  /** The same link once more: the reminder waits for its day. */
  | { kind: 'waiting'; day: string; stopUrl: string }
  /**
   * Behind the first link of the reminder mail: the way to what the reader wanted to be reminded of. It
   * stands here and not in the mail, whose own links lead to neutral pages only.
   */
  | { kind: 'sent'; openUrl: string; openWords: string; laterUrl: string | null; stopUrl: string }
  /** Asked before a stop, where a mail's own link leads to one. */
  | { kind: 'stop'; stopUrl: string }
  /** Asked before "in a month instead"; the same way. */
  | { kind: 'postpone'; day: string; laterUrl: string }
  /** After "in a month instead". */
  | { kind: 'later'; day: string; stopUrl?: string | undefined }
  /** After stopping one reminder, or `all` of the address; `undoUrl` while it can be undone. */
  | { kind: 'stopped'; all: boolean; undoUrl?: string | undefined; neverUrl?: string | undefined }
  /** Asked before never writing again. */
  | { kind: 'never'; neverUrl: string }
  /** After it. */
  | { kind: 'suppressed' }
  /** Used, run out or never valid: one page, so that it tells nothing. */
  | { kind: 'expired'; askUrl: string };

/** One step of a reminder: a heading, one or two sentences, and buttons that post. */
export function reminderPage(frame: PageFrame, page: ReminderPage): string {
  const { title, lede, actions, quiet, more } = step(frame, page);
  return shell(frame, {
    title,
    main: html`<h1>${title}</h1>
      <p class="lede">${lede}</p>
      ${actions.length > 0 ? html`<div class="rs-row onward">${actions}</div>` : null}
      ${quiet && html`<p class="quiet">${quiet}</p>`} ${more}`,
  });
}

type Step = {
  title: string;
  lede: string;
  actions: (Html | false)[];
  quiet?: string;
  /** Something else that may be wanted, further down. */
  more?: Html | false;
};

function step({ lang }: PageFrame, page: ReminderPage): Step {
  const texts = pageTexts(lang);
  const day = 'day' in page ? dayText(lang, page.day) : '';
  switch (page.kind) {
    case 'inbox':
      return { title: texts.inboxTitle, lede: texts.inboxBody, actions: [] };
    case 'confirm':
      return {
        title: texts.confirmTitle,
        lede: fill(texts.confirmBody, { day }),
        actions: [
          post(page.confirmUrl, texts.confirmButton),
          page.stopUrl !== undefined && post(page.stopUrl, texts.cancelButton, 'quiet'),
        ],
        quiet: texts.confirmNot,
      };
    case 'confirmed':
      return {
        title: fill(texts.confirmedTitle, { day }),
        lede: texts.confirmedBody,
        actions: [
          page.calendarUrl !== undefined && link(page.calendarUrl, texts.saveDay),
          post(page.stopUrl, texts.cancelButton, 'quiet'),
        ],
      };
    case 'waiting':
      return {
        title: texts.manageTitle,
        lede: fill(texts.manageBody, { day }),
        actions: [post(page.stopUrl, texts.cancelButton, 'quiet')],
      };
    case 'sent':
      return {
        title: texts.sentTitle,
        lede: texts.sentBody,
        actions: [
          link(page.openUrl, page.openWords),
          page.laterUrl !== null && post(page.laterUrl, texts.laterButton, 'quiet'),
          post(page.stopUrl, texts.stopButton, 'quiet'),
        ],
      };
    case 'stop':
      return {
        title: texts.stopTitle,
        lede: texts.stopBody,
        actions: [post(page.stopUrl, texts.stopButton)],
      };
    case 'postpone':
      return {
        title: texts.postponeTitle,
        lede: fill(texts.postponeBody, { day }),
        actions: [post(page.laterUrl, texts.laterButton)],
      };
    case 'later':
      return {
        title: fill(texts.laterTitle, { day }),
        lede: texts.laterBody,
        actions: page.stopUrl === undefined ? [] : [post(page.stopUrl, texts.cancelButton, 'quiet')],
      };
    case 'stopped':
      return {
        title: page.all ? texts.stoppedTitle : texts.cancelledTitle,
        lede: page.all ? texts.stoppedBodyDone : texts.cancelledBody,
        actions: page.undoUrl === undefined ? [] : [post(page.undoUrl, texts.undoButton, 'quiet')],
        more: page.neverUrl !== undefined && neverAgain(texts, page.neverUrl),
      };
    case 'never':
      return {
        title: texts.neverTitle,
        lede: texts.neverBody,
        actions: [post(page.neverUrl, texts.neverButton)],
      };
    case 'suppressed':
      return { title: texts.suppressedTitle, lede: texts.suppressedBody, actions: [] };
    case 'expired':
      return {
        title: texts.expiredTitle,
        lede: texts.expiredBody,
        actions: [link(page.askUrl, texts.askAgain)],
      };
    default:
      return page satisfies never;
  }
}

function neverAgain(texts: ReturnType<typeof pageTexts>, url: string): Html {
  return html`<section class="besides">
    <h2>${texts.neverTitle}</h2>
    <p>${texts.neverBody}</p>
    ${post(url, texts.neverButton, 'quiet')}
  </section>`;
}

function post(action: string, words: string, look?: 'quiet'): Html {
  return html`<form method="post" action="${action}">
    <button class="rs-btn${look && ' is-quiet'}">${words}</button>
  </form>`;
}

function link(href: string, words: string): Html {
  return html`<a class="rs-btn" href="${href}">${words}</a>`;
}

/** The warning above a reminder form, as the box shows it. */
export function noticeHtml(notice: DonorNotice | null): Html {
  return treeHtml(donorNotice(notice));
}
