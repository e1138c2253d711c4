import type { Request } from 'express';
import * as z from 'zod';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { parse } from '../http/parse.ts';
import type { Access, Route } from '../http/route.ts';
import { bookDate, monthsThrough } from '../ledger/book-date.ts';
import { closedNow, closedThroughOf, manifestOf, type PeriodChange } from '../ledger/period.ts';
import { isPeriod } from '../ledger/book-date.ts';
import { callerOf } from './access.ts';
import { closeMonth, reopenMonth, type Closed } from './close-month.ts';
import { closingBody, reopeningBody } from './request-schemas.ts';

const MAY_CLOSE: Access = { kind: 'scope', scope: 'periods:close' };

/** Months: the chain, closing and reopening. */
export function periodRoutes(ctx: Pick<AppContext, 'store' | 'config' | 'now'>): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/periods',
      access: { kind: 'scope', scope: 'totals:read' },
      async handle(req, res) {
        parse(z.strictObject({}), req.query, 'query');
        const changes = await ctx.store.periodChanges();
        const firstOpen = await ctx.store.firstOpenPeriod();
        const current = bookDate(ctx.now(), ctx.config.publisher.bookZone).slice(0, 7);
        res.setHeader('Cache-Control', 'no-store');
        res.json({
          closedThrough: closedThroughOf(changes),
          months: monthsOf(changes, firstOpen, current),
          changes: changes.map((change) => ({ ...manifestOf(change), hash: change.hash })),
        });
      },
    },
    {
      method: 'post',
      path: '/v1/periods/:period/close',
      access: MAY_CLOSE,
      body: 'json',
      async handle(req, res) {
        parse(closingBody, req.body, 'body');
        res.json(answerOf(await closeMonth(ctx, periodOf(req), callerOf(res).actor.id)));
      },
    },
    {
      method: 'post',
      path: '/v1/periods/:period/reopen',
      access: MAY_CLOSE,
      body: 'json',
      async handle(req, res) {
        const period = periodOf(req);
        const { reason } = parse(reopeningBody, req.body, 'body');
        res.json(answerOf(await reopenMonth(ctx, period, reason, callerOf(res).actor.id)));
      },
    },
  ];
}

type Month = { period: string; state: 'closed' | 'open'; hash: string | null };

/**
 * Every month from the first that was closed or holds entries to the running one. `hash` names the link of
 * the chain that closed it; a month without entries may be closed with a later one and has none.
 */
function monthsOf(changes: readonly PeriodChange[], firstOpen: string | null, current: string): Month[] {
  const closed = closedNow(changes);
  const closedThrough = closedThroughOf(changes) ?? '';
  return monthsThrough(closed[0]?.period ?? firstOpen ?? current, current).map((period) => ({
    period,
    state: period <= closedThrough ? 'closed' : 'open',
    hash: closed.find((each) => each.period === period)?.hash ?? null,
  }));
}

function answerOf({ manifest, hash, warnings }: Closed) {
  return { ...manifest, state: manifest.action === 'close' ? 'closed' : 'open', hash, warnings };
}

function periodOf(req: Request): string {
  const { period } = req.params;
  if (typeof period === 'string' && isPeriod(period)) return period;
  throw new AppError(400, 'invalid_field', 'Name a month such as 2026-10.', { field: 'period' });
}
