import type { AppContext } from '../../../context.ts';
import { notFound } from '../../../errors.ts';
import { html, type Html } from '../../../http/html.ts';
import { explainDeposit, type DepositExplanation } from '../../../ledger/payout.ts';
import type { PayoutRow } from '../../../store/store.ts';
import { NO_FILTER, type LedgerRow } from '../../rows.ts';
import { printHint, printLink } from '../controls.ts';
import { stateLine } from '../comparison-line.ts';
import { facts } from '../facts.ts';
import { fileLinks } from '../files.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { movementTable, onlyCurrency } from '../movement-table.ts';
import { currentPeriod } from '../show.ts';
import { stripeId } from '../stripe-links.ts';
import type { Built, Visit } from '../visit.ts';
import { STATUS_LOOK } from './list.ts';
import { payoutTexts } from './texts.ts';

/** Movements on the page; the list of payments has the rest. */
const ROWS = 100;

/** One deposit: why it is this amount, line by line, with the movements that it holds and its file. */
export async function payoutPage(
  { store }: Pick<AppContext, 'store'>,
  visit: Visit,
  payoutId: string,
): Promise<Built> {
  const [row] = await store.payoutPage({ from: null, to: null, currency: null, payoutId }, null, 1);
  if (row === undefined) throw notFound();
  const { texts, show, config } = visit;
  const words = payoutTexts(visit.lang);
  const filter = { ...NO_FILTER, stripePayoutId: payoutId };
  const bound = await store.ledgerBound();
  const held = await store.ledgerPage(filter, bound, null, ROWS, 'oldest_first');
  const count = (await store.ledgerSums(filter, bound)).reduce((sum, each) => sum + each.count, 0);
  const why = explainDeposit(row, row.parts);
  const title = words.one(show.day(row.arrivalAt));
  const path = `/finance/payouts/${payoutId}`;
  return {
    title,
    period: currentPeriod(row.createdAt, config.publisher.bookZone),
    main: html`${printHint(visit, visit.to(path))}
      ${bar(
        title,
        words.oneLead(show.money(row.amountMinor, row.currency), show.time(row.createdAt)),
        html`<div class="ctl">${printLink(visit, visit.to(path, { print: '1' }))}</div>`,
      )}
      <div class="lines">${verdict(visit, row, why)}</div>
      <div class="stack">
        <div class="two even">
          ${card('why-title', words.why, why.by === 'items' ? lines(visit, row, why) : html`<p class="empty">${why.by === 'pending' ? words.pending : words.byHand}</p>`)}
          ${card('about-title', words.about, about(visit, row))}
        </div>
        ${card('holds-title', words.holds, holds(visit, payoutId, held, count))}
      </div>
      ${
        count > 0 &&
        fileLinks(visit, [
          { path: '/v1/ledger.csv', query: { payout: payoutId }, name: texts.ledgerCsv, text: words.fileText, rows: count },
          { path: '/v1/ledger.xlsx', query: { payout: payoutId }, name: texts.ledgerXlsx, text: words.fileText, rows: count },
        ])
      }`,
  }; // prettier-ignore
}

/** Green where it adds up, amber where that is not known yet, red where money is in it that is not booked. */
function verdict({ lang, show, texts }: Visit, { currency }: PayoutRow, why: DepositExplanation): Html {
  const words = payoutTexts(lang);
  const { notListed, byHand, columns } = texts.deposits;
  if (why.by === 'pending') return stateLine('amber', notListed, words.pending);
  if (why.by === 'running_balance') return stateLine('amber', byHand, words.byHand);
  if (why.unexplainedMinor === 0) return stateLine('good', words.adds, '');
  return stateLine(
    'bad',
    `${columns.unexplained}: ${show.money(why.unexplainedMinor, currency)}`,
    words.unexplained,
  );
}

function lines({ lang, show, texts }: Visit, row: PayoutRow, why: DepositExplanation): Html {
  const words = payoutTexts(lang);
  const { lines: names } = words;
  const counted = (...kinds: string[]) =>
    row.parts.reduce((sum, part) => (kinds.includes(part.kind) ? sum + part.count : sum), 0);
  const line = (name: string, minor: number, count: number | null, isTotal = false) =>
    html`<tr class="${isTotal ? 'tot' : ''}">
      <th scope="row">${name}${count !== null && count > 0 && html` <span class="mut">(${show.count(count)})</span>`}</th>
      <td class="num">${show.amount(minor, row.currency)}</td>
    </tr>`;
  const rare = (name: string, minor: number, count: number) =>
    minor === 0 && count === 0 ? null : line(name, minor, count);
  const table = html`<table>
    <thead class="vh">
      <tr>
        <th scope="col">${words.line}</th>
        <th scope="col">${words.amountIn(row.currency)}</th>
      </tr>
    </thead>
    <tbody>
      ${line(names.gifts, why.giftsMinor, counted('payment'))}
      ${line(names.refunds, why.refundsMinor, counted('refund', 'refund_failed'))}
      ${line(names.disputes, why.disputesMinor, counted('dispute', 'dispute_reversed'))}
      ${line(names.fees, why.feesMinor === 0 ? 0 : -why.feesMinor, null)}
      ${rare(names.corrections, why.adjustmentsMinor, counted('adjustment'))}
      ${rare(names.returned, why.returnedMinor, counted('payout', 'payout_failed'))}
      ${rare(names.other, why.otherMinor, counted('other'))}
      ${rare(names.unexplained, why.unexplainedMinor, 0)} ${line(names.amount, row.amountMinor, null, true)}
    </tbody>
  </table>`;
  return html`${tableFrame(texts.table(words.why), table)}
  ${counted('other') > 0 && html`<p class="foot">${words.other}</p>`}`;
}

function about(visit: Visit, row: PayoutRow): Html {
  const { show, lang, texts } = visit;
  const words = payoutTexts(lang);
  const { facts: names } = words;
  return facts([
    [
      names.status,
      html`<span class="st ${STATUS_LOOK[row.status]}">${texts.deposits.statuses[row.status]}</span>`,
    ],
    [names.failure, row.failureCode],
    [names.arrival, show.day(row.arrivalAt)],
    [names.made, show.time(row.createdAt)],
    [names.kind, row.automatic ? words.automatic : words.manual],
    [names.before, show.money(row.balanceBeforeMinor, row.currency)],
    [names.after, show.money(row.balanceAfterMinor, row.currency)],
    [names.id, stripeId(visit, row.payoutId)],
  ]);
}

function holds(visit: Visit, payoutId: string, rows: readonly LedgerRow[], count: number): Html {
  const { texts, show } = visit;
  const words = payoutTexts(visit.lang);
  if (rows.length === 0) return html`<p class="empty">${words.holdsNothing}</p>`;
  const currency = onlyCurrency(rows);
  return html`${tableFrame(texts.table(words.holds), movementTable(visit, { rows, currency, show, sort: 'oldest' }))}
    <div class="more">
      <span>${texts.shown(show.count(rows.length), show.count(count))}</span>
      <a href="${visit.to('/finance/payments', { payout: payoutId })}">${words.all}</a>
    </div>`;
}
