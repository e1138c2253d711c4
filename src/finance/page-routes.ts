import type { Route } from '../http/route.ts';
import { auditPageRoutes } from './pages/audit/routes.ts';
import { readExperiment } from './pages/experiment-data.ts';
import { experimentPage } from './pages/experiment.ts';
import { exportPageRoutes } from './pages/exports/routes.ts';
import { monthRoutes } from './pages/months/routes.ts';
import { overviewRoute } from './pages/overview.ts';
import { paymentRoutes } from './pages/payments/routes.ts';
import { payoutRoutes } from './pages/payouts/routes.ts';
import { pageRoute } from './pages/visit.ts';
import { recurringRoutes } from './pages/recurring/routes.ts';
import { waitingRoutes } from './pages/waiting/routes.ts';

/** The pages of the books. No script runs on any of them. */
export function financePageRoutes(ctx: Parameters<typeof waitingRoutes>[0]): Route[] {
  return [
    overviewRoute(ctx),
    ...paymentRoutes(ctx),
    ...payoutRoutes(ctx),
    ...recurringRoutes(ctx),
    ...exportPageRoutes(ctx),
    ...monthRoutes(ctx),
    ...waitingRoutes(ctx),
    ...auditPageRoutes(ctx),
    pageRoute(
      ctx,
      { path: '/finance/experiments', page: 'experiment', needs: ['totals:read'] },
      async (visit) => experimentPage(visit, await readExperiment(ctx)),
    ),
  ];
}
