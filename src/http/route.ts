import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../errors.ts';
import type { Scope } from '../finance/scope.ts';

/**
 * Who may call a route. There is no default: a route without it does not compile, and one that is
 * mounted around this file fails tests/architecture.test.ts.
 */
export type Access =
  /** Anyone: readers and their browsers. */
  | { kind: 'public' }
  /** A valid, fresh signature for one of the configured secrets; checked by the handler over the raw body. */
  | { kind: 'stripe_signature' }
  /** A bearer key or a signed-in session with this scope. */
  | { kind: 'scope'; scope: Scope }
  /** A signed-in finance session, with this scope where one is named; who is not signed in is led to the sign-in page. */
  | { kind: 'session'; scope: Scope | null }
  /** A browser that used a single-use link to a closed month. */
  | { kind: 'month_link' }
  /** The metrics token. */
  | { kind: 'metrics_token' };

/** How a body is read. None: a body is ignored. */
export type BodyKind = 'json' | 'form' | 'raw' | 'text';

export type Route = {
  method: 'get' | 'post' | 'options';
  path: string;
  access: Access;
  body?: BodyKind;
  /** Answers errors as pages, for people; otherwise as problem+json. */
  page?: boolean;
  handle: (req: Request, res: Response) => void | Promise<void>;
};

export const PUBLIC: Access = { kind: 'public' };

/** 16 KiB hold every form and request of ours many times over; Stripe's largest events stay below 256 KiB. */
export const BODY_LIMIT: Record<BodyKind, number> = {
  json: 16_384,
  form: 16_384,
  raw: 262_144,
  text: 16_384,
};

const READ_BODY: Record<BodyKind, RequestHandler> = {
  json: express.json({ limit: BODY_LIMIT.json, type: 'application/json' }),
  form: express.urlencoded({ limit: BODY_LIMIT.form, extended: false, parameterLimit: 40 }),
  raw: express.raw({ limit: BODY_LIMIT.raw, type: () => true }),
  // A beacon calls JSON plain text, so that the browser need not ask first.
  text: express.text({ limit: BODY_LIMIT.text, type: ['text/plain', 'application/json'] }),
};

/** Mounts declared routes: first the guard of the access, then the body, then the handler. */
export function mountRoutes(
  app: Express,
  routes: readonly Route[],
  guard: (access: Access) => RequestHandler[],
): void {
  for (const route of routes) {
    const handlers: RequestHandler[] = [
      (_req, res, next) => {
        res.locals['route'] = route;
        next();
      },
      ...guard(route.access),
    ];
    if (route.body !== undefined) handlers.push(checkContentType(route.body), READ_BODY[route.body]);
    handlers.push(async (req, res) => {
      await route.handle(req, res);
    });
    app[route.method](route.path, ...handlers);
  }
}

/**
 * Answers 405 and what the address takes instead; an address that nobody declared goes on to the 404. It stands
 * behind all routes and hands nothing out. Which addresses there are is no secret: the sources are open.
 */
export function otherMethods(routes: readonly Route[]): RequestHandler {
  const router = express.Router();
  for (const [path, declared] of Map.groupBy(routes, (route) => route.path)) {
    const allowed = declared.flatMap(({ method }) =>
      method === 'get' ? ['GET', 'HEAD'] : method.toUpperCase(),
    );
    router.all(path, (_req, res) => {
      res.locals['route'] = declared.find(({ page }) => page) ?? declared[0];
      res.setHeader('Allow', allowed.join(', '));
      throw new AppError(405, 'method_not_allowed', `This address takes ${allowed.join(', ')}.`);
    });
  }
  return router;
}

/** The declaration of the route that a request matched, if it matched one. */
export function routeOf(res: Response): Route | undefined {
  return res.locals['route'] as Route | undefined;
}

/** Bodies are UTF-8: no browser and no client of ours sends another character set. */
function checkContentType(kind: BodyKind): RequestHandler {
  const wanted = {
    json: 'application/json',
    form: 'application/x-www-form-urlencoded',
    raw: null,
    text: null,
  }[kind];
  return (req, _res, next) => {
    const charset = /;\s*charset="?([^\s;"]+)/i.exec(req.get('Content-Type') ?? '')?.[1] ?? 'utf-8';
    if (wanted !== null && req.is(wanted) === false)
      next(new AppError(415, 'unsupported_media_type', `Send the body as ${wanted}.`));
    else if (kind !== 'raw' && !/^utf-?8$/i.test(charset))
      next(new AppError(415, 'unsupported_media_type', 'Send the body as UTF-8.'));
    else next();
  };
}
