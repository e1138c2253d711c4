import * as z from 'zod';
import { notFound } from '../../../errors.ts';
import { parse } from '../../../http/parse.ts';
import type { Route } from '../../../http/route.ts';
import { payoutSelection } from '../../filters.ts';
import { cleaned, cursorOf, parted } from '../address.ts';
import { pageRoute, type PageNeeds } from '../visit.ts';
import { payoutsList, readPayouts, type PayoutsView } from './list.ts';
import { payoutPage } from './one.ts';

const OWN = ['lang', 'print', 'after'];
const own = z.strictObject({
  lang: z.string().optional(),
  print: z.literal('1').optional(),
  after: z.string().regex(/^\d{1,15}_po_[A-Za-z0-9_]{1,80}$/, { error: 'Turn pages by the links of the page.' }).optional(),
}); // prettier-ignore

/** The deposits, and each one explained. */
export function payoutRoutes(ctx: PageNeeds): Route[] {
  return [
    pageRoute(
      ctx,
      { path: '/finance/payouts', page: 'payouts', needs: ['ledger:read'] },
      async (visit, req) => {
        const view = readPayoutsView(cleaned(req.query), ctx.config.publisher.bookZone);
        return payoutsList(visit, view, await readPayouts(ctx, view));
      },
    ),
    pageRoute(
      ctx,
      { path: '/finance/payouts/:id', page: 'payouts', needs: ['ledger:read'] },
      (visit, req) => {
        const { id } = req.params;
        if (typeof id !== 'string' || !/^po_[A-Za-z0-9_]{1,80}$/.test(id)) throw notFound();
        return payoutPage(ctx, visit, id);
      },
    ),
  ];
}

function readPayoutsView(query: Record<string, unknown>, bookZone: string): PayoutsView {
  const { mine, given } = parted(query, OWN);
  const { after } = parse(own, mine, 'query');
  const selection = payoutSelection(given, bookZone);
  // Every value is a text once the filters were read: the schema takes nothing else.
  return { given: given as Record<string, string>, selection, after: cursorOf(after) };
}
