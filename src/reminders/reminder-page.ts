import { html } from '../http/html.ts';
import { shell, type PageFrame } from '../pages/shell.ts';
import { pageTexts } from '../pages/texts.ts';
import { mailTexts } from './texts.ts';

/**
 * Behind the first link of the reminder mail: the way to what the reader wanted to be reminded of. It
 * stands here and not in the mail, whose own links lead to neutral pages only.
 */
export function afterReminderPage(
  frame: PageFrame,
  urls: { giveUrl: string; laterUrl: string | null; stopUrl: string },
): string {
  const { lang } = frame;
  const texts = pageTexts(lang);
  const post = (action: string, words: string) =>
    html`<form method="post" action="${action}"><button class="rs-btn is-quiet">${words}</button></form>`;
  return shell(frame, {
    title: texts.sentTitle,
    main: html`<h1>${texts.sentTitle}</h1>
      <p class="lede">${texts.sentBody}</p>
      <div class="rs-row onward">
        <a class="rs-btn" href="${urls.giveUrl}">${mailTexts(lang).openLink}</a>
        ${urls.laterUrl === null ? null : post(urls.laterUrl, texts.laterButton)}
        ${post(urls.stopUrl, texts.stopButton)}
      </div>`,
  });
}
