import type { Language } from '../box/language.ts';
import { html, type Html } from '../http/html.ts';
import { demoBar, frameWords, previewFrame, type DemoBar, type Preview } from './demo-bar.ts';
import { languageMenu, type OtherLanguage } from './language-menu.ts';
import { shell } from './shell.ts';
import { articleTexts, type ArticleTexts } from './texts.ts';

/** The demo's article with the box in it. */
export type ArticlePage = {
  /** Language of the article; the box has the preview's. */
  lang: Language;
  preview: Preview;
  /** Address of the widget's script, for example /rs/v1/rs.js. */
  scriptUrl: string;
  /** Where the link leads that stands in for the box without a script. */
  giveUrl: string;
  campaign: string;
  /** The same article in the other languages. */
  otherLanguages: readonly OtherLanguage[];
  /** Null inside a frame. */
  bar: DemoBar | null;
  /** What a state needs of the element: another server address, a choice to open with. */
  element: Record<string, string | true>;
};

export function articlePage(page: ArticlePage): string {
  const { lang, preview, scriptUrl, bar } = page;
  const texts = articleTexts(lang);
  const framed = preview.width !== 'full';
  return shell(
    // Around a frame stand the switches alone: the newspaper is in it.
    { lang, publisherName: texts.paper, homeUrl: `/?lang=${lang}`, neutral: framed },
    {
      title: texts.headline,
      styles: ['article'],
      indexed: bar !== null,
      description: texts.before[0] ?? '',
      bodyClass: 'paper',
      mainClass: framed ? '' : 'article',
      mainLabel: framed ? frameWords(preview) : undefined,
      theme: preview.theme === 'auto' ? undefined : preview.theme,
      head: framed
        ? null
        : html`<script src="/assets/demo.js"></script>
            <script type="module" async src="${scriptUrl}"></script>`,
      nav: sections(page, texts),
      before: bar && demoBar(preview, bar),
      main: framed ? previewFrame(preview) : article(page, texts),
    },
  );
}

function article({ lang: own, preview, giveUrl, campaign, element }: ArticlePage, texts: ArticleTexts): Html {
  const { lang, theme, variant, state } = preview;
  const paragraph = (words: string) => html`<p class="t">${words}</p>`;
  const all: Record<string, string | true> = { lang, theme, variant, ...element };
  const attributes = Object.entries(all).map(([name, value]) =>
    value === true ? html` ${name}` : html` ${name}="${value}"`,
  );
  return html`<p class="kicker">${texts.kicker}</p>
    <h1>${texts.headline}</h1>
    <p class="byline">${texts.byline}</p>
    ${texts.before.map(paragraph)}
    <reader-support campaign="${campaign}" data-preview="${state}" ${attributes}>
      ${lang.split('-')[0] === own && html`<b slot="heading">${texts.heading}</b>`}
      <p><a href="${giveUrl}">${texts.fallback}</a></p>
    </reader-support>
    ${texts.after.map(paragraph)}`;
}

function sections({ lang, otherLanguages }: ArticlePage, texts: ArticleTexts): Html {
  return html`<nav aria-label="${texts.sectionsLabel}">
    ${texts.sections.map((name) => html`<a href="/?lang=${lang}">${name}</a>`)}${languageMenu(lang, otherLanguages)}
  </nav>`;
}
