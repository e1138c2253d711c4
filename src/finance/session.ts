import type { Request, Response } from 'express';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { newSecret, sha256 } from '../ids.ts';
import type { Caller, FinanceSession } from './actor.ts';
import { keyIsValid } from './api-key.ts';
import { tokenCookie } from './cookie.ts';
import { SCOPES_OF_ROLE } from './scope.ts';
import { whoWorksHere } from './staff-member.ts';

/** A session ends after this long without a click. */
export const IDLE_MS = 30 * 60_000;
/** And after this long in any case. */
export const LONGEST_MS = 12 * 3_600_000;

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

type Owner = FinanceSession['owner'];

/**
 * No other site's page makes a browser send it. A link to a closed month has a cookie of its own: opening a mail
 * must not end the session of whoever is signed in.
 */
const sessionCookie = (config: { publicUrl: string }, kind: Owner['kind']) =>
  tokenCookie(config, { name: kind === 'link' ? 'rs_month' : 'rs_finance', sameSite: 'strict' });

/** Opens a session: the browser gets 256 random bits, the store their hash. */
export async function openSession({ store, now, config }: Needs, res: Response, owner: Owner): Promise<void> {
  const token = newSecret();
  const at = now();
  await store.openSession({ tokenHash: sha256(token), owner, createdAt: at, lastSeenAt: at });
  sessionCookie(config, owner.kind).set(res, token);
}

/** The session of a kind of owner that a request's cookie names, if it is fresh. Whether the owner may still act is asked elsewhere. */
export async function resumeSession(
  { store, now, config }: Needs,
  req: Request,
  kind: Owner['kind'],
  longestMs: number,
) {
  const token = sessionCookie(config, kind).read(req);
  if (token === null) return null;
  const at = now();
  const limits = {
    seenAfter: new Date(at.getTime() - IDLE_MS),
    openedAfter: new Date(at.getTime() - longestMs),
  };
  const found = await store.resumeSession(sha256(token), limits, at);
  return found === null ? null : { ...found, token };
}

/** Who a request's session belongs to, if its cookie names one that is fresh and whose owner may still act. */
export async function sessionOf(
  ctx: Needs,
  req: Request,
): Promise<(Caller & { sessionToken: string }) | null> {
  const found = await resumeSession(ctx, req, 'staff', LONGEST_MS);
  const owner = found === null ? null : ownerOf(found, ctx.now());
  return found === null || owner === null ? null : { ...owner, sessionToken: found.token };
}

function ownerOf(
  { key, staff }: NonNullable<Awaited<ReturnType<Needs['store']['resumeSession']>>>,
  now: Date,
): Pick<Caller, 'actor' | 'scopes'> | null {
  if (key !== null && keyIsValid(key, now))
    return { actor: { kind: 'key', id: key.keyId, label: key.name }, scopes: key.scopes };
  const member = whoWorksHere(staff);
  if (member === null) return null;
  const { staffId: id, label, role } = member;
  return { actor: { kind: 'staff', id, label }, scopes: SCOPES_OF_ROLE[role] };
}

/** Ends a session here and in the browser. */
export async function closeSession(
  { store, config }: Needs,
  res: Response,
  token: string,
  kind: Owner['kind'] = 'staff',
): Promise<void> {
  await store.closeSession(sha256(token));
  sessionCookie(config, kind).clear(res);
}

/** The token that a session's forms carry. It follows from the cookie, which no other site can read. */
export function csrfToken(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('finance-form').digest('base64url');
}

/** Refuses a form that did not come from a page of this session. */
export function checkCsrf(sessionToken: string, given: unknown): void {
  const wanted = Buffer.from(csrfToken(sessionToken));
  const got = Buffer.from(typeof given === 'string' ? given : '');
  if (got.length === wanted.length && timingSafeEqual(got, wanted)) return;
  throw foreignForm();
}

/**
 * Refuses what another site's page sent. Browsers say so in Sec-Fetch-Site; older ones send Origin, which
 * is `null` from our own pages too, for they send no referrer: then the form's token decides.
 */
export function checkSameOrigin({ config }: Pick<AppContext, 'config'>, req: Request): void {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw foreignForm();
  }
  const origin = req.get('Origin');
  if (origin === undefined || origin === 'null' || origin === new URL(config.publicUrl).origin) return;
  throw foreignForm();
}

function foreignForm(): AppError {
  return new AppError(
    403,
    'foreign_form',
    'This did not come from a page of this service, or the page was open for too long. Go back, reload and try again.',
  );
}
