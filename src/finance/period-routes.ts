import type { Request } from 'express';
import { z } from 'zod';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { parse } from '../http/parse.ts';
import type { Access, Route } from '../http/route.ts';
import { manifestOf } from '../ledger/period.ts';
import { callerOf } from './access.ts';
import { closedThroughOf, closeMonth, reopenMonth, type Closed } from './close-month.ts';
import { MOST_NOTE, noteFault } from '../tasks/note.ts';

const MAY_CLOSE: Access = { kind: 'scope', scope: 'periods:close' };

const NOTE_WORDS = {
  empty: 'Say why, for whoever reads it later.',
  not_a_line: `One line of at most ${MOST_NOTE} characters.`,
  address: 'No address of a person is kept here: leave out the @.',
};

const reopening = z.strictObject({
  reason: z
    .string()
    .trim()
    .superRefine((reason, check) => {
      const fault = noteFault(reason);
      if (fault !== null) check.addIssue({ code: 'custom', message: NOTE_WORDS[fault] });
    }),
});

/** Months: the chain, closing and reopening. */
export function periodRoutes(ctx: Pick<AppContext, 'store' | 'config' | 'now'>): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/periods',
      access: { kind: 'scope', scope: 'totals:read' },
      async handle(_req, res) {
        const changes = await ctx.store.periodChanges();
        res.setHeader('Cache-Control', 'no-store');
        res.json({
          closedThrough: closedThroughOf(changes),
          changes: changes.map((change) => ({ ...manifestOf(change), hash: change.hash })),
        });
      },
    },
    {
      method: 'post',
      path: '/v1/periods/:period/close',
      access: MAY_CLOSE,
      async handle(req, res) {
        res.json(answerOf(await closeMonth(ctx, periodOf(req), callerOf(res).key.keyId)));
      },
    },
    {
      method: 'post',
      path: '/v1/periods/:period/reopen',
      access: MAY_CLOSE,
      body: 'json',
      async handle(req, res) {
        const period = periodOf(req);
        const { reason } = parse(reopening, req.body, 'body');
        res.json(answerOf(await reopenMonth(ctx, period, reason, callerOf(res).key.keyId)));
      },
    },
  ];
}

function answerOf({ manifest, hash, warnings }: Closed) {
  return { ...manifest, state: manifest.action === 'close' ? 'closed' : 'open', hash, warnings };
}

function periodOf(req: Request): string {
  const { period } = req.params;
  if (typeof period === 'string' && /^2[01]\d{2}-(0[1-9]|1[0-2])$/.test(period)) return period;
  throw new AppError(400, 'invalid_field', 'Name a month such as 2026-10.', { field: 'period' });
}
