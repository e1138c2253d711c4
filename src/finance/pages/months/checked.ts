import { html, type Html } from '../../../http/html.ts';
import type { Comparison } from '../../../ledger/reconciliation.ts';
import { card, tableFrame } from '../layout.ts';
import { stripeId } from '../stripe-links.ts';
import type { Visit } from '../visit.ts';
import type { Month } from './data.ts';
import { monthTexts } from './texts.ts';

/** More ids than this are for the answer of /v1/reconciliation. */
const IDS_SHOWN = 50;

/** How the month is held against Stripe, and what that found, currency by currency and line by line. */
export function checkedCard(visit: Visit, { comparison }: Month): Html {
  const { texts, show } = visit;
  const words = monthTexts(visit.lang);
  const checked =
    comparison === null
      ? html`<p class="foot">${words.howNever}</p>`
      : html`${tableFrame(texts.table(words.how), table(visit, comparison))}
          <p class="foot">
            ${words.howChecked(show.time(comparison.checkedAt), texts.movementCount(comparison.movements, show.count(comparison.movements)))}
          </p>
          ${ids(visit, words.missingHere, comparison.missingHere)}
          ${ids(visit, words.missingAtStripe, comparison.missingAtStripe)}
          ${ids(visit, words.unequal, comparison.unequal)}`;
  return html`<div id="checked">
    ${card('how-title', words.how, [html`<p class="say-all">${words.howText}</p>`, checked])}
  </div>`;
}

function table({ lang, show }: Visit, { currencies }: Comparison): Html {
  const { howColumns: columns } = monthTexts(lang);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.currency}</th>
        <th scope="col" class="num">${columns.ours}</th>
        <th scope="col" class="num">${columns.stripe}</th>
        <th scope="col" class="num">${columns.difference}</th>
        <th scope="col" class="num">${columns.other}</th>
      </tr>
    </thead>
    <tbody>
      ${currencies.map(
        ({ currency, oursMinor, stripeMinor, differenceMinor, otherMinor }) =>
          html`<tr>
            <th scope="row">${currency}</th>
            <td class="num">${show.amount(oursMinor, currency)}</td>
            <td class="num">${show.amount(stripeMinor, currency)}</td>
            <td class="num ${differenceMinor === 0 ? '' : 'down'}">${show.amount(differenceMinor, currency)}</td>
            <td class="num">${show.amount(otherMinor, currency)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function ids(visit: Visit, title: string, found: readonly string[]): Html | null {
  if (found.length === 0) return null;
  const rest = found.length - IDS_SHOWN;
  return html`<p class="foot">
    <b>${title}</b>: ${found.slice(0, IDS_SHOWN).map((id) => html`${stripeId(visit, id)} `)}
    ${rest > 0 && visit.texts.compared.moreIds(visit.show.count(rest))}
  </p>`;
}
