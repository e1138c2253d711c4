import type { AppContext } from '../../../context.ts';
import { html, type Html, type HtmlValue } from '../../../http/html.ts';
import { notFound } from '../../../errors.ts';
import { safeInteger, type Money } from '../../../money.ts';
import { pledgeReference, type Pledge } from '../../../pledges/pledge.ts';
import type { LedgerRow, PledgeRow } from '../../rows.ts';
import { printHint, printLink } from '../controls.ts';
import { facts, figure } from '../facts.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { KIND_LOOK, movementTable, onlyCurrency } from '../movement-table.ts';
import { stripeId } from '../stripe-links.ts';
import type { Built, Visit } from '../visit.ts';
import { paymentTexts } from './texts.ts';

/** Movements of a pledge on one page: eight years of months. */
const MOST_OF_PLEDGE = 100;

/** One collection of money: what happened to it, what is left, which deposit has it, and its pledge. */
export async function paymentPage(
  { store }: Pick<AppContext, 'store'>,
  visit: Visit,
  paymentId: string,
): Promise<Built> {
  const rows = await store.movementsOfPayment(paymentId);
  const [first] = rows;
  if (first === undefined) throw notFound();
  const payment = rows.find((row) => row.kind === 'payment') ?? first;
  const pledge = payment.pledgeId === null ? null : await store.pledgeWithSums(payment.pledgeId);
  const words = paymentTexts(visit.lang);
  const { show } = visit;
  const title = words.payment(pledge === null ? payment.stripeSourceId : pledgeReference(pledge.pledgeId));
  const path = `/finance/payments/${paymentId}`;
  const paid = payment.charged ?? { amountMinor: payment.grossMinor, currency: payment.currency };
  const sub = words.paymentOf(show.money(paid.amountMinor, paid.currency), show.time(payment.createdAt));
  return {
    title,
    period: payment.period,
    main: html`${printHint(visit, visit.to(path))}
      ${bar(title, sub, html`<div class="ctl">${printLink(visit, visit.to(path, { print: '1' }))}</div>`)}
      ${figures(visit, payment, rows)}
      <div class="stack">
        ${card('story-title', words.story, [
          tableFrame(visit.texts.table(words.story), story(visit, rows)),
          html`<p class="foot">${words.stripeNote}</p>`,
        ])}
        <div class="two even">
          ${card('facts-title', words.facts, paymentFacts(visit, payment))}
          ${pledge === null ? null : card('pledge-title', words.ofPledge, pledgeFacts(visit, pledge))}
        </div>
      </div>`,
  };
}

/** A reader's promise with everything that was paid for it. */
export async function pledgePage(
  { store }: Pick<AppContext, 'store'>,
  visit: Visit,
  pledgeId: string,
): Promise<Built> {
  const pledge = await store.pledgeWithSums(pledgeId);
  if (pledge === null) throw notFound();
  const rows = (await store.movementsOfPledge(pledgeId, MOST_OF_PLEDGE)).toReversed();
  const words = paymentTexts(visit.lang);
  const { texts, show } = visit;
  const title = words.pledge(pledgeReference(pledgeId));
  const path = `/finance/pledges/${pledgeId}`;
  const currency = onlyCurrency(rows);
  const list =
    rows.length === 0
      ? html`<p class="empty">${words.noMoney}</p>`
      : [
          tableFrame(
            texts.table(words.others),
            movementTable(visit, { rows, currency, show, sort: 'newest' }),
          ),
          rows.length === MOST_OF_PLEDGE &&
            html`<p class="foot">${words.mostOfPledge(show.count(MOST_OF_PLEDGE))}</p>`,
        ];
  return {
    title,
    main: html`${printHint(visit, visit.to(path))}
      ${bar(
        title,
        `${texts.frequencies[pledge.frequency]}, ${show.money(pledge.amountMinor, pledge.currency)}`,
        html`<div class="ctl">${printLink(visit, visit.to(path, { print: '1' }))}</div>`,
      )}
      <div class="stack">
        ${card('pledge-title', words.ofPledge, [pledgeFacts(visit, pledge, false), html`<p class="foot">${words.stripeNote}</p>`])}
        ${card('others-title', words.others, list)}
      </div>`,
  };
}

function figures({ lang, show }: Visit, payment: LedgerRow, rows: readonly LedgerRow[]): Html {
  const words = paymentTexts(lang);
  const { currency } = payment;
  const sum = (pick: (row: LedgerRow) => number, of: readonly LedgerRow[]) =>
    of.reduce((total, row) => (row.currency === currency ? safeInteger(total + pick(row)) : total), 0);
  const back = rows.filter((row) => row.kind !== 'payment');
  const charged = payment.charged;
  const money = (minor: number) => show.money(minor, currency);
  return html`<dl class="card kpis">
    ${figure(words.figures.left, money(sum((row) => row.netMinor, rows)), words.leftText)}
    ${figure(words.figures.paid, charged === null ? money(payment.grossMinor) : show.money(charged.amountMinor, charged.currency), payment.exchangeRate !== null && words.rate(payment.exchangeRate))}
    ${figure(words.figures.gross, money(payment.grossMinor), null)}
    ${figure(words.figures.fee, money(sum((row) => row.feeMinor, rows)), null)}
    ${figure(words.figures.back, money(-sum((row) => row.grossMinor, back)), back.length === 0 && words.backNone)}
  </dl>`;
}

