import { AppError } from '../../errors.ts';
import { html, type Html } from '../../http/html.ts';
import type { Route } from '../../http/route.ts';
import { SCOPES } from '../scope.ts';
import { campaignCard } from './campaigns.ts';
import { chartCard } from './chart.ts';
import { comparisonLine } from './comparison-line.ts';
import { monthStepper, option, printHint, printLink, zoneField } from './controls.ts';
import { bridgeCard, currencyCard, figures } from './figures.ts';
import { inboxLine, isLate } from './inbox-line.ts';
import { bar, firstPage } from './layout.ts';
import { downloads, movementsCard } from './movements.ts';
import { navTexts } from './nav-texts.ts';
import { STATE_LOOK } from './months/list.ts';
import { monthTexts } from './months/texts.ts';
import { readOverview, type Overview } from './overview-data.ts';
import { shower } from './show.ts';
import { queryOf, readView, viewHref, type View } from './view.ts';
import { leadTo, pageRoute, type Built, type PageNeeds, type Visit } from './visit.ts';
import { waitingLine } from './waiting/line.ts';

/** The overview of a month; whoever may not see totals is led to the first page that is open to them. */
export function overviewRoute(ctx: PageNeeds): Route {
  return pageRoute(ctx, { path: '/finance', page: 'overview', needs: SCOPES }, async (visit, req, res) => {
    if (!visit.may('totals:read')) {
      const path = firstPage(visit.signedIn.scopes);
      if (path === null) throw new AppError(403, 'scope_missing', 'This key lacks the scope totals:read.');
      leadTo(res, visit.to(path));
      return null;
    }
    const { print: _, ...query } = req.query;
    const view = readView(query, ctx.config.publisher, visit.now);
    return overviewPage(visit, view, await readOverview(ctx, view));
  });
}

function overviewPage(visit: Visit, view: View, data: Overview): Built {
  const { texts, config } = visit;
  const { bookZone } = config.publisher;
  const zone = view.zone ?? bookZone;
  const show = shower(view.lang, zone);
  const title = show.month(view.period);
  const mayReadLedger = visit.may('ledger:read');
  return {
    title,
    period: view.period,
    main: html`${printHint(visit, viewHref(view))}
      ${bar(
        html`${title} ${stateOf(visit, view, data)}`,
        html`${texts.allAmountsIn(data.currency)}
          ${texts.edges(show.firstDay(view.period), show.lastDay(view.period), zone)}<br />
          ${zone !== bookZone && texts.otherZone(bookZone)}
          ${texts.asOf(show.time(data.now))} ${closeLink(visit, view, data)}`,
        controls(visit, view, data),
      )}
      <div class="lines">
        ${comparisonLine(visit, view.period, bookZone, data)} ${waitingLine(visit, data)} ${isLate(data.inbox, visit.now) && inboxLine(visit, data)}
      </div>
      ${figures({ texts, show }, view.period, data)}
      <div class="two">${chartCard({ texts, show }, data, visit.isPrint)} ${bridgeCard({ texts, show }, view.period, data)}</div>
      ${mayReadLedger && downloads(visit, view, data)}
      <div class="two even below">${currencyCard({ texts, show }, data)} ${campaignCard(visit, show, view, data)}</div>
      <div class="stack"> ${mayReadLedger && movementsCard(visit, view, data)}</div>
      <p class="note">${texts.note}</p>`,
  };
}

/** Whether the month is closed, as the page of months says it. */
function stateOf({ lang }: Visit, { period }: View, { closedThrough, isRunning }: Overview): Html {
  const { states } = monthTexts(lang);
  const state = closedThrough !== null && period <= closedThrough ? 'closed' : isRunning ? 'running' : 'open';
  return html`<span class="st ${STATE_LOOK[state]}">${states[state]}</span>`;
}

/** The way to close a month that is over, for whoever may. */
function closeLink(visit: Visit, { period }: View, { closedThrough, isRunning }: Overview): Html | null {
  if (!visit.may('periods:close') || isRunning || (closedThrough !== null && period <= closedThrough))
    return null;
  return html`<a href="${visit.to(`/finance/months/${period}`)}">${monthTexts(visit.lang).closing}</a>`;
}

function controls(visit: Visit, view: View, { currencies, currency }: Overview): Html {
  const { texts } = visit;
  const { download } = navTexts(visit.lang);
  const file = `/v1/ledger.csv${queryOf({ period: view.period, zone: view.zone, currency: currencies.length > 1 ? currency : null })}`;
  return html`<form class="ctl" method="get" action="/finance">
    <input type="hidden" name="lang" value="${view.lang}" />
    ${monthStepper(visit, view.period, (period) => viewHref(view, { period }))}
    ${
      currencies.length > 1 &&
      html`<select class="b" name="currency" aria-label="${texts.settlementCurrency}">
        ${currencies.map((each) => option(each, each, each === currency))}
      </select>`
    }
    ${zoneField(visit, view.zone ?? visit.config.publisher.bookZone)}
    <button class="b" type="submit">${texts.show}</button>
    ${printLink(visit, `${viewHref(view)}&print=1`)}
    ${visit.may('ledger:read') && html`<a class="b p" href="${file}" download>${download}</a>`}
  </form>`;
}
