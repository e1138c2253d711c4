import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import { sendPage } from '../http/page.ts';
import { limitPerSource, type Limit } from '../http/rate-limit.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { callerOf } from './access.ts';
import { keyIsValid } from './api-key.ts';
import { keyBySecret, noteUse } from './keys.ts';
import { signInPage } from './pages/sign-in.ts';
import { pageLang, type PageLang } from './pages/texts.ts';
import { queryOf } from './pages/view.ts';
import { checkCsrf, checkSameOrigin, closeSession, openSession } from './session.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

/** In and out. */
export function signInRoutes(ctx: Needs): Route[] {
  const mayTry = limitPerSource(10, 300);
  return [
    {
      method: 'get',
      path: '/finance/sign-in',
      access: PUBLIC,
      page: true,
      handle: (req, res) => sendSignIn(ctx, req, res, { failed: false }),
    },
    {
      method: 'post',
      path: '/finance/sign-in',
      access: PUBLIC,
      body: 'form',
      page: true,
      handle: (req, res) => signIn(ctx, req, res, mayTry),
    },
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

/** The same words for a key that is unknown, expired or revoked: they tell a guesser nothing. */
async function signIn(ctx: Needs, req: Request, res: Response, mayTry: Limit): Promise<void> {
  checkSameOrigin(ctx, req);
  await mayTry(req);
  const { key: given } = (req.body ?? {}) as { key?: unknown };
  const key = typeof given === 'string' ? await keyBySecret(ctx, given.trim()) : null;
  if (key === null || !keyIsValid(key, ctx.now()) || !key.scopes.includes('totals:read')) {
    sendSignIn(ctx, req, res, { failed: true });
    return;
  }
  await openSession(ctx, res, { kind: 'key', id: key.keyId });
  await noteUse(ctx, key);
  leadTo(res, `/finance${queryOf({ lang: langOf(ctx, req) })}`);
}

async function signOut(ctx: Needs, req: Request, res: Response): Promise<void> {
  const token = callerOf(res).sessionToken ?? '';
  checkCsrf(token, (req.body as { csrf?: unknown } | undefined)?.csrf);
  await closeSession(ctx, res, token);
  leadTo(res, `/finance/sign-in${queryOf({ lang: langOf(ctx, req) })}`);
}

function sendSignIn(ctx: Needs, req: Request, res: Response, { failed }: { failed: boolean }): void {
  const { publisher, stripe } = ctx.config;
  const service = { publisherName: publisher.name, livemode: stripe.livemode };
  sendPage(res, failed ? 401 : 200, signInPage(langOf(ctx, req), service, failed), { personal: true });
}

function langOf({ config }: Needs, req: Request): PageLang {
  return pageLang(req.query['lang'], config.publisher.defaultLang);
}

function leadTo(res: Response, path: string): void {
  res.setHeader('Cache-Control', 'no-store');
  res.redirect(303, path);
}
