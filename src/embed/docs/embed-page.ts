import { boxWords } from '../../box/texts.ts';
import { fill, rich, el } from '../../box/tree.ts';
import { html, trusted, type Html, type HtmlValue } from '../../http/html.ts';
import { shell, type PageFrame } from '../../pages/shell.ts';
import { treeHtml } from '../../pages/tree-html.ts';
import { LEVELS, policyOf, roomFor, type Level } from '../levels.ts';
import { elementMarkup, levelMarkup, type Box, type Files } from '../markup.ts';
import {
  askFor,
  boxAddress,
  discoveryLink,
  feedEntry,
  fetchCommands,
  roomStyles,
  shortLinkSetting,
} from '../snippets.ts';
import { field } from './field.ts';
import { referenceSection, referenceTitle } from './reference.ts';
import { docsTexts, type DocsLang, type DocsTexts } from './texts.ts';

/** What the page shows code for. */
export type EmbedDocs = {
  lang: DocsLang;
  files: Files;
  box: Box;
  /** What links are called. */
  words: string;
  /** Origin of the page that the box will stand on, as it was typed. */
  site: string;
  isSiteListed: boolean;
  isCampaignFine: boolean;
  livemode: boolean;
  /** Shown on a site of the publisher's. */
  articleUrl: string;
  /** A code of the publisher file, if there is one. */
  shortCode: string | undefined;
};

/** Five ways to embed, each live beside the code that it runs, and code for places that take no box. */
export function embedPage(frame: PageFrame, docs: EmbedDocs): string {
  const texts = docsTexts(docs.lang);
  return shell(frame, {
    title: texts.embedTitle,
    styles: ['docs'],
    mainClass: 'docs',
    head: html`<script type="module" src="/assets/docs.js"></script>`,
    main: html`<div ${scriptWords(texts, docs.box)}>
      <h1>${texts.embedTitle}</h1>
      <p class="lede">${texts.embedLede}</p>
      <p class="note">${docs.livemode ? texts.liveMode : texts.testMode}</p>
      ${contents(texts, docs.lang)} ${yourPage(texts, docs)} ${LEVELS.map((level) => way(level, texts, docs))}
      ${room(texts, docs)} ${elsewhere(texts, docs)} ${referenceSection(docs.lang)}
      <p>${linked(texts.themingLink, `/docs/theming?lang=${docs.lang}`)}</p>
      <p class="quiet">${texts.noIndex}</p>
    </div>`,
  });
}

/** What the script of these pages says. */
export function scriptWords(texts: DocsTexts, { config }: Box): Html {
  const heading = config.texts.heading ?? boxWords(config.lang).box.heading;
  return html`data-copy="${texts.copy}" data-copied="${texts.copied}" data-selected="${texts.selected}"
  data-heading="${heading}"`;
}

function contents(texts: DocsTexts, lang: DocsLang): Html {
  const parts = [
    ...LEVELS.map((level) => [level, texts[`${level}Title`]]),
    ['room', texts.roomTitle],
    ['elsewhere', texts.elsewhereTitle],
    ['reference', referenceTitle(lang)],
  ];
  return html`<nav class="contents" aria-label="${texts.contents}">
    <ul role="list">
      ${parts.map(([id, words]) => html`<li><a href="#${id}">${words}</a></li>`)}
    </ul>
  </nav>`;
}

/** A form for the two things in the code that only the publisher knows. */
function yourPage(texts: DocsTexts, docs: EmbedDocs): Html {
  const part = (name: string, label: string, hint: string, value: string, fault: string | null) => {
    const below = html`<p class="${fault === null ? 'rs-hint' : 'rs-error'}" id="${name}-hint">${fault ?? hint}</p>`;
    return html`<div>${field({ name, label, value, isWrong: fault !== null, below })}</div>`;
  };
  return html`<form class="your-page rs" method="get" action="/docs/embed" aria-label="${texts.yourPage}">
    <input type="hidden" name="lang" value="${docs.lang}" />
    ${part('site', texts.site, texts.siteHint, docs.site, docs.isSiteListed ? null : texts.siteUnknown)}
    ${part(
      'campaign',
      texts.campaign,
      texts.campaignHint,
      docs.box.wish.campaign ?? '',
      docs.isCampaignFine ? null : texts.campaignWrong,
    )}
    <button class="rs-btn is-quiet" type="submit">${texts.showCode}</button>
  </form>`;
}

