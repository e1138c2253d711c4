import type { Request } from 'express';
import * as z from 'zod';
import { AppError, notFound } from '../../../errors.ts';
import { parse } from '../../../http/parse.ts';
import type { Route } from '../../../http/route.ts';
import { isPeriod } from '../../../ledger/book-date.ts';
import { noteFault } from '../../../tasks/note.ts';
import { closeMonth, reopenMonth } from '../../close-month.ts';
import { formRoute, pageRoute, type PageNeeds, type Visit } from '../visit.ts';
import { readMonth, readMonths } from './data.ts';
import { monthsList } from './list.ts';
import { monthPage, type Said } from './one.ts';
import { monthTexts } from './texts.ts';

const SAID = Object.keys(monthTexts('en').said) as [Said, ...Said[]];
const month = z.string().refine(isPeriod, { error: 'Use a month such as 2026-10.' });
const listQuery = z.strictObject({
  lang: z.string().optional(),
  print: z.literal('1').optional(),
  upTo: month.optional(),
});
const oneQuery = z.strictObject({
  lang: z.string().optional(),
  print: z.literal('1').optional(),
  said: z.enum(SAID).optional(),
});
const closing = z.strictObject({ csrf: z.string() });
const reopening = z.strictObject({ csrf: z.string(), reason: z.string().trim() });

/** The months, and the two buttons that change one. */
export function monthRoutes(ctx: PageNeeds): Route[] {
  return [
    pageRoute(
      ctx,
      { path: '/finance/months', page: 'months', needs: ['totals:read'] },
      async (visit, req) => {
        const { upTo = null } = parse(listQuery, req.query, 'query');
        return monthsList(visit, await readMonths(ctx, upTo), upTo);
      },
    ),
    pageRoute(
      ctx,
      { path: '/finance/months/:period', page: 'months', needs: ['totals:read'] },
      async (visit, req) => {
        const { said = null } = parse(oneQuery, req.query, 'query');
        return monthPage(visit, await readMonth(ctx, periodOf(req)), said);
      },
    ),
    formRoute(
      ctx,
      { path: '/finance/months/:period/close', needs: ['periods:close'] },
      async (visit, body, req) => {
        parse(closing, body);
        const period = periodOf(req);
        return told(visit, period, async () => {
          await closeMonth(ctx, period, visit.actorId);
          return 'closed';
        });
      },
    ),
    formRoute(
      ctx,
      { path: '/finance/months/:period/reopen', needs: ['periods:close'] },
      async (visit, body, req) => {
        const { reason } = parse(reopening, body);
        const period = periodOf(req);
        return told(visit, period, async () => {
          const fault = noteFault(reason);
          if (fault !== null) return `note_${fault}` as const;
          await reopenMonth(ctx, period, reason, visit.actorId);
          return 'reopened';
        });
      },
    ),
  ];
}

/** What came of it, said on the month's page: a refusal is an answer, not an error. */
async function told(visit: Visit, period: string, act: () => Promise<Said>): Promise<string> {
  const page = (said: Said) => visit.to(`/finance/months/${period}`, { said });
  try {
    return page(await act());
  } catch (error) {
    const said = error instanceof AppError ? SAID.find((each) => each === error.code) : undefined;
    if (said === undefined) throw error;
    return page(said);
  }
}

function periodOf(req: Request): string {
  const { period } = req.params;
  if (typeof period === 'string' && isPeriod(period)) return period;
  throw notFound();
}
