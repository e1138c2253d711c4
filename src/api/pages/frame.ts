import { linked } from '../../embed/docs/embed-page.ts';
import { docsTexts, type DocsLang } from '../../embed/docs/texts.ts';
import { html, type Html, type HtmlValue } from '../../http/html.ts';
import { shell, type PageFrame } from '../../pages/shell.ts';
import { GROUPS } from '../operation.ts';
import { wordsIn } from './parts.ts';
import { apiTexts, type PageTexts } from './texts.ts';

/** Where a page of the API stands, and for whom. */
export type ApiPage = { frame: PageFrame; lang: DocsLang; path: string; base: string };

/** A page of the documentation: its title, where it leads on to, and what it says. */
export function apiPage(
  { frame, lang, path }: ApiPage,
  { title, lede, main }: { title: string; lede: HtmlValue; main: HtmlValue },
): string {
  const texts = docsTexts(lang);
  return shell(frame, {
    title,
    styles: ['docs'],
    mainClass: 'docs api',
    head: html`<script type="module" src="/assets/docs.js"></script>`,
    main: html`<div data-copy="${texts.copy}" data-copied="${texts.copied}" data-selected="${texts.selected}">
      ${path !== '/docs' && chapters(path, lang)}
      <h1>${title}</h1>
      <p class="lede">${lede}</p>
      ${main}
      <p class="quiet">${texts.noIndex}</p>
    </div>`,
  });
}

/** The pages beside this one. */
function chapters(path: string, lang: DocsLang): Html {
  const texts = apiTexts(lang);
  const { groups } = wordsIn(lang);
  const pages: [string, string][] = [
    ['/docs', texts.indexTitle],
    ['/docs/api', texts.apiTitle],
    ...GROUPS.map((group): [string, string] => [`/docs/api/${group}`, groups[group].title]),
    ['/docs/api/errors', texts.errorsTitle],
    ['/docs/api/examples', texts.examplesTitle],
  ];
  return html`<nav class="contents chapters" aria-label="${texts.indexTitle}">
    <ul role="list">
      ${pages.map(([href, words]) =>
        href === path
          ? html`<li><a href="${href}?lang=${lang}" aria-current="page">${words}</a></li>`
          : html`<li><a href="${href}?lang=${lang}">${words}</a></li>`,
      )}
    </ul>
  </nav>`;
}

/** A part of a page with its heading. */
export function part(id: string, title: HtmlValue, ...body: HtmlValue[]): Html {
  return html`<section class="plain" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`;
}

/** /docs: what there is to read. */
export function indexPage(page: ApiPage): string {
  const texts = apiTexts(page.lang);
  const entry = (href: string, title: string, body: string) => html`<li>
    <h2><a href="${href}?lang=${page.lang}">${title}</a></h2>
    <p>${body}</p>
  </li>`;
  return apiPage(page, {
    title: texts.indexTitle,
    lede: texts.indexLede,
    main: html`<ul class="doors" role="list">
      ${entry('/docs/embed', texts.embedTitle, texts.embedBody)}
      ${entry('/docs/theming', texts.themingTitle, texts.themingBody)}
      ${entry('/docs/api', texts.apiTitle, texts.apiBody)}
      ${entry('/docs/api/examples', texts.examplesTitle, texts.examplesBody)}
      ${entry('/docs/api/errors', texts.errorsTitle, texts.errorsBody)}
    </ul>`,
  });
}

/** A sentence that leads to the errors. */
export function toErrors(lang: DocsLang, texts: PageTexts): Html {
  return linked(texts.wrongMore, `/docs/api/errors?lang=${lang}`);
}
