import { html, type Html } from '../http/html.ts';

/** The same page in another language. */
export type OtherLanguage = { lang: string; href: string };

/** One other language is a link; several open under the present one, without a script. */
export function languageMenu(lang: string, others: readonly OtherLanguage[]): Html | null {
  const [first, ...more] = others;
  if (first === undefined) return null;
  if (more.length === 0) return languageLink(first);
  return html`<details class="langs">
    <summary>${languageName(lang)}</summary>
    <ul role="list">
      ${others.map((other) => html`<li>${languageLink(other)}</li>`)}
    </ul>
  </details>`;
}

function languageLink({ lang, href }: OtherLanguage): Html {
  return html`<a href="${href}" lang="${lang}" hreflang="${lang}">${languageName(lang)}</a>`;
}

/** What a language calls itself, as a heading would. */
export function languageName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.slice(0, 1).toLocaleUpperCase(tag) + name.slice(1);
}
