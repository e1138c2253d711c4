import type { Request, Response } from 'express';
import type { AppContext } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { limitPerSource } from '../../http/rate-limit.ts';
import { PUBLIC, type Route } from '../../http/route.ts';
import { newSecret, sha256 } from '../../ids.ts';
import { recordAudit } from '../audit.ts';
import { firstPage } from '../pages/layout.ts';
import { backPage, providerFailedPage, toProviderPage } from '../pages/sign-in.ts';
import { pageLang } from '../pages/texts.ts';
import { newSignIn } from '../pending-sign-in.ts';
import { SCOPES_OF_ROLE } from '../scope.ts';
import { openSession } from '../session.ts';
import { STEP_MS } from './by-mail.ts';
import { BACK_PATH, langOfState, oidcDesk } from './oidc.ts';
import {
  formToken,
  langOf,
  leadOn,
  pendingOf,
  sendGone,
  sendSignInPage,
  signInCookie,
  signInForm,
} from './visitor.ts';
import { signInWays } from './ways.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'addressHashes' | 'denials'>;

/** What a provider's answer may be as long as; a code is short. */
const MOST_QUERY = 4_000;

/** The way in by an account elsewhere; the second factor is the provider's. */
export function oidcRoutes(ctx: Needs): Route[] {
  const { config, store } = ctx;
  const desk = config.oidc === null ? null : oidcDesk({ oidc: config.oidc, publicUrl: config.publicUrl });
  const mayTry = limitPerSource(20, 300);
  return [
    {
      method: 'post',
      path: '/finance/sign-in/oidc',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        if (desk === null || !signInWays(config).oidc) throw notFound();
        signInForm(ctx, req);
        await mayTry(req);
        const lang = langOf(ctx, req);
        const browserToken = newSecret();
        const url = await desk.begin(browserToken, lang);
        if (url === null) {
          const page = { path: '/finance/sign-in', ...providerFailedPage(lang, 'down') };
          sendSignInPage(ctx, req, res, { status: 503, ...page });
          return;
        }
        await store.addSignIn(newSignIn(ctx.now(), STEP_MS, { browserHash: sha256(browserToken) }));
        signInCookie(config).set(res, browserToken);
        sendSignInPage(ctx, req, res, { path: '/finance/sign-in', ...toProviderPage(lang, url) });
      },
    },
    {
      method: 'get',
      path: BACK_PATH,
      access: PUBLIC,
      page: true,
      handle(req, res) {
        if (desk === null) throw notFound();
        const query = req.originalUrl.split('?')[1] ?? '';
        if (query.length > MOST_QUERY) throw notFound();
        const state = new URLSearchParams(query).get('state');
        const lang = state === null ? langOf(ctx, req) : pageLang(langOfState(state), 'en');
        const form = { lang, csrf: formToken(ctx, req, res) };
        sendSignInPage(ctx, req, res, { path: null, lang, ...backPage(form, query) });
      },
    },
    {
      method: 'post',
      path: BACK_PATH,
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        if (desk === null || !signInWays(config).oidc) throw notFound();
        const { field, browserToken } = signInForm(ctx, req);
        await mayTry(req);
        const pending = await pendingOf(ctx, req);
        // Whatever comes of it, this sign-in is over: an answer that comes again finds none.
        if (pending === null || pending.provedAt !== null || !(await store.endSignIn(pending.signInId))) {
          sendGone(ctx, req, res, '/finance/sign-in');
          return;
        }
        signInCookie(config).clear(res);
        await enter(ctx, req, res, await desk.finish(browserToken, field('answer').slice(0, MOST_QUERY)));
      },
    },
  ];
}

type Answer = Awaited<ReturnType<ReturnType<typeof oidcDesk>['finish']>>;

/** The address is compared by its hash and forgotten. One that nobody here has is answered like one that was refused. */
async function enter(ctx: Needs, req: Request, res: Response, answer: Answer): Promise<void> {
  const hashes = answer.kind === 'confirmed' ? await ctx.addressHashes(answer.address, 'staff') : [];
  const member = await ctx.store.staffByAddress(hashes);
  if (member === null) {
    const isDown = answer.kind === 'down';
    const reason = answer.kind === 'confirmed' ? 'address' : `provider_${answer.kind}`;
    await ctx.denials.note({ by: 'nobody', action: 'sign_in', object: null, reason });
    const page = providerFailedPage(langOf(ctx, req), isDown ? 'down' : 'refused');
    sendSignInPage(ctx, req, res, { status: isDown ? 503 : 401, path: '/finance/sign-in', ...page });
    return;
  }
  const by = member.staffId;
  const detail = { factor: 'provider' };
  await recordAudit(ctx, { by, action: 'sign_in', object: null, outcome: 'done', detail });
  await openSession(ctx, res, { kind: 'staff', id: by });
  leadOn(ctx, req, res, firstPage(SCOPES_OF_ROLE[member.role]) ?? '/finance');
}
