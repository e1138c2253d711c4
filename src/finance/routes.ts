import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import type { Access, Route } from '../http/route.ts';
import { auditRoutes } from './audit-routes.ts';
import { deliveryRoutes } from './delivery/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { reconciliationPeriod, summarySelection } from './filters.ts';
import { financePageRoutes } from './page-routes.ts';
import { accountRoutes } from './people/account-routes.ts';
import { keyRoutes } from './people/key-routes.ts';
import { peopleRoutes } from './people/people-routes.ts';
import { pledgeRoutes } from './people/pledge-routes.ts';
import { periodRoutes } from './period-routes.ts';
import { reconciliationOf } from './reconciliation.ts';
import { signInRoutes, type SignInOptions } from './sign-in/routes.ts';
import { summaryOf } from './summary.ts';

type Needs = Parameters<typeof signInRoutes>[0] &
  Pick<AppContext, 'store' | 'now' | 'config'> & { projector: Pick<AppContext['projector'], 'settle'> };

const TOTALS_READ: Access = { kind: 'scope', scope: 'totals:read' };

/** Everything finance: files, sums and pages. */
export function financeRoutes(ctx: Needs, options: SignInOptions = {}): Route[] {
  return [
    ...exportRoutes(ctx),
    {
      method: 'get',
      path: '/v1/reconciliation',
      access: TOTALS_READ,
      handle: (req, res) => sendReconciliation(ctx, req, res),
    },
    {
      method: 'get',
      path: '/v1/summary',
      access: TOTALS_READ,
      handle: (req, res) => sendSummary(ctx, req, res),
    },
    ...periodRoutes(ctx),
    ...auditRoutes(ctx),
    ...deliveryRoutes(ctx),
    ...signInRoutes(ctx, options),
    ...peopleRoutes(ctx),
    ...keyRoutes(ctx),
    ...accountRoutes(ctx),
    ...pledgeRoutes(ctx),
    ...financePageRoutes(ctx),
  ];
}

async function sendReconciliation(ctx: Needs, req: Request, res: Response): Promise<void> {
  const period = reconciliationPeriod(req.query);
  res.setHeader('Cache-Control', 'no-store');
  res.json(await reconciliationOf(ctx, period));
}

async function sendSummary(ctx: Needs, req: Request, res: Response): Promise<void> {
  const selection = summarySelection(req.query, ctx.config.publisher.bookZone, ctx.now());
  res.setHeader('Cache-Control', 'no-store');
  res.json(await summaryOf(ctx, selection));
}
