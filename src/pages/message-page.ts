import { fill } from '../box/tree.ts';
import { html } from '../http/html.ts';
import { errorTitle, shell, type PageFrame } from './shell.ts';
import { pageTexts, waitText } from './texts.ts';

/** What happened. Each line says which answers it belongs to. */
export type MessageKind =
  /** 400: the request could not be read. */
  | 'bad_request'
  /** 403 in a country where the publisher stops payments. */
  | 'stopped'
  /** 403 while the publisher takes no gifts. */
  | 'closed'
  /** 404. */
  | 'not_found'
  /** 409: the key of a form was used with another choice. */
  | 'conflict'
  /** 410: a link that was used, ran out or never was; the same words for all three. */
  | 'gone'
  /** 422 that belongs to no field of a page. */
  | 'invalid'
  /** 429. */
  | 'limited'
  /** 500. */
  | 'failed'
  /** 503 on the way to the payment page. */
  | 'unavailable'
  /** 503 anywhere else. */
  | 'down';

export type MessagePage = {
  kind: MessageKind;
  /**
   * What to say about the money. `untouched`: on the way to the payment page nothing is charged.
   * `elsewhere` (default) is true everywhere.
   */
  money?: 'untouched' | 'elsewhere' | undefined;
  retryAfterSeconds?: number | undefined;
  requestId?: string | undefined;
  /** A form to go back to, with what stood in it; otherwise the form of the give page, or the front page. */
  backTo?: string | undefined;
  /** The page itself, where asking once more may help. */
  again?: string | undefined;
};

/** One page for every error and notice: what happened, what it means for the money, one way on. */
export function messagePage(frame: PageFrame, page: MessagePage): string {
  const texts = pageTexts(frame.lang);
  const { heading, body } = words(frame.lang, page);
  const onward = wayOn(frame, page);
  const money = page.money === 'untouched' ? texts.moneyUntouched : texts.moneyElsewhere;
  return shell(frame, {
    title: page.kind === 'closed' ? heading : errorTitle(frame.lang, heading),
    main: html`<h1>${heading}</h1>
      <p class="lede">${body}</p>
      <p class="lede">${money}</p>
      <p class="rs-row onward"><a class="rs-btn" href="${onward.href}">${onward.label}</a></p>
      ${page.requestId && html`<p class="quiet">${fill(texts.requestReference, { id: page.requestId })}</p>`}`,
  });
}

/** Where nothing can be paid the form is no way on: it would say the same again. */
function wayOn(frame: PageFrame, { kind, backTo, again }: MessagePage): { href: string; label: string } {
  const texts = pageTexts(frame.lang);
  if (kind === 'stopped' || kind === 'closed')
    return { href: frame.homeUrl, label: fill(texts.backToSite, { name: frame.publisherName }) };
  if (backTo !== undefined) return { href: backTo, label: texts.otherWay };
  if (again !== undefined) return { href: again, label: texts.tryAgain };
  return { href: `/give?lang=${encodeURIComponent(frame.lang)}`, label: texts.onward };
}

function words(lang: string, { kind, retryAfterSeconds }: MessagePage): { heading: string; body: string } {
  const texts = pageTexts(lang);
  const wait = waitText(lang, retryAfterSeconds ?? 60);
  switch (kind) {
    case 'bad_request':
      return { heading: texts.badRequestHeading, body: texts.badRequestBody };
    case 'stopped':
      return { heading: texts.stoppedHeading, body: texts.stoppedBody };
    case 'closed':
      return { heading: texts.closedHeading, body: texts.closedBody };
    case 'not_found':
      return { heading: texts.notFoundHeading, body: texts.notFoundBody };
    case 'conflict':
      return { heading: texts.conflictHeading, body: texts.conflictBody };
    case 'gone':
      return { heading: texts.goneHeading, body: texts.goneBody };
    case 'invalid':
      return { heading: texts.invalidHeading, body: texts.invalidBody };
    case 'limited':
      return { heading: texts.limitedHeading, body: fill(texts.limitedBody, { wait }) };
    case 'failed':
      return { heading: texts.failedHeading, body: texts.failedBody };
    case 'unavailable':
      return { heading: texts.unavailableHeading, body: fill(texts.unavailableBody, { wait }) };
    case 'down':
      return { heading: texts.downHeading, body: fill(texts.downBody, { wait }) };
    default:
      return kind satisfies never;
  }
}
