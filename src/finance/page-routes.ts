import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import { sendPage } from '../http/page.ts';
import type { Access, Route } from '../http/route.ts';
import { callerOf } from './access.ts';
import { readExperiment } from './pages/experiment-data.ts';
import { experimentPage } from './pages/experiment.ts';
import { readOverview } from './pages/overview-data.ts';
import { overviewPage } from './pages/overview.ts';
import { pageLang } from './pages/texts.ts';
import { readView } from './pages/view.ts';
import { csrfToken } from './session.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

const SEES_TOTALS: Access = { kind: 'session', scope: 'totals:read' };

/** The pages of the books. No script runs on any of them. */
export function financePageRoutes(ctx: Needs): Route[] {
  return [
    {
      method: 'get',
      path: '/finance',
      access: SEES_TOTALS,
      page: true,
      handle: (req, res) => sendOverview(ctx, req, res),
    },
    {
      method: 'get',
      path: '/finance/experiments',
      access: SEES_TOTALS,
      page: true,
      handle: (req, res) => sendExperiment(ctx, req, res),
    },
  ];
}

async function sendOverview(ctx: Needs, req: Request, res: Response): Promise<void> {
  const { actor, scopes, sessionToken } = callerOf(res);
  const view = readView(req.query, ctx.config.publisher, ctx.now());
  const reader = {
    name: actor.label,
    csrf: csrfToken(sessionToken ?? ''),
    mayReadLedger: scopes.includes('ledger:read'),
  };
  sendPage(res, 200, overviewPage(ctx.config, view, await readOverview(ctx, view), reader), {
    personal: true,
  });
}

async function sendExperiment(ctx: Needs, req: Request, res: Response): Promise<void> {
  const { actor, sessionToken } = callerOf(res);
  const signedIn = { name: actor.label, csrf: csrfToken(sessionToken ?? '') };
  const lang = pageLang(req.query['lang'], ctx.config.publisher.defaultLang);
  const page = experimentPage(ctx.config, lang, await readExperiment(ctx), signedIn);
  sendPage(res, 200, page, { personal: true });
}
