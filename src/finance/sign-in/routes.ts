import type { Request, Response } from 'express';
import { notFound } from '../../errors.ts';
import { limitPerSource } from '../../http/rate-limit.ts';
import { PUBLIC, type Route } from '../../http/route.ts';
import { callerOf } from '../access.ts';
import { keyIsValid } from '../api-key.ts';
import { recordAudit } from '../audit.ts';
import { keyBySecret, noteUse } from '../keys.ts';
import { firstPage } from '../pages/layout.ts';
import { startPage } from '../pages/sign-in.ts';
import { checkCsrf, closeSession, openSession } from '../session.ts';
import { factorRoutes } from './factor-routes.ts';
import { mailRoutes } from './mail-routes.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { formToken, langOf, leadOn, sendSignInPage, signInForm } from './visitor.ts';
import { signInWays } from './ways.ts';

export type SignInOptions = {
  /** An address is answered after this time, whoever's it is. */
  answerAfterMs?: number;
};

type Needs = Parameters<typeof mailRoutes>[0];

/** In and out. */
export function signInRoutes(ctx: Needs, { answerAfterMs = 250 }: SignInOptions = {}): Route[] {
  const mayTry = limitPerSource(10, 300);
  return [
    {
      method: 'get',
      path: '/finance/sign-in',
      access: PUBLIC,
      page: true,
      handle: (req, res) => sendStart(ctx, req, res, false),
    },
    {
      method: 'post',
      path: '/finance/sign-in',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        if (!signInWays(ctx.config).key) throw notFound();
        const { field } = signInForm(ctx, req);
        await mayTry(req);
        await signInByKey(ctx, req, res, field('key'));
      },
    },
    ...mailRoutes(ctx, { answerAfterMs }),
    ...oidcRoutes(ctx),
    ...factorRoutes(ctx),
    {
      method: 'post',
      path: '/finance/sign-out',
      access: { kind: 'session', scope: null },
      body: 'form',
      page: true,
      handle: (req, res) => signOut(ctx, req, res),
    },
  ];
}

/** The same words for a key that is unknown, expired, revoked or opens no page: they tell a guesser nothing. */
async function signInByKey(ctx: Needs, req: Request, res: Response, given: string): Promise<void> {
  const key = await keyBySecret(ctx, given);
  const home = key === null || !keyIsValid(key, ctx.now()) ? null : firstPage(key.scopes);
  if (key === null || home === null) {
    const by = key?.keyId ?? 'nobody';
    await ctx.denials.note({ by, action: 'sign_in', object: null, reason: 'key' });
    sendStart(ctx, req, res, true);
    return;
  }
  const detail = { factor: 'key' };
  await recordAudit(ctx, { by: key.keyId, action: 'sign_in', object: null, outcome: 'done', detail });
  await openSession(ctx, res, { kind: 'key', id: key.keyId });
  await noteUse(ctx, key);
  leadOn(ctx, req, res, home);
}

async function signOut(ctx: Needs, req: Request, res: Response): Promise<void> {
  const { actor, sessionToken } = callerOf(res);
  const token = sessionToken ?? '';
  checkCsrf(token, (req.body as { csrf?: unknown } | undefined)?.csrf);
  await recordAudit(ctx, { by: actor.id, action: 'sign_out', object: null, outcome: 'done' });
  await closeSession(ctx, res, token);
  leadOn(ctx, req, res, '/finance/sign-in');
}

function sendStart(ctx: Needs, req: Request, res: Response, failed: boolean): void {
  const form = { lang: langOf(ctx, req), csrf: formToken(ctx, req, res) };
  const page = startPage(form, signInWays(ctx.config), failed ? 'key' : null);
  sendSignInPage(ctx, req, res, { status: failed ? 401 : 200, ...page });
}
