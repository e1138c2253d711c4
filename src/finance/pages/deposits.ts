import { html, type Html } from '../../http/html.ts';
import { explainDeposit, type Payout } from '../../ledger/payout.ts';
import type { PayoutRow } from '../../store/store.ts';
import { card, tableFrame } from './layout.ts';
import type { Overview } from './overview-data.ts';
import type { Show } from './show.ts';
import type { FinanceTexts } from './texts.ts';

type Words = { texts: FinanceTexts; show: Show };

const LOOK: Record<Payout['status'], 'g' | 'n' | 'r' | 'y'> = {
  pending: 'n',
  in_transit: 'n',
  paid: 'g',
  failed: 'r',
  canceled: 'n',
  unknown: 'y',
};

/** What the bank got in the month, and why each deposit is what it is. Each row adds up to its amount. */
export function depositsCard(words: Words, { deposits }: Overview): Html | null {
  if (deposits.length === 0) return null;
  const { title, columns, byHandText, unexplainedText } = words.texts.deposits;
  const explained = deposits.map((row) => ({ row, why: explainDeposit(row, row.parts) }));
  const hasUnexplained = explained.some(({ why }) => why.unexplainedMinor !== 0);
  const isByHand = explained.some(({ why }) => why.by === 'running_balance');
  const money = [columns.gifts, columns.refunds, columns.disputes, columns.fees, columns.other];
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.date}</th>
        <th scope="col" class="num">${columns.amount}</th>
        ${money.map((name) => html`<th scope="col" class="num">${name}</th>`)}
        ${hasUnexplained ? html`<th scope="col" class="num">${columns.unexplained}</th>` : null}
        <th scope="col">${columns.status}</th>
      </tr>
    </thead>
    <tbody>
      ${explained.map((each) => deposit(words, each, hasUnexplained))}
    </tbody>
  </table>`;
  const foot = [hasUnexplained ? unexplainedText : null, isByHand ? byHandText : null];
  return card(
    'deposits-title',
    title,
    html`${tableFrame(words.texts.table(title), table)}
    ${foot.map((text) => (text === null ? null : html`<p class="foot">${text}</p>`))}`,
  );
}

type Explained = { row: PayoutRow; why: ReturnType<typeof explainDeposit> };

function deposit({ texts, show }: Words, { row, why }: Explained, hasUnexplained: boolean): Html {
  const { statuses } = texts.deposits;
  const amount = (minor: number) => show.amount(minor, row.currency);
  return html`<tr>
    <th scope="row" class="ref"><b>${show.day(row.arrivalAt)}</b> <span>${row.payoutId}</span></th>
    <td class="num"><b>${amount(row.amountMinor)}</b></td>
    ${contents()}
    <td class="ref">
      <b class="st ${LOOK[row.status]}">${statuses[row.status]}</b> ${row.failureCode !== null && html`<span>${row.failureCode}</span>`}
    </td>
  </tr>`;

  function contents(): Html {
    const { notListed, byHand } = texts.deposits;
    if (why.by !== 'items')
      return html`<td colspan="${hasUnexplained ? 6 : 5}" class="mut mid">
        ${why.by === 'pending' ? notListed : byHand}
      </td>`;
    const other = why.adjustmentsMinor + why.returnedMinor + why.otherMinor;
    const fees = why.feesMinor === 0 ? 0 : -why.feesMinor;
    const cells = [why.giftsMinor, why.refundsMinor, why.disputesMinor, fees, other];
    return html`${cells.map((minor) => html`<td class="num">${amount(minor)}</td>`)}
    ${hasUnexplained ? html`<td class="num ${why.unexplainedMinor === 0 ? '' : 'down'}">${amount(why.unexplainedMinor)}</td>` : null}`;
  }
}
