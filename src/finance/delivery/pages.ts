import type { Config } from '../../config/config.ts';
import { html, type Html } from '../../http/html.ts';
import { FORMATS } from '../exports/formats.ts';
import { TABLES } from '../exports/tables.ts';
import { csrfToken } from '../session.ts';
import { shower } from '../pages/show.ts';
import type { PageLang } from '../pages/texts.ts';
import { queryOf } from '../pages/view.ts';
import type { MonthSession } from './month-session.ts';
import { deliveryTexts } from './texts.ts';

/** Tables that a month's delivery offers; the accounting journal needs account codes and has its own page. */
const OFFERED = ['ledger', 'journal', 'pledges', 'payouts'] as const;

/** A file of the month: `ledger.csv`. */
export function offeredFile(file: string) {
  for (const name of OFFERED)
    for (const format of FORMATS)
      if (file === `${name}.${format.ending}`) {
        const table = TABLES.find((each) => each.name === name);
        return table === undefined ? null : { table, format };
      }
  return null;
}

type Page = { title: string; main: Html };

/** Where a link leads: what it is, and the button that uses it up. */
export function linkPage(
  config: Config,
  lang: PageLang,
  { period, path }: { period: string; path: string },
): Page {
  const texts = deliveryTexts(lang);
  const month = shower(lang, config.publisher.bookZone).month(period);
  return page(texts.title(month), html`<p>${texts.lead(month)}</p>
    <form method="post" action="${path}${queryOf({ lang })}">
      <button class="b p" type="submit">${texts.button}</button>
    </form>`); // prettier-ignore
}

/** The files of the month, for a browser that used its link. */
export function filesPage(
  config: Config,
  lang: PageLang,
  { delivery, until, token }: MonthSession,
  closing: { rows: number; ledgerCsvSha256: string | null; hash: string },
): Page {
  const texts = deliveryTexts(lang);
  const show = shower(lang, config.publisher.bookZone);
  return page(texts.filesTitle(show.month(delivery.period)), html`<p>${texts.filesLead(show.time(until))}</p>
    <ul class="month-files" role="list">
      ${OFFERED.map((name) => files(name, lang, name === 'ledger' ? texts.rows(closing.rows, show.count(closing.rows)) : null))}
    </ul>
    <h2>${texts.manifest}</h2>
    <dl class="hashes">
      <dt>${texts.ledgerHash}</dt>
      <dd><code>${closing.ledgerCsvSha256}</code></dd>
      <dt>${texts.chainHash}</dt>
      <dd><code>${closing.hash}</code></dd>
    </dl>
    <form method="post" action="/finance/d/files/leave${queryOf({ lang })}">
      <input type="hidden" name="csrf" value="${csrfToken(token)}" />
      <button class="b" type="submit">${texts.leave}</button>
    </form>`); // prettier-ignore
}

function files(name: (typeof OFFERED)[number], lang: PageLang, rows: string | null): Html {
  const { tables } = deliveryTexts(lang);
  const { name: title, text } = tables[name];
  return html`<li>
    <p><b>${title}</b><br /><span class="mut small">${text}${rows === null ? '' : ` · ${rows}`}</span></p>
    <p class="formats">
      ${FORMATS.map(
        ({ ending, parameters }) =>
          html`<a
            class="b"
            href="/finance/d/files/${name}.${ending}${parameters.includes('lang') ? queryOf({ lang }) : ''}"
            download
            aria-label="${title}, ${ending}"
            >${ending}</a
          > `,
      )}
    </p>
  </li>`;
}

/** A link that was used, ran out, or whose month was opened again. */
export function noLinkPage(config: Config, lang: PageLang, reopened: string | null): Page {
  const texts = deliveryTexts(lang);
  if (reopened === null) return page(texts.gone, html`<p>${texts.goneBody}</p>`);
  const month = shower(lang, config.publisher.bookZone).month(reopened);
  return page(texts.reopened(month), html`<p>${texts.reopenedBody}</p>`);
}

function page(title: string, body: Html): Page {
  return {
    title,
    main: html`<div class="card sign-in month">
      <h1>${title}</h1>
      ${body}
    </div>`,
  };
}
