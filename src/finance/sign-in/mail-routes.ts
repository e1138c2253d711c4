import type { Request, Response } from 'express';
import { limitPerSource } from '../../http/rate-limit.ts';
import { PUBLIC, type Route } from '../../http/route.ts';
import { notFound } from '../../errors.ts';
import { isSecret, newSecret, sha256 } from '../../ids.ts';
import { readAddress } from '../../sealed/address.ts';
import { seal } from '../../sealed/seal.ts';
import { inboxPage, linkPage, otherBrowserPage, startPage } from '../pages/sign-in.ts';
import type { PendingSignIn } from '../pending-sign-in.ts';
import { whoWorksHere } from '../staff-member.ts';
import { codeFits, mailDesk, STEP_MS } from './by-mail.ts';
import { newTotpSecret } from './totp.ts';
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

type Needs = Parameters<typeof mailDesk>[0];

/** The first step by mail or by a printed link: who comes? It ends with a sign-in that only lacks its second factor. */
export function mailRoutes(ctx: Needs, options: { answerAfterMs: number }): Route[] {
  const ask = mailDesk(ctx, options);
  const mayAsk = limitPerSource(10, 300);
  const mayTry = limitPerSource(20, 300);
  return [
    {
      method: 'post',
      path: '/finance/sign-in/mail',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        if (!signInWays(ctx.config).mail) throw notFound();
        const { field } = signInForm(ctx, req);
        await mayAsk(req);
        const lang = langOf(ctx, req);
        const address = readAddress(field('address'));
        if (address === null) {
          const form = { lang, csrf: formToken(ctx, req, res) };
          const page = startPage(form, signInWays(ctx.config), 'address');
          sendSignInPage(ctx, req, res, { status: 422, path: '/finance/sign-in', ...page });
          return;
        }
        const { browserToken, after } = await ask(address, lang);
        signInCookie(ctx.config).set(res, browserToken);
        leadOn(ctx, req, res, '/finance/sign-in/mail');
        after();
      },
    },
    {
      method: 'get',
      path: '/finance/sign-in/mail',
      access: PUBLIC,
      page: true,
      async handle(req, res) {
        const pending = await pendingOf(ctx, req);
        if (pending === null || pending.provedAt !== null) leadOn(ctx, req, res, '/finance/sign-in');
        else sendInbox(ctx, req, res, false);
      },
    },
    {
      method: 'post',
      path: '/finance/sign-in/code',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        const { field, browserToken } = signInForm(ctx, req);
        await mayTry(req);
        const pending = await pendingOf(ctx, req);
        if (pending === null) sendGone(ctx, req, res);
        else if (!(await codeFits(ctx, pending, browserToken, field('code')))) {
          await ctx.denials.note({ by: 'nobody', action: 'sign_in', object: null, reason: 'code' });
          sendInbox(ctx, req, res, true);
        } else await prove(ctx, req, res, pending);
      },
    },
    {
      method: 'get',
      path: '/finance/sign-in/l/:token',
      access: PUBLIC,
      page: true,
      async handle(req, res) {
        const found = await linkOf(ctx, req);
        if (found === null) sendGone(ctx, req, res);
        else if (found === 'other_browser') sendSignInPage(ctx, req, res, otherBrowserPage(langOf(ctx, req)));
        else {
          const form = { lang: langOf(ctx, req), csrf: formToken(ctx, req, res) };
          // Whoever holds a printed link may learn whose it is: the browser of somebody else must not use it unawares.
          const whose = found.browserHash === null ? await memberOf(ctx, found) : null;
          const page = linkPage(form, String(req.params['token']), whose?.label ?? null);
          sendSignInPage(ctx, req, res, page);
        }
      },
    },
    {
      method: 'post',
      path: '/finance/sign-in/l/:token',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        signInForm(ctx, req);
        const found = await linkOf(ctx, req);
        if (found === null || found === 'other_browser') {
          await ctx.denials.note({ by: 'nobody', action: 'sign_in', object: null, reason: 'link' });
          sendGone(ctx, req, res);
        } else await prove(ctx, req, res, found);
      },
    },
  ];
}

/** The sign-in of a link, if it may go on in this browser: the one that asked, or for a printed link the first that comes. */
async function linkOf(ctx: Needs, req: Request): Promise<PendingSignIn | 'other_browser' | null> {
  const { token } = req.params;
  if (typeof token !== 'string' || !isSecret(token)) return null;
  const pending = await ctx.store.signInBy({ linkHash: sha256(token) }, ctx.now());
  if (pending === null || pending.browserHash === null) return pending;
  const browser = signInCookie(ctx.config).read(req);
  return browser !== null && sha256(browser) === pending.browserHash ? pending : 'other_browser';
}

/** The link or the code has served. The browser gets a new cookie, and who has no second factor yet the secret of one. */
async function prove(ctx: Needs, req: Request, res: Response, pending: PendingSignIn): Promise<void> {
  const member = await memberOf(ctx, pending);
  const browserToken = newSecret();
  const at = ctx.now();
  const proof = {
    browserHash: sha256(browserToken),
    sealedTotp:
      member === null || member.sealedTotp !== null
        ? null
        : seal(ctx.config.addressKeys, newTotpSecret(), pending.signInId),
    expiresAt: new Date(at.getTime() + STEP_MS),
  };
  if (member === null || !(await ctx.store.proveSignIn(pending.signInId, proof, at))) {
    sendGone(ctx, req, res);
    return;
  }
  signInCookie(ctx.config).set(res, browserToken);
  leadOn(ctx, req, res, '/finance/sign-in/second');
}

async function memberOf({ store }: Needs, { staffId }: PendingSignIn) {
  return staffId === null ? null : whoWorksHere(await store.staffById(staffId));
}

function sendInbox(ctx: Needs, req: Request, res: Response, failed: boolean): void {
  const form = { lang: langOf(ctx, req), csrf: formToken(ctx, req, res) };
  const path = '/finance/sign-in/mail';
  sendSignInPage(ctx, req, res, { status: failed ? 401 : 200, path, ...inboxPage(form, failed) });
}
