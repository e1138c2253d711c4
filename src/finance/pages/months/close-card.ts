import { html, type Html } from '../../../http/html.ts';
import { MOST_NOTE } from '../../../tasks/note.ts';
import { card } from '../layout.ts';
import type { Visit } from '../visit.ts';
import type { Month } from './data.ts';
import { monthTexts } from './texts.ts';

/** The button that closes a month, or why there is none. */
export function closeCard(visit: Visit, { period, state, closable }: Month): Html {
  const words = monthTexts(visit.lang);
  const { show } = visit;
  const body = () => {
    if (state === 'running') return html`<p class="empty">${words.notYet.running}</p>`;
    if (!visit.may('periods:close')) return html`<p class="empty">${words.notYet.mayNot}</p>`;
    if (closable !== null && closable < period)
      return html`<p class="empty">
        ${words.earlier(show.month(closable))}
        <a href="${visit.to(`/finance/months/${closable}`)}">${words.toEarlier(show.month(closable))}</a>
      </p>`;
    return html`<form class="act" method="post" action="${visit.to(`/finance/months/${period}/close`)}">
      <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
      <p>${words.closingText}</p>
      <button class="b p" type="submit">${words.closeButton(show.month(period))}</button>
    </form>`;
  };
  return html`<div id="close">${card('close-title', words.closing, body())}</div>`;
}

/** The way back, for the month that was closed last alone; it asks for a reason. */
export function reopenCard(visit: Visit, { period, closedThrough }: Month): Html | null {
  if (!visit.may('periods:close')) return null;
  const words = monthTexts(visit.lang);
  const { show } = visit;
  const body =
    closedThrough !== null && closedThrough !== period
      ? html`<p class="empty">
          ${words.reopenLast(show.month(closedThrough))}
          <a href="${visit.to(`/finance/months/${closedThrough}`)}">${words.toEarlier(show.month(closedThrough))}</a>
        </p>`
      : html`<form class="act" method="post" action="${visit.to(`/finance/months/${period}/reopen`)}">
          <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
          <p>${words.reopenText}</p>
          <label for="reason">${words.reason}</label>
          <input id="reason" name="reason" required maxlength="${MOST_NOTE}" pattern="[^@＠﹫]*" title="${words.reasonHint}" aria-describedby="reason-hint" autocomplete="off" />
          <p class="mut small" id="reason-hint">${words.reasonHint}</p>
          <button class="b" type="submit">${words.reopenButton(show.month(period))}</button>
        </form>`;
  return card('reopen-title', words.reopen, body);
}
