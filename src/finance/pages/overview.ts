import type { Config } from '../../config/config.ts';
import { html, type Html } from '../../http/html.ts';
import { chartCard } from './chart.ts';
import { comparisonLine } from './comparison-line.ts';
import { depositsCard } from './deposits.ts';
import { bridgeCard, currencyCard, figures } from './figures.ts';
import { inboxLine, parkedCard } from './inbox-line.ts';
import { financePage } from './layout.ts';
import { downloads, hiddenFields, movementsCard } from './movements.ts';
import { laterPeriod, type Overview } from './overview-data.ts';
import { currentPeriod, monthsUpTo, previousPeriod, shower } from './show.ts';
import { tasksCard } from './tasks-card.ts';
import { financeTexts } from './texts.ts';
import { viewHref, type View } from './view.ts';

/** Months that the period field offers. */
const MONTHS_OFFERED = 36;

export type Reader = { name: string; csrf: string; mayReadLedger: boolean };

/** The overview of a month. */
export function overviewPage(config: Config, view: View, data: Overview, reader: Reader): string {
  const { bookZone, name: publisherName } = config.publisher;
  const texts = financeTexts(view.lang);
  const words = { texts, show: shower(view.lang, bookZone) };
  const { show } = words;
  const title = show.month(view.period);
  const main = html`<div class="bar">
      <div>
        <h1>${title}</h1>
        <p class="sub">
          ${texts.allAmountsIn(data.currency)}
          ${texts.edges(show.firstDay(view.period), show.lastDay(view.period), bookZone)}<br />
          ${texts.asOf(show.time(data.now))}
        </p>
      </div>
      ${controls(words, view, data, bookZone)}
    </div>
    <div class="lines">${comparisonLine(words, view.period, bookZone, data)} ${inboxLine(words, data)}</div>
    ${figures(words, data)}
    <div class="two">${chartCard(words, data)} ${bridgeCard(words, view.period, data)}</div>
    ${reader.mayReadLedger ? downloads(words, view, data) : null}
    <div class="stack">
      ${tasksCard(words, data)} ${parkedCard(words, data)}
      ${reader.mayReadLedger ? depositsCard(words, data) : null} ${currencyCard(words, data)}
      ${reader.mayReadLedger ? movementsCard(words, view, data) : null}
    </div>
    <p class="note">${texts.note}</p>`;
  return financePage(
    {
      lang: view.lang,
      title,
      publisherName,
      livemode: config.stripe.livemode,
      otherLangHref: viewHref(view, { lang: view.lang === 'en' ? 'ru' : 'en' }),
      signedIn: reader,
      experiment: config.publisher.experiment !== undefined,
    },
    main,
  );
}

function controls(
  { texts, show }: { texts: ReturnType<typeof financeTexts>; show: ReturnType<typeof shower> },
  view: View,
  { currencies, currency, now }: Overview,
  bookZone: string,
): Html {
  const later = laterPeriod(view.period, now, bookZone);
  const step = (period: string, sign: string, label: string) =>
    html`<a class="b i" href="${viewHref(view, { period })}" aria-label="${label}">${sign}</a>`;
  const option = (value: string, name: string, chosen: boolean) =>
    chosen
      ? html`<option value="${value}" selected>${name}</option>`
      : html`<option value="${value}">${name}</option>`;
  const recent = monthsUpTo(currentPeriod(now, bookZone), MONTHS_OFFERED);
  const months = recent.includes(view.period) ? recent : [view.period, ...recent];
  return html`<form class="ctl" method="get" action="/finance">
    ${hiddenFields({ lang: view.lang, kind: view.kind, frequency: view.frequency, campaign: view.campaign })}
    ${step(previousPeriod(view.period), '‹', texts.previousMonth)}
    <select class="b" name="period" aria-label="${texts.month}">
      ${months
        .toSorted()
        .reverse()
        .map((period) => option(period, show.month(period), period === view.period))}
    </select>
    ${later === null ? null : step(later, '›', texts.nextMonth)}
    ${
      currencies.length < 2
        ? null
        : html`<select class="b" name="currency" aria-label="${texts.settlementCurrency}">
            ${currencies.map((each) => option(each, each, each === currency))}
          </select>`
    }
    <button class="b p" type="submit">${texts.show}</button>
  </form>`;
}
