import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import { countryOf } from '../http/country.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import type { AddressLimits } from './address-limits.ts';
import { confirm, postpone, stop, viewLink, type Gone, type LinkOutcome } from './answer-link.ts';
import { gonePage, linkPage, outcomePage } from './placeholder-pages.ts';
import { assertMailOffered } from './request-reminder.ts';

/** What a button of these pages does. */
type Action = (ctx: AppContext, token: string, limits: AddressLimits) => Promise<LinkOutcome>;

/**
 * The links in the mails. GET shows a button and changes nothing, at every address: mail scanners open
 * links. Bodies are ignored, so a mail program's one-click stop (RFC 8058) works in either encoding.
 */
export function linkRoutes(
  ctx: AppContext,
  { limits, nudge }: { limits: AddressLimits; nudge: () => void },
): Route[] {
  const { defaultLang } = ctx.config.publisher;
  const show = async (req: Request, res: Response) => {
    const token = tokenOf(req);
    const view = await viewLink(ctx, token);
    if (view.kind === 'gone') sendGone(res, view, defaultLang);
    else sendPage(res, 200, linkPage(view, token), { personal: true });
  };
  const act = (name: string, action: Action): Route => ({
    method: 'post',
    path: `/r/:token/${name}`,
    access: PUBLIC,
    page: true,
    async handle(req, res) {
      const token = tokenOf(req);
      const { lang } = await viewLink(ctx, token);
      // A stop works from everywhere; nothing is set from where no reminder is offered.
      if (name !== 'stop' && lang !== null)
        assertMailOffered(ctx.config, { country: countryOf(ctx.config, req), lang });
      const outcome = await action(ctx, token, limits);
      if (outcome.kind === 'gone') sendGone(res, outcome, defaultLang);
      else sendPage(res, 200, outcomePage(outcome), { personal: true });
      nudge();
    },
  });
  const page = (path: string): Route => ({ method: 'get', path, access: PUBLIC, page: true, handle: show });

  return [
    page('/r/:token'),
    // Where a mail program opens the address itself, and where a browser returns to after a restart.
    ...['confirm', 'stop', 'later'].map((name) => page(`/r/:token/${name}`)),
    act('confirm', confirm),
    act('stop', stop),
    act('later', postpone),
  ];
}

function sendGone(res: Response, { status, lang }: Gone, defaultLang: string): void {
  sendPage(res, status, gonePage(lang ?? defaultLang), { personal: true });
}

/** Only what our tokens are made of goes further. */
function tokenOf(req: Request): string {
  const token = String(req.params['token']);
  return /^[A-Za-z0-9_.-]{1,1200}$/.test(token) ? token : '';
}
