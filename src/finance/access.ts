import type { Request, RequestHandler, Response } from 'express';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { routeOf, type Access } from '../http/route.ts';
import type { Caller } from './actor.ts';
import { keyIsValid } from './api-key.ts';
import { keepMonthSession, monthSessionOf } from './delivery/month-session.ts';
import { keyBySecret, noteUse } from './keys.ts';
import type { Scope } from './scope.ts';
import { checkSameOrigin, sessionOf } from './session.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'denials'>;

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
        return [sessionGuard(ctx, access.scope)];
      case 'month_link':
        return [monthLinkGuard(ctx)];
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

/** Writes down that the caller lacks the scope, and throws 403, unless they have it. */
async function requireScope(
  ctx: Needs,
  res: Response,
  { actor, scopes }: Caller,
  scope: Scope,
): Promise<void> {
  if (scopes.includes(scope)) return;
  await noteDenied(ctx, res, actor.id, 'scope');
  const who = actor.kind === 'key' ? 'This key' : 'Your role';
  throw new AppError(403, 'scope_missing', `${who} lacks the scope ${scope}.`);
}

function scopeGuard(ctx: Needs, scope: Scope): RequestHandler {
  return async (req, res, next) => {
    const caller = await findCaller(ctx, req, res);
    res.locals['financeCaller'] = caller;
    if (!caller.scopes.includes(scope))
      res.setHeader(
        'WWW-Authenticate',
        `Bearer realm="finance", error="insufficient_scope", scope="${scope}"`,
      );
    await requireScope(ctx, res, caller, scope);
    // A browser sends its cookie along whoever asks it to; for anything but reading, ask who did.
    if (caller.sessionToken !== null && !isRead(req)) checkSameOrigin(ctx, req);
    next();
  };
}

function sessionGuard(ctx: Needs, scope: Scope | null): RequestHandler {
  return async (req, res, next) => {
    const caller = await sessionOf(ctx, req);
    if (caller === null) {
      leadToSignIn(req, res);
      return;
    }
    if (!isRead(req)) checkSameOrigin(ctx, req);
    res.locals['financeCaller'] = caller;
    if (scope !== null) await requireScope(ctx, res, caller, scope);
    next();
  };
}

/** A browser that used its link may fetch one month; any other is led to the sign-in, where the files are too. */
function monthLinkGuard(ctx: Needs): RequestHandler {
  return async (req, res, next) => {
    const session = await monthSessionOf(ctx, req);
    if (session === null) {
      leadToSignIn(req, res);
      return;
    }
    if (!isRead(req)) checkSameOrigin(ctx, req);
    keepMonthSession(res, session);
    const { delivery, token } = session;
    const actor = { kind: 'link', id: delivery.linkId, label: delivery.period } as const;
    res.locals['financeCaller'] = { actor, scopes: [], sessionToken: token } satisfies Caller;
    next();
  };
}

/** A header decides alone: a wrong key is never rescued by a cookie. */
async function findCaller(ctx: Needs, req: Request, res: Response): Promise<Caller> {
  const header = req.get('Authorization');
  if (header === undefined) {
    const session = await sessionOf(ctx, req);
    if (session !== null) return session;
    res.setHeader('WWW-Authenticate', 'Bearer realm="finance"');
    await noteDenied(ctx, res, 'nobody', 'no_key');
    throw new AppError(401, 'key_required', 'Send a finance key: Authorization: Bearer rsk_…');
  }
  const secret = /^Bearer ([^\s]+)$/i.exec(header)?.[1] ?? '';
  const key = await keyBySecret(ctx, secret);
  if (key === null || !keyIsValid(key, ctx.now())) {
    res.setHeader('WWW-Authenticate', 'Bearer realm="finance", error="invalid_token"');
    await noteDenied(ctx, res, key?.keyId ?? 'nobody', 'key');
    throw new AppError(401, 'key_invalid', 'This key is unknown, has expired or was revoked.');
  }
  await noteUse(ctx, key);
  return {
    actor: { kind: 'key', id: key.keyId, label: key.name },
    scopes: key.scopes,
    sessionToken: null,
  };
}

/** The address stands there as it was declared: what somebody put into it is not ours to keep. */
async function noteDenied({ denials }: Needs, res: Response, by: string, reason: string): Promise<void> {
  await denials.note({ by, action: 'access', object: routeOf(res)?.path ?? null, reason });
}

function isRead(req: Request): boolean {
  return req.method === 'GET' || req.method === 'HEAD';
}

function leadToSignIn(req: Request, res: Response): void {
  res.setHeader('Cache-Control', 'no-store');
  res.redirect(303, `/finance/sign-in${req.query['lang'] === 'ru' ? '?lang=ru' : ''}`);
}
