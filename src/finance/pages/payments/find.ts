import type { Request, Response } from 'express';
import * as z from 'zod';
import type { AppContext } from '../../../context.ts';
import { html, type Html } from '../../../http/html.ts';
import { parse } from '../../../http/parse.ts';
import { derivedId } from '../../../ids.ts';
import { entryIdOf } from '../../../ledger/entry.ts';
import { currencyDigits } from '../../../money.ts';
import { pledgeReference } from '../../../pledges/pledge.ts';
import type { LedgerRow, PledgeRow } from '../../rows.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { movementPath, movementTable, onlyCurrency } from '../movement-table.ts';
import { leadTo, type Built, type Visit } from '../visit.ts';
import { amountIn, readSought, type Sought } from './sought.ts';
import { paymentTexts } from './texts.ts';

const MOST_PLEDGES = 20;
const MOST_MOVEMENTS = 50;
/** Amounts are looked for among so many movements: a tenth of a second of reading at most. */
const AMONG = 200_000;

const query = z.strictObject({
  q: z.string().max(200).optional(),
  lang: z.string().optional(),
  print: z.literal('1').optional(),
});

/** Finds a payment by what somebody has of it. Where only one thing can be meant, it leads there. */
export async function findPayment(
  { store }: Pick<AppContext, 'store'>,
  visit: Visit,
  req: Request,
  res: Response,
): Promise<Built | null> {
  const { q = '' } = parse(query, req.query, 'query');
  const sought = readSought(q);
  const lead = (path: string) => {
    leadTo(res, visit.to(path));
    return null;
  };
  if (sought === null) return page(visit, q, q.trim() === '' ? null : notFound(visit, q));
  switch (sought.kind) {
    case 'reference': {
      const pledges = await store.pledgesByReference(sought.reference, MOST_PLEDGES);
      const only = pledges.length === 1 ? pledges[0] : undefined;
      if (only !== undefined) return lead(`/finance/pledges/${only.pledgeId}`);
      return page(visit, q, pledges.length === 0 ? notFound(visit, q) : pledgesFound(visit, pledges));
    }
    case 'amount': {
      const candidates = await store.movementsByAmount(sought.minor, MOST_MOVEMENTS * 4, AMONG);
      const rows = candidates.filter((row) => hasAmount(row, sought.decimal)).slice(0, MOST_MOVEMENTS);
      return page(visit, q, rows.length === 0 ? notFound(visit, q) : amountsFound(visit, q, rows));
    }
    default: {
      const path = await pathOf({ store }, sought);
      return path === null ? page(visit, q, notFound(visit, q)) : lead(path);
    }
  }
}

async function pathOf(
  { store }: Pick<AppContext, 'store'>,
  { kind, id }: Extract<Sought, { id: string }>,
): Promise<string | null> {
  switch (kind) {
    case 'pledge':
      return (await store.pledgeById(id)) === null ? null : `/finance/pledges/${id}`;
    case 'payout':
      return (await store.payoutSums({ from: null, to: null, currency: null, payoutId: id })).length === 0
        ? null
        : `/finance/payouts/${id}`;
    case 'payment':
    case 'charge': {
      const paymentId = kind === 'payment' ? id : derivedId('pay', id);
      return (await store.movementsOfPayment(paymentId)).length === 0
        ? null
        : `/finance/payments/${paymentId}`;
    }
    case 'movement':
    case 'balance_line': {
      const row = await store.movementById(kind === 'movement' ? id : entryIdOf(id));
      return row === null ? null : movementPath(row);
    }
    default:
      return kind satisfies never;
  }
}

/** In each row's own currencies: 500 is an amount of yen as well as of cents. */
function hasAmount({ charged, grossMinor, netMinor, currency }: LedgerRow, decimal: string): boolean {
  const settled = amountIn(decimal, currencyDigits(currency));
  const paid = charged === null ? null : amountIn(decimal, currencyDigits(charged.currency));
  return (
    (settled !== null && [grossMinor, netMinor].some((minor) => Math.abs(minor) === settled)) ||
    (charged !== null && paid !== null && Math.abs(charged.amountMinor) === paid)
  );
}

function page(visit: Visit, q: string, result: Html | null): Built {
  const words = paymentTexts(visit.lang);
  return {
    title: words.findTitle,
    main: html`${bar(words.findTitle, words.findLead)}
      <form class="find" method="get" action="/finance/find" role="search">
        <input type="hidden" name="lang" value="${visit.lang}" />
        <label for="q">${words.findLabel}</label>
        <input id="q" name="q" value="${q}" maxlength="80" autocomplete="off" spellcheck="false" />
        <button class="b p" type="submit">${words.findButton}</button>
      </form>
      <div class="stack">${result}</div>`,
  };
}

function notFound(visit: Visit, q: string): Html {
  return html`<p class="card empty" role="status">${paymentTexts(visit.lang).foundNothing(q.trim())}</p>`;
}

function pledgesFound(visit: Visit, pledges: readonly PledgeRow[]): Html {
  const { texts, show } = visit;
  const words = paymentTexts(visit.lang);
  const { pledgeFacts: facts } = words;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${facts.reference}</th>
        <th scope="col">${facts.made}</th>
        <th scope="col">${facts.frequency}</th>
        <th scope="col" class="num">${facts.amount}</th>
        <th scope="col" class="num">${facts.payments}</th>
        <th scope="col">${facts.status}</th>
      </tr>
    </thead>
    <tbody>
      ${pledges.map(
        (row) =>
          html`<tr>
            <th scope="row" class="ref">
              <a href="${visit.to(`/finance/pledges/${row.pledgeId}`)}">${pledgeReference(row.pledgeId)}</a>
            </th>
            <td>${show.time(row.createdAt)}</td>
            <td>${texts.frequencies[row.frequency]}</td>
            <td class="num">${show.money(row.amountMinor, row.currency)}</td>
            <td class="num">${show.count(row.payments)}</td>
            <td>${words.statuses[row.status]}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return card('found-title', words.foundPledges, tableFrame(texts.table(words.foundPledges), table));
}

function amountsFound(visit: Visit, q: string, rows: readonly LedgerRow[]): Html {
  const { texts, show } = visit;
  const words = paymentTexts(visit.lang);
  const title = words.foundAmounts(q.trim());
  const currency = onlyCurrency(rows);
  return card('found-title', title, [
    tableFrame(texts.table(title), movementTable(visit, { rows, currency, show, sort: 'newest' })),
    html`<p class="foot">
      ${rows.length === MOST_MOVEMENTS && `${words.most(show.count(MOST_MOVEMENTS))} `}${words.among(show.count(AMONG))}
    </p>`,
  ]);
}
