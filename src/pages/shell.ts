import { directionOf } from '../box/texts.ts';
import { fill } from '../box/tree.ts';
import { html, type Html, type HtmlValue } from '../http/html.ts';
import { languageMenu, type OtherLanguage } from './language-menu.ts';
import { pageTexts } from './texts.ts';

/** What every page needs to know about where it stands. */
export type PageFrame = {
  lang: string;
  publisherName: string;
  /** Where the publisher's name in the masthead leads. */
  homeUrl: string;
  legalEntity?: string | undefined;
  privacyUrl?: string | undefined;
  spendingUrl?: string | undefined;
  /** The same page in the publisher's other languages. */
  otherLanguages?: readonly OtherLanguage[] | undefined;
  /** Leaves the publisher out of title, masthead and footer: for links out of neutral mails. */
  neutral?: boolean | undefined;
};

/** One page inside the frame. */
export type PageBody = {
  /** Without the publisher's name; the shell adds it. */
  title: string;
  main: HtmlValue;
  /** Style sheets of /assets beyond the common ones. */
  styles?: readonly string[];
  /** Further elements of the head. */
  head?: HtmlValue;
  mainClass?: string;
  /** Tells this page's content from that of a page in a frame on it. */
  mainLabel?: string | undefined;
  bodyClass?: string;
  /** Stands above the masthead. */
  before?: HtmlValue;
  nav?: HtmlValue;
  indexed?: boolean;
  /** One sentence for search engines and link previews. */
  description?: string;
  /** Overrides what the reader's system asks for. */
  theme?: 'light' | 'dark' | undefined;
};

/** A whole document: no inline script, no inline style, one h1 (the body brings it). */
export function shell(frame: PageFrame, body: PageBody): string {
  const { lang, publisherName, neutral } = frame;
  const texts = pageTexts(lang);
  const styles = ['tokens', 'box', 'page', ...(body.styles ?? [])];
  return html`<!doctype html>
    <html lang="${lang}" dir="${directionOf(lang)}" class="rs-tokens"${body.theme && html` data-theme="${body.theme}"`}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        ${body.indexed ? null : html`<meta name="robots" content="noindex" />`}
        ${body.description && html`<meta name="description" content="${body.description}" />`}
        <title>${neutral || body.title.includes(publisherName) ? body.title : `${body.title} · ${publisherName}`}</title>
        <link rel="icon" href="data:," />
        ${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}.css" />`)} ${body.head}
      </head>
      <body class="${body.bodyClass ?? 'page'}">
        <a class="skip" href="#main">${texts.skip}</a>
        ${body.before} ${neutral ? null : masthead(frame, body.nav)}
        <main id="main" class="${body.mainClass ?? ''}"${body.mainLabel && html` aria-label="${body.mainLabel}"`}>${body.main}</main>
        ${neutral ? null : footer(frame)}
      </body>
    </html> `.text;
}

/** Title of a page that was sent back with a fault. */
export function errorTitle(lang: string, title: string): string {
  return fill(pageTexts(lang).errorTitle, { title });
}

function masthead({ lang, publisherName, homeUrl, otherLanguages = [] }: PageFrame, nav: HtmlValue): Html {
  const menu = languageMenu(lang, otherLanguages);
  return html`<header class="site">
    <div class="site-in">
      <a class="logo" href="${homeUrl}">${publisherName}</a>${
        nav ?? (menu && html`<nav aria-label="${pageTexts(lang).languages}">${menu}</nav>`)
      }
    </div>
  </header>`;
}

function footer({ lang, legalEntity, privacyUrl, spendingUrl, publisherName }: PageFrame): Html {
  const texts = pageTexts(lang);
  return html`<footer class="foot">
    <div class="site-in">
      <span>${legalEntity ?? publisherName}</span>${
        privacyUrl && html`<a href="${privacyUrl}">${texts.privacy}</a>`
      }${spendingUrl && html`<a href="${spendingUrl}">${texts.spending}</a>`}
    </div>
  </footer>`;
}
