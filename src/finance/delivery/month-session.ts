import type { Request, Response } from 'express';
import type { AppContext } from '../../context.ts';
import type { MonthDelivery } from '../month-delivery.ts';
import { resumeSession } from '../session.ts';

/** A used link fetches files for this long. */
const LIFE_MS = 2 * 3_600_000;

/** A browser that used its link: which month, until when, and the token of its forms. */
export type MonthSession = { delivery: MonthDelivery; until: Date; token: string };

/** The month that a browser may fetch; null where it used no link, or is too late. */
export async function monthSessionOf(
  ctx: Pick<AppContext, 'store' | 'now' | 'config'>,
  req: Request,
): Promise<MonthSession | null> {
  const found = await resumeSession(ctx, req, 'link', LIFE_MS);
  if (found?.session.owner.kind !== 'link') return null;
  const delivery = await ctx.store.deliveryById(found.session.owner.id);
  const until = new Date(found.session.createdAt.getTime() + LIFE_MS);
  return delivery === null ? null : { delivery, until, token: found.token };
}

/** Hands the session from the guard to the route behind it. */
export function keepMonthSession(res: Response, session: MonthSession): void {
  res.locals['monthSession'] = session;
}

/** The session that the guard let in. */
export function monthSessionIn(res: Response): MonthSession {
  const session = res.locals['monthSession'] as MonthSession | undefined;
  if (session === undefined) throw new Error('no guard of month links stands before this route');
  return session;
}
