import type { Language } from '../box/language.ts';
import { html, type Html } from '../http/html.ts';
import { shell } from './shell.ts';
import { articleTexts, type ArticleTexts } from './texts.ts';

/** The demo's article with the box in it. */
export type ArticlePage = {
  lang: Language;
  /** Address of the widget's script, for example /rs/v1/rs.js. */
  scriptUrl: string;
  /** Where the link leads that stands in for the box without a script. */
  giveUrl: string;
  campaign: string;
  /** The same article in the other language. */
  otherLanguageUrl: string;
  /** Links of the demo bar; what is missing is left out. */
  bar: { inspector?: string | undefined; inbox?: string | undefined; finance?: string | undefined };
};

export function articlePage(page: ArticlePage): string {
  const { lang, scriptUrl, giveUrl, campaign } = page;
  const texts = articleTexts(lang);
  const paragraph = (words: string) => html`<p class="t">${words}</p>`;
  return shell(
    { lang, publisherName: texts.paper, homeUrl: `/?lang=${lang}` },
    {
      title: texts.headline,
      styles: ['article'],
      indexed: true,
      bodyClass: 'paper',
      mainClass: 'article',
      head: html`<script type="module" async src="${scriptUrl}"></script>`,
      nav: sections(page, texts),
      before: demoBar(page, texts),
      main: html`<p class="kicker">${texts.kicker}</p>
        <h1>${texts.headline}</h1>
        <p class="byline">${texts.byline}</p>
        ${texts.before.map(paragraph)}
        <reader-support campaign="${campaign}" lang="${lang}">
          <b slot="heading">${texts.heading}</b>
          <p><a href="${giveUrl}">${texts.fallback}</a></p>
        </reader-support>
        ${texts.after.map(paragraph)}`,
    },
  );
}

function sections({ lang, otherLanguageUrl }: ArticlePage, texts: ArticleTexts): Html {
  const other = lang === 'en' ? { lang: 'ru', label: 'Русская версия' } : { lang: 'en', label: 'English' };
  return html`<nav aria-label="${texts.sectionsLabel}">
    ${texts.sections.map((name) => html`<a href="/?lang=${lang}">${name}</a>`)}<a
      href="${otherLanguageUrl}"
      lang="${other.lang}"
      hreflang="${other.lang}"
      >${other.label}</a
    >
  </nav>`;
}

function demoBar({ bar }: ArticlePage, texts: ArticleTexts): Html {
  const link = (href: string | undefined, words: string) => href && html`<a href="${href}">${words}</a>`;
  return html`<aside class="demo" aria-label="${texts.demoLabel}">
    <div class="site-in">
      <span>${texts.demo}</span
      ><span
        >${[
          link(bar.inspector, texts.inspector),
          link(bar.inbox, texts.inbox),
          link(bar.finance, texts.finance),
        ]}</span
      >
    </div>
  </aside>`;
}
