import { html, type Html, type HtmlValue } from '../../http/html.ts';
import { experimentTexts } from './experiment-texts.ts';
import { queryOf } from './view.ts';
import { financeTexts, type PageLang } from './texts.ts';

export type Frame = {
  lang: PageLang;
  title: string;
  /** The same page in the other language. */
  otherLangHref: string;
  publisherName: string;
  livemode: boolean;
  /** Null on the sign-in page. */
  signedIn: { name: string; csrf: string } | null;
  /** The overview has its sections in the navigation, the experiment a way back. */
  page?: 'experiment';
  /** Whether there is an experiment to lead to. */
  experiment?: boolean;
};

/** The shell of every finance page: one style sheet of our own, no script, nothing in an attribute. */
export function financePage(frame: Frame, main: Html): string {
  const { lang, title, publisherName, livemode, signedIn, otherLangHref } = frame;
  const texts = financeTexts(lang);
  const nav =
    signedIn === null
      ? html`<span class="brand">${publisherName}</span>`
      : html`<nav aria-label="${texts.finance}">${links(frame)}</nav>`;
  const otherLang = lang === 'en' ? 'ru' : 'en';
  return html`<!doctype html>
    <html lang="${lang}" class="rs-tokens">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · ${texts.finance} · ${publisherName}</title>
        <link rel="stylesheet" href="/assets/tokens.css" />
        <link rel="stylesheet" href="/assets/finance.css" />
      </head>
      <body class="fin" id="top">
        <a class="skip" href="#main">${texts.skip}</a>
        <header class="top">
          <div class="wrap">
            ${nav}
            <div class="who">
              <a href="${otherLangHref}" lang="${otherLang}" hreflang="${otherLang}">${texts.otherLang}</a>
              ${signedIn === null ? null : signOut(signedIn, lang)}
            </div>
          </div>
          ${livemode ? null : html`<p class="test-bar"><span class="wrap">${texts.testBar}</span></p>`}
        </header>
        <main class="wrap" id="main">${main}</main>
      </body>
    </html>`.text;
}

function links({ lang, page, experiment }: Frame): Html {
  const texts = financeTexts(lang);
  const trial = experimentTexts(lang).nav;
  const query = queryOf({ lang });
  if (page === 'experiment')
    return html`<a href="/finance${query}">${texts.overview}</a><a href="#top" aria-current="page">${trial}</a>`;
  return html`<a href="#top" aria-current="page">${texts.overview}</a><a href="#downloads">${texts.downloads}</a
    ><a href="#movements">${texts.movements}</a
    >${experiment && html`<a href="/finance/experiments${query}">${trial}</a>`}`;
}

function signOut({ name, csrf }: { name: string; csrf: string }, lang: PageLang): Html {
  return html`<span class="key-name">${name}</span>
    <form method="post" action="/finance/sign-out${queryOf({ lang })}">
      <input type="hidden" name="csrf" value="${csrf}" /><button class="link" type="submit">
        ${financeTexts(lang).signOut}
      </button>
    </form>`;
}

/** A card with a heading; `more` stands at the right of it. */
export function card(id: string, title: string, body: HtmlValue, more: HtmlValue = null): Html {
  return html`<section class="card" aria-labelledby="${id}">
    <header>
      <h2 id="${id}">${title}</h2>
      ${more}
    </header>
    ${body}
  </section>`;
}

/** A table in a frame that scrolls sideways by itself and can be reached with the keyboard. */
export function tableFrame(label: string, table: Html): Html {
  return html`<div class="tw" tabindex="0" role="region" aria-label="${label}">${table}</div>`;
}
