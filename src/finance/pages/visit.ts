import type { Request, Response } from 'express';
import type { Config } from '../../config/config.ts';
import type { AppContext } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { Html } from '../../http/html.ts';
import { sendPage } from '../../http/page.ts';
import type { Access, Route } from '../../http/route.ts';
import { callerOf } from '../access.ts';
import type { Scope } from '../scope.ts';
import { checkCsrf, csrfToken } from '../session.ts';
import { financePage, type SignedIn } from './layout.ts';
import { navTexts, type PageName } from './nav-texts.ts';
import { currentPeriod, shower, type Show } from './show.ts';
import { financeTexts, pageLang, type FinanceTexts, type PageLang } from './texts.ts';
import { queryOf } from './view.ts';

/** What pages of finance need of the context. */
export type PageNeeds = Pick<AppContext, 'store' | 'now' | 'config'>;

/** One request for a page by somebody who is signed in and may see it. */
export type Visit = {
  lang: PageLang;
  texts: FinanceTexts;
  /** Writes in the book zone. */
  show: Show;
  config: Config;
  now: Date;
  /** The running month of the book zone. */
  thisPeriod: string;
  signedIn: SignedIn;
  /** The key or person who acts, for what is written down. */
  actorId: string;
  /** As it is to be printed: every table open, more rows. */
  isPrint: boolean;
  may: (scope: Scope) => boolean;
  /** The address of a page in the visit's language, with what is set of a query. */
  to: (path: string, query?: Record<string, string | null>) => string;
};

/** What a page answers with. */
export type Built = {
  title: string;
  main: Html;
  period?: string | null;
  status?: number;
  /** The answer to a form that cannot be had again, such as a key: it leads to no other language. */
  isShownOnce?: boolean;
};

/**
 * A page behind the sign-in. The scopes are alternatives: one of them is enough. `build` returns null where it
 * has answered by itself.
 */
export function pageRoute(
  ctx: PageNeeds,
  at: { path: string; page: PageName | null; needs: readonly Scope[] },
  build: (visit: Visit, req: Request, res: Response) => Promise<Built | null>,
): Route {
  return {
    method: 'get',
    path: at.path,
    access: accessOf(at.needs),
    page: true,
    async handle(req, res) {
      const visit = visitOf(ctx, req, res, at.needs);
      const built = await build(visit, req, res);
      if (built !== null) await sendBuilt(ctx, req, res, visit, at.page, built);
    },
  };
}

/** A form of such a page: it carries the session's token, does one thing, and leads on to a page by GET. */
export function formRoute(
  ctx: PageNeeds,
  at: { path: string; needs: readonly Scope[] },
  act: (visit: Visit, body: Record<string, unknown>, req: Request) => Promise<string>,
): Route {
  return answerRoute(ctx, { ...at, page: null }, async (visit, body, req, res) => {
    leadTo(res, await act(visit, body, req));
    return null;
  });
}

/** A form whose answer is a page itself, such as a key that is shown once; null where it has led on to another. */
export function answerRoute(
  ctx: PageNeeds,
  at: { path: string; page: PageName | null; needs: readonly Scope[] },
  act: (visit: Visit, body: Record<string, unknown>, req: Request, res: Response) => Promise<Built | null>,
): Route {
  return {
    method: 'post',
    path: at.path,
    access: accessOf(at.needs),
    body: 'form',
    page: true,
    async handle(req, res) {
      const visit = visitOf(ctx, req, res, at.needs);
      const body = (req.body ?? {}) as Record<string, unknown>;
      checkCsrf(callerOf(res).sessionToken ?? '', body['csrf']);
      const built = await act(visit, body, req, res);
      if (built !== null) await sendBuilt(ctx, req, res, visit, at.page, built);
    },
  };
}

/** Leads a browser on to a page by GET. */
export function leadTo(res: Response, path: string): void {
  res.setHeader('Cache-Control', 'no-store');
  res.redirect(303, path);
}

async function sendBuilt(
  ctx: PageNeeds,
  req: Request,
  res: Response,
  visit: Visit,
  page: PageName | null,
  { title, main, period, status = 200, isShownOnce = false }: Built,
): Promise<void> {
  const { lang, config, signedIn, show } = visit;
  const { publisher, stripe } = config;
  const { parked } = await ctx.store.queueState();
  const sent = financePage(
    {
      lang,
      title,
      otherLangHref: isShownOnce ? null : inOtherLang(req.originalUrl, lang),
      publisherName: publisher.name,
      livemode: stripe.livemode,
      signedIn,
      page,
      period: period ?? visit.thisPeriod,
      experiment: publisher.experiment !== undefined,
      waiting: parked + (await ctx.store.openTaskCount()),
      printed: navTexts(lang).printed(show.time(visit.now), publisher.bookZone),
    },
    main,
  );
  sendPage(res, status, sent, { personal: true });
}

/** The guard can name one scope; where several open a page, the page itself looks. */
function accessOf(needs: readonly Scope[]): Access {
  const [only = null] = needs;
  return { kind: 'session', scope: needs.length === 1 ? only : null };
}

function visitOf({ config, now }: PageNeeds, req: Request, res: Response, needs: readonly Scope[]): Visit {
  const { actor, scopes, sessionToken } = callerOf(res);
  if (!needs.some((scope) => scopes.includes(scope)))
    throw new AppError(403, 'scope_missing', `This needs the scope ${needs.join(' or ')}.`);
  const { bookZone, defaultLang } = config.publisher;
  const lang = pageLang(req.query['lang'], defaultLang);
  const at = now();
  return {
    lang,
    texts: financeTexts(lang),
    show: shower(lang, bookZone),
    config,
    now: at,
    thisPeriod: currentPeriod(at, bookZone),
    signedIn: { name: actor.label, csrf: csrfToken(sessionToken ?? ''), scopes },
    actorId: actor.id,
    isPrint: req.query['print'] === '1',
    may: (scope) => scopes.includes(scope),
    to: (path, query = {}) => `${path}${queryOf({ lang, ...query })}`,
  };
}

/** The address that was asked for, in the other language; only this service's own path and query. */
function inOtherLang(originalUrl: string, lang: PageLang): string {
  const { pathname, searchParams } = new URL(originalUrl, 'http://here.invalid');
  searchParams.delete('lang');
  const rest = searchParams.toString();
  return `${pathname}?lang=${lang === 'en' ? 'ru' : 'en'}${rest === '' ? '' : `&${rest}`}`;
}
