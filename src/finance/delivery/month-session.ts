import type { Request, Response } from 'express';
import type { AppContext } from '../../context.ts';
import { newSecret, sha256 } from '../../ids.ts';
import { tokenCookie } from '../cookie.ts';
import type { MonthDelivery } from '../month-delivery.ts';
import { IDLE_MS } from '../session.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

/** A used link fetches files for this long. */
const LIFE_MS = 2 * 3_600_000;

/** Another cookie than that of who is signed in: opening a mail must not end their session. */
const monthCookie = (config: { publicUrl: string }) =>
  tokenCookie(config, { name: 'rs_month', sameSite: 'strict' });

/** A browser that used its link: which month, until when, and the token of its forms. */
export type MonthSession = { delivery: MonthDelivery; until: Date; token: string };

/** Lets this browser fetch the files of the month, and nothing else. */
export async function openMonthSession(
  { store, now, config }: Needs,
  res: Response,
  { linkId }: MonthDelivery,
): Promise<void> {
  const token = newSecret();
  const at = now();
  const owner = { kind: 'link', id: linkId } as const;
  await store.openSession({ tokenHash: sha256(token), owner, createdAt: at, lastSeenAt: at });
  monthCookie(config).set(res, token);
}

/** The month that a browser may fetch; null where it used no link, or is too late. */
export async function monthSessionOf(
  { store, now, config }: Needs,
  req: Request,
): Promise<MonthSession | null> {
  const token = monthCookie(config).read(req);
  if (token === null) return null;
  const at = now().getTime();
  const limits = { seenAfter: new Date(at - IDLE_MS), openedAfter: new Date(at - LIFE_MS) };
  const found = await store.resumeSession(sha256(token), limits, now());
  if (found?.session.owner.kind !== 'link') return null;
  const delivery = await store.deliveryById(found.session.owner.id);
  const until = new Date(found.session.createdAt.getTime() + LIFE_MS);
  return delivery === null ? null : { delivery, until, token };
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

/** Forgets the browser, here and there. */
export async function closeMonthSession(
  { store, config }: Needs,
  res: Response,
  token: string,
): Promise<void> {
  await store.closeSession(sha256(token));
  monthCookie(config).clear(res);
}
