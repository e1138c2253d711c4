import { fill } from '../../box/tree.ts';
import { html, trusted, type Html } from '../../http/html.ts';
import { shell, type PageFrame } from '../../pages/shell.ts';
import { ratioText } from '../contrast.ts';
import { ssrMarkup, type Box, type Files } from '../markup.ts';
import {
  COLOURS,
  FIELDS,
  properties,
  stylesToCopy,
  type Choice,
  type Pair,
  type ThemingFault,
} from '../theming.ts';
import { THEMES, type Theme } from '../tokens.ts';
import { code, linked, scriptWords } from './embed-page.ts';
import { field } from './field.ts';
import { docsTexts, type DocsLang, type DocsTexts } from './texts.ts';

export type ThemingDocs = {
  lang: DocsLang;
  files: Files;
  box: Box;
  words: string;
  choice: Choice;
  /** What was typed, where it could not be read. */
  typed: Readonly<Record<string, unknown>>;
  faults: ThemingFault[];
  pairs: Pair[];
  /** The choice as a query, for the style sheet of the two samples. */
  query: string;
};

/** What changes on the page as values are typed; the page without a script shows the same. */
export type ThemingView = {
  styles: string;
  properties: Record<Theme, Record<string, string>>;
  verdict: { words: string; isEnough: boolean };
  pairs: { id: string; words: string; isEnough: boolean }[];
  faults: Record<string, string>;
};

export function themingView(docs: Pick<ThemingDocs, 'lang' | 'choice' | 'pairs' | 'faults'>): ThemingView {
  const texts = docsTexts(docs.lang);
  const isEnough = docs.pairs.every((pair) => pair.isEnough);
  return {
    styles: stylesToCopy(docs.choice),
    properties: { light: properties(docs.choice, 'light'), dark: properties(docs.choice, 'dark') },
    verdict: { words: isEnough ? texts.contrastGood : texts.contrastPoor, isEnough },
    pairs: docs.pairs.map((pair) => ({
      id: `${pair.theme}-${pair.name}`,
      words: verdictOf(docs.lang, texts, pair),
      isEnough: pair.isEnough,
    })),
    faults: Object.fromEntries(docs.faults.map(({ field, fault }) => [field, faultWords(texts, fault)])),
  };
}

/** Colours, fonts and corners with the box in them, light and dark, and the contrast of every pair in words. */
export function themingPage(frame: PageFrame, docs: ThemingDocs): string {
  const texts = docsTexts(docs.lang);
  const view = themingView(docs);
  return shell(frame, {
    title: texts.themingTitle,
    styles: ['docs'],
    mainClass: 'docs',
    head: html`<link rel="stylesheet" href="/docs/theming.css?${docs.query}" />
      <script type="module" src="/assets/docs.js"></script>`,
    main: html`<div ${scriptWords(texts, docs.box)}>
      <h1>${texts.themingTitle}</h1>
      <p class="lede">${texts.themingLede}</p>
      ${form(texts, docs, view)}
      <div class="samples" role="group" aria-label="${texts.preview}">
        ${THEMES.map((theme) => sample(theme, texts, docs))}
      </div>
      <section class="plain" aria-labelledby="contrast-title">
        <h2 id="contrast-title">${texts.contrastTitle}</h2>
        <p class="verdict ${view.verdict.isEnough ? '' : 'is-poor'}" role="status">${view.verdict.words}</p>
        ${table(texts, view, docs.pairs)}
      </section>
      <section class="plain" aria-labelledby="styles-title">
        <h2 id="styles-title">${texts.styles}</h2>
        ${code('CSS', view.styles, 'styles')}
        <p>${texts.stylesBody}</p>
      </section>
      <p>${linked(texts.embedLink, `/docs/embed?lang=${docs.lang}`)}</p>
      <p class="quiet">${texts.noIndex}</p>
    </div>`,
  });
}

function form(texts: DocsTexts, docs: ThemingDocs, view: ThemingView): Html {
  const { choice, typed } = docs;
  const part = (
    name: string,
    label: string,
    value: string,
    { hint, colour = false }: { hint?: string; colour?: boolean } = {},
  ) => {
    const fault = view.faults[name];
    const text = typed[name];
    return html`<div class="${colour ? 'colour' : ''}">${field({
      name,
      label,
      value: fault !== undefined && typeof text === 'string' ? text.slice(0, 200) : value,
      isWrong: fault !== undefined,
      more: colour ? html`data-pick="${fill(texts.pick, { label })}"` : undefined,
      below: html`<p class="rs-hint" id="${name}-hint" data-hint="${hint ?? ''}">${fault ?? hint}</p>`,
    })}</div>`;
  };
  const colours = (theme: Theme) =>
    html`<fieldset>
      <legend>${texts[`${theme}Title`]}</legend>
      ${COLOURS.map((name) => part(FIELDS[theme][name], texts[name], choice[theme][name], { colour: true }))}
    </fieldset>`;
  return html`<form class="theming rs" method="get" action="/docs/theming" aria-label="${texts.themingTitle}">
    <input type="hidden" name="lang" value="${docs.lang}" />
    ${THEMES.map(colours)}
    <fieldset>
      <legend>${texts.bothTitle}</legend>
      ${part(FIELDS.radius, texts.radius, String(choice.radius), { hint: texts.radiusHint })}
      ${part(FIELDS.text, texts.text, choice.text, { hint: texts.textHint })}
      ${part(FIELDS.ui, texts.ui, choice.ui)}
    </fieldset>
    <p class="rs-row">
      <button class="rs-btn" type="submit">${texts.show}</button>
      <a class="rs-btn is-quiet" href="/docs/theming?lang=${docs.lang}">${texts.reset}</a>
    </p>
  </form>`;
}

function sample(theme: Theme, texts: DocsTexts, { files, box, words }: ThemingDocs): Html {
  const markup = ssrMarkup(files, { ...box, wish: { ...box.wish, theme } }, words);
  return html`<div class="rs-tokens sample sample-${theme}" data-theme="${theme}" data-which="${texts[`${theme}Title`]}">
    <h2>${texts[`${theme}Title`]}</h2>
    ${trusted(markup)}
  </div>`;
}

function table(texts: DocsTexts, view: ThemingView, pairs: readonly Pair[]): Html {
  const names = [...new Set(pairs.map(({ name }) => name))];
  const cell = (id: string) => {
    const pair = view.pairs.find((one) => one.id === id);
    return html`<td id="${id}" class="${pair?.isEnough === false ? 'is-poor' : ''}">${pair?.words}</td>`;
  };
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${texts.where}</th>
        ${THEMES.map((theme) => html`<th scope="col">${texts[`${theme}Title`]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${names.map(
        (name) =>
          html`<tr>
            <th scope="row">${texts[name]}</th>
            ${THEMES.map((theme) => cell(`${theme}-${name}`))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function verdictOf(lang: DocsLang, texts: DocsTexts, { ratio, needs, isEnough }: Pair): string {
  const words = (value: number) => fill(texts.ratioOf, { ratio: ratioText(lang, value) });
  return fill(isEnough ? texts.enough : texts.tooLittle, { ratio: words(ratio), needs: words(needs) });
}

function faultWords(texts: DocsTexts, fault: ThemingFault['fault']): string {
  return { colour: texts.faultColour, radius: texts.faultRadius, font: texts.faultFont }[fault];
}
