import type { Request, Response } from 'express';
import type { Config } from '../../config/config.ts';
import type { AppContext } from '../../context.ts';
import type { Html } from '../../http/html.ts';
import { sendPage } from '../../http/page.ts';
import { newSecret, sha256 } from '../../ids.ts';
import { tokenCookie } from '../cookie.ts';
import { financePage } from '../pages/layout.ts';
import { gonePage } from '../pages/sign-in.ts';
import { pageLang, type PageLang } from '../pages/texts.ts';
import { queryOf } from '../pages/view.ts';
import type { PendingSignIn } from '../pending-sign-in.ts';
import { checkCsrf, checkSameOrigin, csrfToken } from '../session.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

/**
 * The cookie of a browser that is on its way in: forms carry a token that follows from it, and a sign-in goes on in
 * the browser that holds it. Lax, so that the link in a mail finds it; every step gives it another value.
 */
export const signInCookie = (config: Pick<Config, 'publicUrl'>) =>
  tokenCookie(config, { name: 'rs_sign_in', sameSite: 'lax' });

/** The language of a page before the sign-in. */
export function langOf({ config }: Pick<Needs, 'config'>, req: Request): PageLang {
  return pageLang(req.query['lang'], config.publisher.defaultLang);
}

/** The token of this browser's forms; one that comes for the first time gets its cookie. */
export function formToken({ config }: Pick<Needs, 'config'>, req: Request, res: Response): string {
  const cookie = signInCookie(config);
  const token = cookie.read(req) ?? newSecret();
  if (cookie.read(req) === null) cookie.set(res, token);
  return csrfToken(token);
}

/** The fields of a form that came from a page of ours in this browser; throws 403 for any other. */
export function signInForm(
  { config }: Pick<Needs, 'config'>,
  req: Request,
): { field: (name: string) => string; browserToken: string } {
  checkSameOrigin({ config }, req);
  const fields = (req.body ?? {}) as Record<string, unknown>;
  const browserToken = signInCookie(config).read(req);
  // Without a cookie no token fits.
  checkCsrf(browserToken ?? newSecret(), fields['csrf']);
  const field = (name: string) => {
    const value = fields[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  return { field, browserToken: browserToken ?? '' };
}

/** The sign-in that is on its way in this browser. */
export async function pendingOf({ store, now, config }: Needs, req: Request): Promise<PendingSignIn | null> {
  const token = signInCookie(config).read(req);
  return token === null ? null : store.signInBy({ browserHash: sha256(token) }, now());
}

/** Sends a page of the way in. */
export function sendSignInPage(
  { config }: Pick<Needs, 'config'>,
  req: Request,
  res: Response,
  page: {
    status?: number;
    title: string;
    main: Html;
    head?: Html;
    /** Where the same page is had by GET; null where it is shown once. The address called, unless said. */
    path?: string | null;
    /** Where the address cannot say it. */
    lang?: PageLang;
  },
): void {
  const { status = 200, title, main, head, path = req.path, lang = langOf({ config }, req) } = page;
  const written = financePage(
    {
      lang,
      title,
      otherLangHref: path === null ? null : `${path}${queryOf({ lang: lang === 'en' ? 'ru' : 'en' })}`,
      publisherName: config.publisher.name,
      livemode: config.stripe.livemode,
      signedIn: null,
      ...(head === undefined ? {} : { head }),
    },
    main,
  );
  sendPage(res, status, written, { personal: true });
}

/** Says that a link, a code or a step leads nowhere any more. */
export function sendGone(ctx: Pick<Needs, 'config'>, req: Request, res: Response, path = req.path): void {
  sendSignInPage(ctx, req, res, { status: 410, path, ...gonePage(langOf(ctx, req)) });
}

/** Leads a browser on to a page by GET, in its language. The paths are ours alone: no address of a request is one. */
export function leadOn(ctx: Pick<Needs, 'config'>, req: Request, res: Response, path: string): void {
  res.setHeader('Cache-Control', 'no-store');
  res.redirect(303, `${path}${queryOf({ lang: langOf(ctx, req) })}`);
}
