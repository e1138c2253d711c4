import type { Route } from '../http/route.ts';
import { readExperiment } from './pages/experiment-data.ts';
import { experimentPage } from './pages/experiment.ts';
import { overviewRoute } from './pages/overview.ts';
import { paymentRoutes } from './pages/payments/routes.ts';
import { payoutRoutes } from './pages/payouts/routes.ts';
import { pageRoute } from './pages/visit.ts';
import { waitingRoutes } from './pages/waiting/routes.ts';

/** The pages of the books. No script runs on any of them. */
export function financePageRoutes(ctx: Parameters<typeof waitingRoutes>[0]): Route[] {
  return [
    overviewRoute(ctx),
    ...paymentRoutes(ctx),
    ...payoutRoutes(ctx),
    ...waitingRoutes(ctx),
    pageRoute(
      ctx,
      { path: '/finance/experiments', page: 'experiment', needs: ['totals:read'] },
      async (visit) => experimentPage(visit, await readExperiment(ctx)),
    ),
  ];
}
