import { html, type Html } from '../../../http/html.ts';
import type { StaffMember } from '../../staff-member.ts';
import { bar, card } from '../layout.ts';
import { notice } from '../notice.ts';
import type { Built, Visit } from '../visit.ts';
import { accessTexts, type Said } from './texts.ts';

/** What somebody may change for themselves. `mailWorks`: links to closed months can be sent. */
export function accountPage(
  visit: Visit,
  own: { member: StaffMember; codesLeft: number; otherSessions: number; mailWorks: boolean } | null,
  said: Said | null,
): Built {
  const words = accessTexts(visit.lang);
  const { show } = visit;
  if (own === null) return { title: words.account, main: bar(words.account, words.accountKey) };
  const { member, codesLeft, otherSessions } = own;
  const form = (act: string, fields: Html) =>
    html`<form class="act" method="post" action="${visit.to(`/finance/account/${act}`)}">
      <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />${fields}
    </form>`;
  const delivery =
    member.sealedDelivery === null
      ? html`<p>${words.deliveryOff}</p>
          <label for="address">${words.deliveryField}</label>
          <input id="address" name="address" type="email" required maxlength="254" autocomplete="email" autocapitalize="none" spellcheck="false" />
          <button class="b" type="submit">${words.deliveryButton}</button>`
      : html`<p>${words.deliveryOn}</p>
          <button class="b" type="submit" name="stop" value="1">${words.deliveryStop}</button>`;
  return {
    title: words.account,
    main: html`${bar(words.account, `${member.label}, ${words.roles[member.role]}`)}
      ${said === null ? null : notice(words.said[said].look, words.said[said])}
      <div class="stack">
        ${member.sealedTotp !== null && card(
          'factor-title',
          words.factorCard,
          form(
            'second',
            html`<p>${words.codesLeft(codesLeft, show.count(codesLeft))} ${words.newFactorText}</p>
              <label for="code">${words.code}</label>
              <input id="code" name="code" required maxlength="40" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" />
              <button class="b" type="submit">${words.newFactorButton}</button>`,
          ),
        )}
        ${card(
          'sessions-title',
          words.sessions,
          otherSessions === 0
            ? html`<p class="empty">${words.noOthers}</p>`
            : form(
                'sessions',
                html`<p>${words.otherSessions(otherSessions, show.count(otherSessions))}</p>
                  <button class="b" type="submit">${words.endOthers}</button>`,
              ),
        )}
        ${(own.mailWorks || member.sealedDelivery !== null) && card('delivery-title', words.delivery, form('delivery', delivery))}
      </div>`,
  };
} // prettier-ignore
