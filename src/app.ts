import express, { type Express, type RequestHandler } from 'express';
import { timingSafeEqual } from 'node:crypto';
import { apiRoutes } from './api/routes.ts';
import { countRoutes } from './appeal/count-routes.ts';
import { assetRoutes } from './assets/routes.ts';
import { checkoutRoutes } from './checkout/routes.ts';
import type { AppContext } from './context.ts';
import { embedRoutes } from './embed/routes.ts';
import { AppError } from './errors.ts';
import { financeGuard, noteRefusals } from './finance/access.ts';
import { financeErrorPage } from './finance/pages/error-page.ts';
import { financeRoutes } from './finance/routes.ts';
import { errorPage } from './http/error-page.ts';
import { errorHandler, nothingHere, type ErrorPage } from './http/errors.ts';
import { mountRoutes, otherMethods, type Access, type Route } from './http/route.ts';
import { floorHeaders, requestLedger, securityHeaders } from './http/security.ts';
import { sha256 } from './ids.ts';
import { operationsRoutes } from './operations/routes.ts';
import { reminderRoutes } from './reminders/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Every address of the service, each with who may call it. */
export function allRoutes(ctx: AppContext): Route[] {
  return [
    ...webhookRoutes(ctx),
    ...assetRoutes(),
    ...checkoutRoutes(ctx),
    ...embedRoutes(ctx),
    ...reminderRoutes(ctx),
    ...countRoutes(ctx),
    ...financeRoutes(ctx),
    ...operationsRoutes(ctx),
    ...apiRoutes(ctx),
  ];
}

/** The Express application: the floor, the routes, the error handler last. `more` are the demo's routes. */
export function createApp(ctx: AppContext, more: readonly Route[] = []): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', ctx.config.trustedProxies);
  // Nested and repeated parameters stay text or lists: no object is ever built from a query.
  app.set('query parser', 'simple');
  app.use(requestLedger(ctx));
  app.use(securityHeaders(floorHeaders({ https: ctx.config.publicUrl.startsWith('https:') })));
  const routes = [...allRoutes(ctx), ...more];
  mountRoutes(app, routes, guards(ctx));
  app.use(otherMethods(routes));
  app.use(nothingHere);
  app.use(noteRefusals(ctx));
  app.use(errorHandler({ log: ctx.log, errorPage: errorPages(ctx) }));
  return app;
}

/** Finance staff read about their books, readers about their money. */
function errorPages(ctx: AppContext): ErrorPage {
  const [finance, readers] = [financeErrorPage(ctx), errorPage(ctx)];
  return (req, ...rest) => (/^\/finance(\/|$)/.test(req.path) ? finance : readers)(req, ...rest);
}

/** The guard of each kind of access. */
function guards(ctx: AppContext): (access: Access) => RequestHandler[] {
  const finance = financeGuard(ctx);
  return (access) => {
    switch (access.kind) {
      case 'public':
        return [];
      case 'stripe_signature':
        // The handler checks it over the raw body, which is read after the guards.
        return [];
      case 'metrics_token':
        return [metricsGuard(ctx.config.metricsToken)];
      case 'scope':
      case 'session':
      case 'month_link':
        return finance(access);
      default:
        return access satisfies never;
    }
  };
}

function metricsGuard(token: string | null): RequestHandler {
  return (req, _res, next) => {
    const given = /^Bearer (.+)$/.exec(req.get('Authorization') ?? '')?.[1] ?? '';
    const fits = token !== null && timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)));
    next(fits ? undefined : new AppError(401, 'unauthorized', 'Send the metrics token as a bearer token.'));
  };
}
