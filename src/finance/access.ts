import type { Request, RequestHandler, Response } from 'express';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Access } from '../http/route.ts';
import type { Scope } from './scope.ts';
import { keyIsValid, type ApiKey } from './api-key.ts';
import { keyBySecret, noteUse } from './keys.ts';
import { checkSameOrigin, sessionOf } from './session.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

/** Who calls a finance route: a program with a key, or a browser with a session of that key. */
export type Caller = { key: ApiKey; sessionToken: string | null };

/**
 * Guards of the finance routes. `public` and `stripe_signature` need none from here; other kinds of
 * access have guards of their own, and meeting one here is a fault of the assembly.
 */
export function financeGuard(ctx: Needs): (access: Access) => RequestHandler[] {
  return (access) => {
    switch (access.kind) {
      case 'public':
      case 'stripe_signature':
        return [];
      case 'scope':
        return [scopeGuard(ctx, access.scope)];
      case 'session':
        return [sessionGuard(ctx)];
      default:
        throw new Error(`finance does not guard ${access.kind}`);
    }
  };
}

/** The caller that a guard let in. */
export function callerOf(res: Response): Caller {
  const caller = res.locals['financeCaller'] as Caller | undefined;
  if (caller === undefined) throw new Error('no finance guard stands before this route');
  return caller;
}

/** Throws 403 unless the caller's key has the scope. */
export function requireScope(res: Response, scope: Scope): void {
  if (callerOf(res).key.scopes.includes(scope)) return;
  throw new AppError(403, 'scope_missing', `This key lacks the scope ${scope}.`);
}

function scopeGuard(ctx: Needs, scope: Scope): RequestHandler {
  return async (req, res, next) => {
    const caller = await findCaller(ctx, req, res);
    res.locals['financeCaller'] = caller;
    if (!caller.key.scopes.includes(scope))
      res.setHeader(
        'WWW-Authenticate',
        `Bearer realm="finance", error="insufficient_scope", scope="${scope}"`,
      );
    requireScope(res, scope);
    // A browser sends its cookie along whoever asks it to; for anything but reading, ask who did.
    if (caller.sessionToken !== null && !isRead(req)) checkSameOrigin(ctx, req);
    next();
  };
}

function sessionGuard(ctx: Needs): RequestHandler {
  return async (req, res, next) => {
    const session = await sessionOf(ctx, req);
    if (session === null) {
      res.setHeader('Cache-Control', 'no-store');
      const lang = req.query['lang'] === 'ru' ? '?lang=ru' : '';
      res.redirect(303, `/finance/sign-in${lang}`);
      return;
    }
    if (!isRead(req)) checkSameOrigin(ctx, req);
    res.locals['financeCaller'] = { key: session.key, sessionToken: session.token } satisfies Caller;
    next();
  };
}

/** A header decides alone: a wrong key is never rescued by a cookie. */
async function findCaller(ctx: Needs, req: Request, res: Response): Promise<Caller> {
  const header = req.get('Authorization');
  if (header === undefined) {
    const session = await sessionOf(ctx, req);
    if (session !== null) return { key: session.key, sessionToken: session.token };
    res.setHeader('WWW-Authenticate', 'Bearer realm="finance"');
    throw new AppError(401, 'key_required', 'Send a finance key: Authorization: Bearer rsk_…');
  }
  const secret = /^Bearer ([^\s]+)$/i.exec(header)?.[1] ?? '';
  const key = await keyBySecret(ctx, secret);
  if (key === null || !keyIsValid(key, ctx.now())) {
    res.setHeader('WWW-Authenticate', 'Bearer realm="finance", error="invalid_token"');
    throw new AppError(401, 'key_invalid', 'This key is unknown, has expired or was revoked.');
  }
  await noteUse(ctx, key);
  return { key, sessionToken: null };
}

function isRead(req: Request): boolean {
  return req.method === 'GET' || req.method === 'HEAD';
}
