import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
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

/** Throws 403 unless the caller has the scope. */
function requireScope({ actor, scopes }: Caller, scope: Scope): void {
  if (scopes.includes(scope)) return;
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
    requireScope(caller, scope);
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
    res.locals['financeCaller'] = caller;
    if (!isRead(req)) checkSameOrigin(ctx, req);
    if (scope !== null) requireScope(caller, scope);
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
    keepMonthSession(res, session);
    const { delivery, token } = session;
    const actor = { kind: 'link', id: delivery.linkId, label: delivery.period } as const;
    res.locals['financeCaller'] = { actor, scopes: [], sessionToken: token } satisfies Caller;
    if (!isRead(req)) checkSameOrigin(ctx, req);
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

/** What is refused behind a guard, or by one that knows who calls: the word of the audit for each. */
const REFUSALS = new Map([
  ['scope_missing', 'scope'],
  ['foreign_form', 'foreign_form'],
  ['too_many_requests', 'too_many'],
]);

/** Writes refusals down on their way to their answer, wherever they were thrown. It stands before the error handler. */
export function noteRefusals(ctx: Pick<Needs, 'denials'>): ErrorRequestHandler {
  return async (thrown: unknown, _req, res, next) => {
    const caller = res.locals['financeCaller'] as Caller | undefined;
    const reason = thrown instanceof AppError ? REFUSALS.get(thrown.code) : undefined;
    // Readers are refused too when they come too often: nobody writes that down.
    const isOurs = caller !== undefined || reason === 'foreign_form';
    if (reason !== undefined && isOurs) await noteDenied(ctx, res, caller?.actor.id ?? 'nobody', reason);
    next(thrown);
  };
}

/** The address stands there as it was declared: what somebody put into it is not ours to keep. */
async function noteDenied(
  { denials }: Pick<Needs, 'denials'>,
  res: Response,
  by: string,
  reason: string,
): Promise<void> {
  await denials.note({ by, action: 'access', object: routeOf(res)?.path ?? null, reason });
}

function isRead(req: Request): boolean {
  return req.method === 'GET' || req.method === 'HEAD';
}

function leadToSignIn(req: Request, res: Response): void {
  res.setHeader('Cache-Control', 'no-store');
  res.redirect(303, `/finance/sign-in${req.query['lang'] === 'ru' ? '?lang=ru' : ''}`);
}