function way(level: Level, texts: DocsTexts, docs: EmbedDocs): Html {
  const { files, box, words } = docs;
  const markup = levelMarkup(level, files, box, { words, parent: docs.isSiteListed ? docs.site : undefined });
  const policy = policyOf(level, new URL(files.base).origin);
  return html`<section class="way" id="${level}" aria-labelledby="${level}-title">
    <div class="about">
      <h2 id="${level}-title">${texts[`${level}Title`]}</h2>
      <p>${texts[`${level}Body`]}</p>
      <p class="use"><b>${texts.useFor}</b> ${texts[`${level}Use`]}</p>
    </div>
    <div class="write">
      ${code(texts.code, markup, `${level}-code`)}
      ${policy.length === 0 ? html`<p>${texts.policyNone}</p>` : code(texts.policy, policy.join('; '))}
      ${level === 'form' && [html`<p>${texts.formFetch}</p>`, code(texts.fetch, fetchCommands(files.base, 'form.html', box.wish))]}
      ${level === 'ssr' && code(texts.ssrFetch, boxAddress(files.base, 'ssr.html', box.wish))}
      ${level === 'frame' && [html`<p>${texts.oembed}</p>`, code('oEmbed', discoveryLink(files.base, docs.articleUrl, words))]}
    </div>
    <div
      class="live"
      role="group"
      aria-label="${texts.live}: ${texts[`${level}Title`]}"
      data-which="${texts[`${level}Title`]}"
    >
      <p class="live-mark" aria-hidden="true">${texts.live}</p>
      <div class="live-page">${trusted(markup)}</div>
    </div>
  </section>`;
}

function room(texts: DocsTexts, { box, files }: EmbedDocs): Html {
  return html`<section class="plain" id="room" aria-labelledby="room-title">
    <h2 id="room-title">${texts.roomTitle}</h2>
    <p>${texts.roomBody}</p>
    ${code('CSS', roomStyles(roomFor(box.config.lang)))}
    <h3>${texts.versionTitle}</h3>
    <p>${fill(texts.versionBody, { version: files.version })}</p>
    <p>${texts.moreFiles}</p>
  </section>`;
}

function elsewhere(texts: DocsTexts, docs: EmbedDocs): Html {
  const { box, files, words } = docs;
  const ask = (campaign: string) => askFor(box.config, files.base, campaign);
  const part = (title: string, ...body: HtmlValue[]) => html`<h3>${title}</h3>
    ${body}`;
  return html`<section class="plain" id="elsewhere" aria-labelledby="elsewhere-title">
    <h2 id="elsewhere-title">${texts.elsewhereTitle}</h2>
    ${part(
      texts.newsletterTitle,
      html`<p>${texts.newsletterBody}</p>
        <p>${texts.newsletterRisk}</p>`,
      code('HTML', ask('newsletter').html),
      code(texts.newsletterText, ask('newsletter').text),
    )}
    ${part(texts.rssTitle, html`<p>${texts.rssBody}</p>`, code('RSS', feedEntry(ask('rss').html)))}
    ${part(texts.ampTitle, html`<p>${texts.ampBody}</p>`, code('AMP', ask('amp').html))}
    ${part(
      texts.printTitle,
      html`<p>${texts.printBody}</p>`,
      code('JSON', shortLinkSetting()),
      html`<p>
        ${texts.printAddress} <b>${files.base.replace(/^https?:\/\//, '')}/g/${docs.shortCode ?? 'river'}</b>.
        ${texts.printNone}
      </p>`,
    )}
    ${part(
      texts.readerTitle,
      html`<p>${texts.readerBody}</p>`,
      code(texts.readerTitle, elementMarkup(files, box.wish, words)),
    )}
  </section>`;
}

/** Code to copy: one press selects it whole, with or without a script. */
export function code(label: string, text: string, id?: string): Html {
  return html`<div class="code">
    <p class="code-label">${label}</p>
    <pre tabindex="0" role="group" aria-label="${label}"${id && html` id="${id}"`}><code>${text}</code></pre>
  </div>`;
}

/** A sentence with a link in it. */
export function linked(sentence: string, href: string): Html {
  return treeHtml(rich(sentence, {}, (words) => el('a', { href }, words)));
}
