import { languageOf } from '../box/language.ts';
import { boxWords } from '../box/texts.ts';
import { decimalText, moneyText } from '../box/money-text.ts';
import { offerOf } from '../box/choice.ts';
import { el, fill, rich } from '../box/tree.ts';
import type { WidgetConfig } from '../checkout/contract.ts';
import { docsTexts } from './docs/texts.ts';
import { giveAddress, oembedAddress, queryOf } from '../checkout/give-address.ts';
import type { Room } from './levels.ts';
import { write } from './markup.ts';
import type { Wish } from './wish.ts';

// Code for places where no box can stand, and for the servers that fetch it.

/** One sentence with three links, as HTML and as plain text: what newsletters, feeds and AMP pages take. */
export function askFor(config: WidgetConfig, base: string, campaign: string) {
  // In the language of the edition, which may be another one than the documentation's.
  const texts = docsTexts(languageOf(config.lang) === 'ru' ? 'ru' : 'en');
  const { lang, defaultCurrency: currency } = config;
  const offer = offerOf(config, currency);
  const money = moneyText(lang, config.currencies);
  const link = (frequency?: 'monthly' | 'annual') => {
    const minor = frequency && offer?.[frequency].defaultMinor;
    const amount = minor === undefined ? undefined : decimalText(minor, offer?.digits ?? 2);
    return giveAddress(base, { frequency, amount, currency, campaign, lang });
  };
  const monthly = money.amount(offer?.monthly.defaultMinor ?? 0, currency);
  const annual = money.amount(offer?.annual.defaultMinor ?? 0, currency);
  const heading = config.texts.heading ?? boxWords(lang).box.heading;
  const addresses = [link('monthly'), link('annual'), link()];
  const left = [...addresses];
  const words = rich(fill(texts.askHtml, { heading, monthly, annual }), {}, (inside) =>
    el('a', { href: left.shift() }, inside),
  );
  const lines = [
    fill(texts.askMonthly, { amount: monthly }),
    fill(texts.askAnnual, { amount: annual }),
    texts.askOther,
  ];
  return {
    html: write(el('p', { lang }, words)),
    text: [heading, ...lines.map((line, i) => `${line} ${addresses[i]}`)].join('\n'),
  };
}

/** An entry of a feed with something behind it. */
export function feedEntry(html: string): string {
  return `<content:encoded><![CDATA[\n  …\n  ${html}\n]]></content:encoded>`;
}

/** The head of an article that systems with oEmbed may turn into the box. */
export function discoveryLink(base: string, article: string, title: string): string {
  const href = oembedAddress(base, article);
  return write(el('link', { rel: 'alternate', type: 'application/json+oembed', href, title }));
}

/** Where a server finds a box written out. */
export function boxAddress(base: string, file: 'form.html' | 'ssr.html', wish: Wish): string {
  return `${base}/embed/${file}?${queryOf(wish, ['lang', 'campaign'])}`;
}

/** A server that fetches a box: every few minutes into a file, or at each page with an include of its own. */
export function fetchCommands(base: string, file: 'form.html' | 'ssr.html', wish: Wish): string {
  const address = boxAddress(base, file, wish);
  const path = address.slice(base.length);
  return [
    '# every five minutes, into a file that your template includes',
    `curl -fsS '${address}' -o box.html.new && mv box.html.new box.html`,
    '',
    '# or nginx, as the page is served',
    `location /embed/ { internal; proxy_pass ${base}; proxy_pass_request_headers off; }`,
    `<!--# include virtual="${path}" -->`,
    '',
    '# or ESI',
    `<esi:include src="${address.replaceAll('&', '&amp;')}" />`,
  ].join('\n');
}

/** Short addresses in the publisher file. */
export function shortLinkSetting(): string {
  const river = { campaign: 'print-river', frequency: 'monthly', amount: 5 };
  return `"shortLinks": {\n  "river": ${JSON.stringify(river).replace(/([:,])"?/g, (sign) => `${sign[0]} ${sign.slice(1)}`)}\n}`;
}

/** Keeps the text below the box in its place while the script is on its way. */
export function roomStyles({ wideRem, narrowRem }: Room): string {
  return `reader-support { display: block; }
reader-support:not(:defined) { min-height: ${wideRem}rem; }
reader-support:state(loading) { min-height: ${wideRem}rem; }
@media (max-width: 30rem) {
  reader-support:not(:defined) { min-height: ${narrowRem}rem; }
  reader-support:state(loading) { min-height: ${narrowRem}rem; }
}`;
}
