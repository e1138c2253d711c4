import { fill } from '../box/tree.ts';
import { html, type Html } from '../http/html.ts';
import { demoTexts, type DemoTexts } from './demo-words.ts';

/** Every state of the box that the demo can show. The empty one is what a reader of the article meets. */
export const PREVIEW_STATES = [
  '',
  'form',
  'invalid',
  'busy',
  'offline',
  'limited',
  'back',
  'reminder',
  'inbox',
  'supporter',
  'quiet',
  'again',
  'closed',
  'fallback',
  'notice',
  'stop',
] as const;
export const PREVIEW_THEMES = ['auto', 'light', 'dark'] as const;
export const PREVIEW_WIDTHS = ['full', '320', '768', '1280'] as const;
export const PREVIEW_VARIANTS = ['block', 'plain', 'bar'] as const;

/** What the switches of the demo are set to. */
export type Preview = {
  lang: string;
  state: (typeof PREVIEW_STATES)[number];
  theme: (typeof PREVIEW_THEMES)[number];
  width: (typeof PREVIEW_WIDTHS)[number];
  variant: (typeof PREVIEW_VARIANTS)[number];
};

export type DemoBar = {
  /** Tags of the publisher's editions, each with its own name. */
  languages: readonly { tag: string; name: string }[];
  inspector: string;
  inbox: string;
  finance: string;
  /** What the machine keeps; only the whole demo can show it. */
  kept?: string | undefined;
};

/** The address of the demo's article with its switches set, as a form with GET would write it. */
export function previewUrl(preview: Preview, more: Record<string, string> = {}): string {
  return `/demo?${new URLSearchParams({ ...preview, ...more }).toString()}`;
}

/** The bar above the article: where else to look, and the switches, a plain form that works without a script. */
export function demoBar(preview: Preview, bar: DemoBar): Html {
  const { texts, lang } = demoTexts(preview.lang);
  return html`<aside class="demo" aria-label="${texts.label}" lang="${lang}" dir="ltr">
    <div class="site-in">
      <span>${texts.words}</span
      ><span
        ><a href="${bar.inspector}">${texts.inspector}</a><a href="${bar.inbox}">${texts.inbox}</a
        ><a href="${bar.finance}">${texts.finance}</a>${
          bar.kept !== undefined && html`<a href="${bar.kept}">${texts.kept}</a>`
        }</span
      >
    </div>
    <form class="site-in" method="get" action="/demo">
      ${select('lang', texts.lang, preview.lang, bar.languages.map(({ tag, name }) => [tag, name]))}
      ${select('state', texts.state, preview.state, PREVIEW_STATES.map((state) => [state, texts[`state_${state}`]]))}
      ${select('theme', texts.theme, preview.theme, PREVIEW_THEMES.map((theme) => [theme, texts[`theme_${theme}`]]))}
      ${select('width', texts.width, preview.width, PREVIEW_WIDTHS.map((width) => [width, widthText(texts, width)]))}
      ${select('variant', texts.variant, preview.variant, PREVIEW_VARIANTS.map((look) => [look, texts[`variant_${look}`]]))}
      <button>${texts.show}</button>
    </form>
  </aside>`;
} // prettier-ignore

/** The same article in a frame of a chosen width: everything in it is laid out as on a screen of that width. */
export function previewFrame(preview: Preview): Html {
  const { width } = preview;
  const words = frameWords(preview);
  return html`<h1 class="rs-vh">${words}</h1>
    <div class="frame" tabindex="0" role="region" aria-label="${words}">
      <iframe
        src="${previewUrl({ ...preview, width: 'full' }, { bare: '1' })}"
        title="${words}"
        width="${width}"
        height="900"
      ></iframe>
    </div>`;
}

/** What the frame shows, in words. */
export function frameWords({ width, lang }: Preview): string {
  return fill(demoTexts(lang).texts.frame, { width });
}

function widthText(texts: DemoTexts, width: Preview['width']): string {
  return width === 'full' ? texts.width_full : fill(texts.width_px, { width });
}

function select(
  name: string,
  label: string,
  chosen: string,
  options: readonly (readonly [value: string, words: string])[],
): Html {
  return html`<label
    ><span>${label}</span
    ><select name="${name}">
      ${options.map(
        ([value, words]) =>
          html`<option value="${value}" ${value === chosen && 'selected'}>${words}</option>`,
      )}
    </select></label
  >`;
}
