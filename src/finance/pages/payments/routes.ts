import { notFound } from '../../../errors.ts';
import type { Route } from '../../../http/route.ts';
import { leadTo, pageRoute, type PageNeeds } from '../visit.ts';
import { findPayment } from './find.ts';
import { paymentsList, readPaymentRows } from './list.ts';
import { paymentPage, pledgePage } from './one.ts';
import { cleaned } from '../address.ts';
import { readPayments } from './query.ts';

/** Movements of money, one payment, one pledge, and the way to find them. */
export function paymentRoutes(ctx: PageNeeds): Route[] {
  return [
    pageRoute(
      ctx,
      { path: '/finance/payments', page: 'payments', needs: ['ledger:read'] },
      async (visit, req, res) => {
        const { find, ...query } = cleaned(req.query);
        if (typeof find === 'string') {
          leadTo(res, visit.to('/finance/find', { q: find }));
          return null;
        }
        // A form sends its empty fields too; the address that can be passed on has none.
        if (Object.keys(query).length < Object.keys(req.query).length && isPlain(query)) {
          leadTo(res, visit.to('/finance/payments', query));
          return null;
        }
        const view = readPayments(query, ctx.config.publisher.bookZone);
        return paymentsList(visit, view, await readPaymentRows(ctx, view, visit.isPrint));
      },
    ),
    pageRoute(ctx, { path: '/finance/find', page: 'find', needs: ['ledger:read'] }, (visit, req, res) =>
      findPayment(ctx, visit, req, res),
    ),
    pageRoute(
      ctx,
      { path: '/finance/payments/:id', page: 'payments', needs: ['ledger:read'] },
      (visit, req) => paymentPage(ctx, visit, idOf(req.params['id'], /^pay_[0-9a-z]{8,40}$/)),
    ),
    pageRoute(ctx, { path: '/finance/pledges/:id', page: 'payments', needs: ['ledger:read'] }, (visit, req) =>
      pledgePage(ctx, visit, idOf(req.params['id'], /^plg_[0-9a-z]{8,40}$/)),
    ),
  ];
}

/** Whether every parameter was given once; what was not is refused where the filters are read. */
function isPlain(query: Record<string, unknown>): query is Record<string, string> {
  return Object.values(query).every((value) => typeof value === 'string');
}

function idOf(given: unknown, form: RegExp): string {
  if (typeof given === 'string' && form.test(given)) return given;
  throw notFound();
}