/** Everything that happened to the money of a payment or a pledge, in the order of time. */
export function story(visit: Visit, rows: readonly LedgerRow[]): Html {
  const { texts, show } = visit;
  const words = paymentTexts(visit.lang);
  const { storyColumns: columns } = words;
  const amount = (row: LedgerRow, minor: number) =>
    html`<td class="num">${show.money(minor, row.currency)}</td>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.time}</th>
        <th scope="col">${columns.what}</th>
        <th scope="col" class="num">${columns.paid}</th>
        <th scope="col" class="num">${columns.gross}</th>
        <th scope="col" class="num">${columns.fee}</th>
        <th scope="col" class="num">${columns.net}</th>
        <th scope="col">${columns.deposit}</th>
        <th scope="col">${columns.stripe}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${show.time(row.createdAt)}</th>
            <td><span class="st ${KIND_LOOK[row.kind]}">${texts.kinds[row.kind]}</span></td>
            <td class="num">${charged(row.charged, visit)}</td>
            ${amount(row, row.grossMinor)} ${amount(row, row.feeMinor === 0 ? 0 : -row.feeMinor)}
            ${amount(row, row.netMinor)}
            <td>${deposit(visit, row)}</td>
            <td>${stripeId(visit, row.stripeSourceId)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function charged(money: Money | null, { show }: Visit): string {
  return money === null ? '—' : show.money(money.amountMinor, money.currency);
}

function deposit(visit: Visit, { stripePayoutId, paidOutAt }: LedgerRow): Html {
  if (stripePayoutId === null)
    return html`<span class="mut">${paymentTexts(visit.lang).waitsForDeposit}</span>`;
  const name = paidOutAt === null ? stripePayoutId : visit.show.day(paidOutAt);
  if (!visit.may('ledger:read')) return html`${name}`;
  return html`<a href="${visit.to(`/finance/payouts/${stripePayoutId}`)}">${name}</a>`;
}

function paymentFacts(visit: Visit, payment: LedgerRow): Html {
  const { show, texts, lang } = visit;
  const words = paymentTexts(lang);
  const { pledgeFacts: names } = words;
  return facts([
    [names.number, payment.sequence !== null && show.count(payment.sequence)],
    [names.frequency, payment.frequency !== null && texts.frequencies[payment.frequency]],
    [names.campaign, payment.campaign],
    [
      names.bookedTo,
      html`${show.month(payment.period)}${payment.originalPeriod !== null && html` <span class="mut">(${words.late(show.month(payment.originalPeriod))})</span>`}`,
    ],
    [
      names.ids,
      html`${stripeId(visit, payment.stripeSourceId)}<br />${stripeId(visit, payment.stripeBalanceTransactionId)}`,
    ],
  ]);
}

/** What is known of a pledge. */
export function pledgeFacts(visit: Visit, pledge: PledgeRow, asLink = true): Html {
  const { show, texts, lang } = visit;
  const words = paymentTexts(lang);
  const { pledgeFacts: names } = words;
  const { marks } = pledge;
  const reference = pledgeReference(pledge.pledgeId);
  const when = (at: Date | null) => at !== null && show.time(at);
  const money = (minor: number) => show.money(minor, pledge.currency);
  return facts([
    [
      names.reference,
      asLink
        ? html`<a href="${visit.to(`/finance/pledges/${pledge.pledgeId}`)}">${reference}</a>`
        : reference,
    ],
    [
      names.status,
      html`<span class="st ${STATUS_LOOK[pledge.status]}">${words.statuses[pledge.status]}</span>`,
    ],
    [names.frequency, texts.frequencies[pledge.frequency]],
    [names.amount, money(pledge.amountMinor)],
    [names.campaign, pledge.campaign],
    [names.made, when(pledge.createdAt)],
    [names.firstPaid, when(marks.firstPaidAt)],
    [names.lastPaid, marks.lastPaidAt?.getTime() !== marks.firstPaidAt?.getTime() && when(marks.lastPaidAt)],
    [names.next, pledge.status !== 'ended' && when(marks.nextPaymentAt)],
    [
      names.ended,
      marks.endedAt !== null &&
        `${show.time(marks.endedAt)}, ${words.endedBecause[marks.endedReason ?? 'other']}`,
    ],
    [names.payments, show.count(pledge.payments)],
    [names.paid, money(pledge.paidMinor)],
    [names.refunded, pledge.refundedMinor !== 0 && money(pledge.refundedMinor)],
    [names.ids, ids(visit, pledge)],
  ]);
}

/** Green: pays or has paid. Amber: someone may have to look. Grey: over, or never was. */
export const STATUS_LOOK: Record<Pledge['status'], 'g' | 'n' | 'r' | 'y'> = {
  open: 'n',
  processing: 'y',
  paid: 'g',
  active: 'g',
  past_due: 'y',
  paused: 'n',
  ended: 'n',
  abandoned: 'n',
  failed: 'r',
};

function ids(
  visit: Visit,
  { stripeCustomerId, stripeSubscriptionId, stripePaymentIntentId }: Pledge,
): HtmlValue {
  const known = [stripeSubscriptionId, stripePaymentIntentId, stripeCustomerId].filter((id) => id !== null);
  return known.length > 0 && known.map((id, i) => html`${i > 0 && html`<br />`}${stripeId(visit, id)}`);
}
