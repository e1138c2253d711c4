import * as z from 'zod';
import { parse } from '../../../http/parse.ts';
import type { Route } from '../../../http/route.ts';
import { cleaned } from '../address.ts';
import { pageRoute, type PageNeeds } from '../visit.ts';
import { readRecurring } from './data.ts';
import { recurringPage } from './page.ts';

const query = z.strictObject({
  lang: z.string().optional(),
  print: z.literal('1').optional(),
  frequency: z.enum(['monthly', 'annual'], { error: 'Use monthly or annual.' }).optional(),
});

/** The page about recurring support. */
export function recurringRoutes(ctx: PageNeeds): Route[] {
  return [
    pageRoute(
      ctx,
      { path: '/finance/recurring', page: 'recurring', needs: ['totals:read'] },
      async (visit, req) => {
        const { frequency = null } = parse(query, cleaned(req.query), 'query');
        return recurringPage(visit, await readRecurring(ctx, visit.thisPeriod, frequency), frequency);
      },
    ),
  ];
}
