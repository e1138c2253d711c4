import type { Request, Response } from 'express';
import type { AppContext } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { limitPerSource } from '../../http/rate-limit.ts';
import { PUBLIC, type Access, type Route } from '../../http/route.ts';
import { isSecret, sha256 } from '../../ids.ts';
import { closedNow, type Manifest } from '../../ledger/period.ts';
import { recordAudit } from '../audit.ts';
import { sendExport } from '../exports/routes.ts';
import type { MonthDelivery } from '../month-delivery.ts';
import { checkCsrf, checkSameOrigin, closeSession, openSession } from '../session.ts';
import { langOf, leadOn, sendSignInPage } from '../sign-in/visitor.ts';
import { monthSessionIn } from './month-session.ts';
import { filesPage, linkPage, noLinkPage, offeredFile } from './pages.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'denials'>;

const MONTH_LINK: Access = { kind: 'month_link' };

/** From the link in a mail to the files of a closed month. Looking changes nothing; the button uses the link up. */
export function deliveryRoutes(ctx: Needs): Route[] {
  const mayTry = limitPerSource(30, 300);
  return [
    {
      method: 'get',
      path: '/finance/d/files',
      access: MONTH_LINK,
      page: true,
      handle: (req, res) => sendFiles(ctx, req, res),
    },
    {
      method: 'get',
      path: '/finance/d/files/:file',
      access: MONTH_LINK,
      page: true,
      handle: (req, res) => sendMonthFile(ctx, req, res),
    },
    {
      method: 'post',
      path: '/finance/d/files/leave',
      access: MONTH_LINK,
      body: 'form',
      page: true,
      handle: (req, res) => leave(ctx, req, res),
    },
    {
      method: 'get',
      path: '/finance/d/:token',
      access: PUBLIC,
      page: true,
      async handle(req, res) {
        await mayTry(req);
        await sendLink(ctx, req, res);
      },
    },
    {
      method: 'post',
      path: '/finance/d/:token',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        checkSameOrigin(ctx, req);
        await mayTry(req);
        await useLink(ctx, req, res);
      },
    },
  ];
}

async function sendLink(ctx: Needs, req: Request, res: Response): Promise<void> {
  const hash = hashOf(req);
  const found = hash === null ? null : await ctx.store.deliveryByLink(hash, ctx.now());
  if (found === null || (await closingOf(ctx, found)) === null) {
    sendNone(ctx, req, res, found);
    return;
  }
  const { period } = found;
  sendSignInPage(ctx, req, res, linkPage(ctx.config, langOf(ctx, req), { period, path: req.path }));
}

async function useLink(ctx: Needs, req: Request, res: Response): Promise<void> {
  const hash = hashOf(req);
  const waiting = hash === null ? null : await ctx.store.deliveryByLink(hash, ctx.now());
  // A link to a month that was opened again is not used up: nothing was fetched with it.
  const isClosed = waiting !== null && (await closingOf(ctx, waiting)) !== null;
  const used = isClosed && hash !== null ? await ctx.store.useDeliveryLink(hash, ctx.now()) : null;
  if (used === null) {
    const reason = waiting === null || isClosed ? 'link' : 'month_open';
    await ctx.denials.note({ by: waiting?.linkId ?? 'nobody', action: 'month_link', object: null, reason });
    sendNone(ctx, req, res, isClosed ? null : waiting);
    return;
  }
  const { linkId, staffId, period } = used;
  await recordAudit(ctx, { by: linkId, action: 'month_link', object: period, outcome: 'done', detail: { staff: staffId } }); // prettier-ignore
  await openSession(ctx, res, { kind: 'link', id: linkId });
  leadOn(ctx, req, res, '/finance/d/files');
}

async function sendFiles(ctx: Needs, req: Request, res: Response): Promise<void> {
  const session = monthSessionIn(res);
  const closing = await closingOf(ctx, session.delivery);
  if (closing === null) sendNone(ctx, req, res, session.delivery);
  else sendSignInPage(ctx, req, res, filesPage(ctx.config, langOf(ctx, req), session, closing));
}

async function sendMonthFile(ctx: Needs, req: Request, res: Response): Promise<void> {
  const { delivery } = monthSessionIn(res);
  const { file: name } = req.params;
  const file = typeof name === 'string' ? offeredFile(name) : null;
  if (file === null) throw new AppError(404, 'not_found', 'There is no such file of this month.');
  if ((await closingOf(ctx, delivery)) === null)
    throw new AppError(409, 'month_open', `${delivery.period} was opened again: its files will change.`);
  // The month is that of the link: an address cannot ask for another.
  const { lang } = req.query;
  const query = { period: delivery.period, ...(typeof lang === 'string' ? { lang } : {}) };
  await sendExport(ctx, req, res, { ...file, query });
}

async function leave(ctx: Needs, req: Request, res: Response): Promise<void> {
  const { token } = monthSessionIn(res);
  checkCsrf(token, (req.body as { csrf?: unknown } | undefined)?.csrf);
  await closeSession(ctx, res, token, 'link');
  leadOn(ctx, req, res, '/finance/sign-in');
}

/** The closing that a link was made for; null where the month was opened again since. */
async function closingOf(
  { store }: Needs,
  { manifestHash }: MonthDelivery,
): Promise<(Manifest & { hash: string }) | null> {
  return closedNow(await store.periodChanges()).find(({ hash }) => hash === manifestHash) ?? null;
}

/** What a stranger guesses and what has run out look the same; only who has a link learns that its month was opened. */
function sendNone(ctx: Needs, req: Request, res: Response, reopened: MonthDelivery | null): void {
  const page = noLinkPage(ctx.config, langOf(ctx, req), reopened?.period ?? null);
  sendSignInPage(ctx, req, res, { status: 410, path: '/finance/d/files', ...page });
}

function hashOf(req: Request): string | null {
  const { token } = req.params;
  return typeof token === 'string' && isSecret(token) ? sha256(token) : null;
}
