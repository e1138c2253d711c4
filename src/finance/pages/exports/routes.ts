import * as z from 'zod';
import { parse } from '../../../http/parse.ts';
import type { Route } from '../../../http/route.ts';
import { ledgerSelection } from '../../filters.ts';
import { cleaned } from '../address.ts';
import type { Given } from '../payments/query.ts';
import { pageRoute, type PageNeeds } from '../visit.ts';
import { readExports } from './data.ts';
import { exportsPage } from './page.ts';

const own = z.strictObject({ lang: z.string().optional(), print: z.literal('1').optional() });

/** The page of files. */
export function exportPageRoutes(ctx: PageNeeds): Route[] {
  return [
    pageRoute(
      ctx,
      { path: '/finance/exports', page: 'exports', needs: ['ledger:read'] },
      async (visit, req) => {
        const { lang, print, ...rest } = cleaned(req.query);
        parse(own, { lang, print }, 'query');
        const selection = ledgerSelection(rest, ctx.config.publisher.bookZone);
        // Every value is a text once the filters were read: the schema takes nothing else.
        const given = rest as Given;
        return exportsPage(visit, { given, selection }, await readExports(ctx, given));
      },
    ),
  ];
}
