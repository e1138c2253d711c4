import { html, type Html, type HtmlValue } from '../../http/html.ts';
import type { Scope } from '../scope.ts';
import { navTexts, type PageName } from './nav-texts.ts';
import { queryOf } from './view.ts';
import { financeTexts, type PageLang } from './texts.ts';

/** Who is signed in, as a page needs it: a label that is no address, the token of forms, what may be seen. */
export type SignedIn = { name: string; csrf: string; scopes: readonly Scope[] };

export type Frame = {
  lang: PageLang;
  title: string;
  /** The same page in the other language; null where that would lose what is shown once. */
  otherLangHref: string | null;
  publisherName: string;
  livemode: boolean;
  /** Null on the sign-in page. */
  signedIn: SignedIn | null;
  /** Which entry of the navigation the page belongs to. */
  page?: PageName | null;
  /** The month that the other pages open with. */
  period?: string | null;
  /** Whether there is an experiment to lead to. */
  experiment?: boolean;
  /** How many things wait for a person. */
  waiting?: number;
  /** Beside the style sheets: where the page leads on by itself. */
  head?: Html;
  /** When and in which zone it is printed, already written; stands on paper only. */
  printed?: string;
};

/** Every entry of the navigation, with what it takes to see it. */
const ENTRIES: readonly { page: PageName; path: string; needs: Scope; keepsPeriod: boolean }[] = [
  { page: 'overview', path: '/finance', needs: 'totals:read', keepsPeriod: true },
  { page: 'payments', path: '/finance/payments', needs: 'ledger:read', keepsPeriod: true },
  { page: 'find', path: '/finance/pledge', needs: 'pledge:read', keepsPeriod: false },
  { page: 'payouts', path: '/finance/payouts', needs: 'ledger:read', keepsPeriod: true },
  { page: 'recurring', path: '/finance/recurring', needs: 'totals:read', keepsPeriod: false },
  { page: 'exports', path: '/finance/exports', needs: 'ledger:read', keepsPeriod: true },
  { page: 'months', path: '/finance/months', needs: 'totals:read', keepsPeriod: false },
  { page: 'waiting', path: '/finance/waiting', needs: 'totals:read', keepsPeriod: false },
  { page: 'audit', path: '/finance/audit', needs: 'audit:read', keepsPeriod: false },
  { page: 'people', path: '/finance/people', needs: 'access:manage', keepsPeriod: false },
  { page: 'keys', path: '/finance/keys', needs: 'access:manage', keepsPeriod: false },
  { page: 'experiment', path: '/finance/experiments', needs: 'totals:read', keepsPeriod: false },
];

/** The path of the first page that these scopes may see; null where there is none. */
export function firstPage(scopes: readonly Scope[]): string | null {
  return ENTRIES.find((entry) => scopes.includes(entry.needs))?.path ?? null;
}

/** The shell of every finance page: one style sheet of our own, no script, nothing in an attribute. */
export function financePage(frame: Frame, main: Html): string {
  const { lang, title, publisherName, livemode, signedIn, otherLangHref } = frame;
  const texts = financeTexts(lang);
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
        ${frame.head}
      </head>
      <body class="fin" id="top">
        <a class="skip" href="#main">${texts.skip}</a>
        <header class="top">
          <div class="wrap">
            ${signedIn === null ? html`<span class="brand">${publisherName}</span>` : navigation(frame, signedIn)}
            <div class="who">
              ${signedIn === null ? null : html`<a class="key-name" href="/finance/account${queryOf({ lang })}">${signedIn.name}</a>`}
              ${
                otherLangHref === null
                  ? null
                  : html`<a href="${otherLangHref}" lang="${otherLang}" hreflang="${otherLang}">${texts.otherLang}</a>`
              }
              ${signedIn === null ? null : signOut(signedIn, lang)}
            </div>
          </div>
          ${livemode ? null : html`<p class="test-bar"><span class="wrap">${texts.testBar}</span></p>`}
        </header>
        <main class="wrap" id="main">
          ${main}
          ${frame.printed === undefined ? null : html`<p class="paper">${publisherName}. ${frame.printed}</p>`}
        </main>
      </body>
    </html>`.text;
}

/** The same links twice: in a row where there is room, behind one button where there is not. */
function navigation(frame: Frame, { scopes }: SignedIn): Html {
  const { lang, page } = frame;
  const { pages, menu } = navTexts(lang);
  const { finance } = financeTexts(lang);
  const entries = ENTRIES.filter(
    (entry) =>
      scopes.includes(entry.needs) &&
      (entry.page !== 'experiment' || frame.experiment === true) &&
      // Whoever may see the list finds from there.
      (entry.page !== 'find' || !scopes.includes('ledger:read')),
  ).map((entry) => navLink(frame, entry));
  return html`<nav class="wide" aria-label="${finance}">${entries}</nav>
    <details class="menu">
      <summary>${menu}${page && html`<b>${pages[page]}</b>`}</summary>
      <nav aria-label="${finance}">${entries}</nav>
    </details>`;
}

function navLink(frame: Frame, { page, path, keepsPeriod }: (typeof ENTRIES)[number]): Html {
  const { lang, period = null, waiting = 0 } = frame;
  const { pages, waiting: waits } = navTexts(lang);
  const href = `${path}${queryOf({ lang, period: keepsPeriod ? period : null })}`;
  const badge =
    page === 'waiting' && waiting > 0
      ? html` <span class="badge" aria-hidden="true">${waiting > 99 ? '99+' : waiting}</span
          ><span class="vh">, ${waits(waiting, String(waiting))}</span>`
      : null;
  return page === frame.page
    ? html`<a href="${href}" aria-current="page">${pages[page]}${badge}</a>`
    : html`<a href="${href}">${pages[page]}${badge}</a>`;
}

function signOut({ csrf }: SignedIn, lang: PageLang): Html {
  return html`<form method="post" action="/finance/sign-out${queryOf({ lang })}">
    <input type="hidden" name="csrf" value="${csrf}" /><button class="link" type="submit">
      ${financeTexts(lang).signOut}
    </button>
  </form>`;
}

/** A card with a heading; `more` stands at the right of it. */
export function card(id: string, title: HtmlValue, body: HtmlValue, more: HtmlValue = null): Html {
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

/** The head of a page: title, what it is about, and its controls at the right. */
export function bar(title: HtmlValue, sub: HtmlValue, controls: HtmlValue = null): Html {
  return html`<div class="bar">
    <div>
      <h1>${title}</h1>
      ${sub === null || sub === '' ? null : html`<p class="sub">${sub}</p>`}
    </div>
    ${controls}
  </div>`;
}
