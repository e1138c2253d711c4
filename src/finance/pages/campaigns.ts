import { html, type Html } from '../../http/html.ts';
import { card, tableFrame } from './layout.ts';
import type { Overview } from './overview-data.ts';
import type { Show } from './show.ts';
import type { View } from './view.ts';
import type { Visit } from './visit.ts';

/** What each campaign brought; a campaign leads to its payments. */
export function campaignCard(
  visit: Visit,
  show: Show,
  view: View,
  { campaigns, currency, currencies }: Overview,
): Html | null {
  if (campaigns.length === 0) return null;
  const { texts } = visit;
  const sum = (pick: (row: (typeof campaigns)[number]) => number) =>
    campaigns.reduce((total, row) => total + pick(row), 0);
  const cells = (payments: number, grossMinor: number, netMinor: number) =>
    html`<td class="num">${show.count(payments)}</td>
      <td class="num">${show.amount(grossMinor, currency)}</td>
      <td class="num">${show.amount(netMinor, currency)}</td>`;
  const name = (campaign: string | null) => {
    if (campaign === null) return html`${texts.noCampaign}`;
    const query = {
      period: view.period,
      kind: 'payment',
      campaign,
      currency: currencies.length > 1 ? currency : null,
    };
    return visit.may('ledger:read')
      ? html`<a href="${visit.to('/finance/payments', query)}">${campaign}</a>`
      : html`${campaign}`;
  };
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${texts.movementColumns.campaign}</th>
        <th scope="col" class="num">${texts.paymentsColumn}</th>
        <th scope="col" class="num">${texts.grossIn(currency)}</th>
        <th scope="col" class="num">${texts.movementColumns.net}</th>
      </tr>
    </thead>
    <tbody>
      ${campaigns.map(
        (row) =>
          html`<tr>
            <th scope="row" class="slug">${name(row.campaign)}</th>
            ${cells(row.payments, row.grossMinor, row.netMinor)}
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${texts.total}</th>
        ${cells(
          sum((row) => row.payments),
          sum((row) => row.grossMinor),
          sum((row) => row.netMinor),
        )}
      </tr>
    </tfoot>
  </table>`;
  return card('campaigns-title', texts.byCampaign, tableFrame(texts.table(texts.byCampaign), table));
}
