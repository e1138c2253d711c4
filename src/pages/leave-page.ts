import { html } from '../http/html.ts';
import { shell, type PageFrame } from './shell.ts';
import { pageTexts } from './texts.ts';

/**
 * The 200 page after `POST /give`. It leads on by itself, because Chromium applies the form-action of the
 * page before to where an answer redirects: a 303 would be blocked on strict sites.
 */
export function leavePage(frame: PageFrame, { url }: { url: string }): string {
  const texts = pageTexts(frame.lang);
  return shell(frame, {
    title: texts.leaveTitle,
    head: html`<meta http-equiv="refresh" content="0;url=${url}" />`,
    main: html`<h1>${texts.leaveTitle}</h1>
      <p class="lede">${texts.leaveBody}</p>
      <p class="rs-row onward"><a class="rs-btn" href="${url}" rel="noreferrer">${texts.leaveLink}</a></p>`,
  });
}
