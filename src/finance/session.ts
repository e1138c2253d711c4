import type { Request, Response } from 'express';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { newSecret, sha256 } from '../ids.ts';
import type { Caller, FinanceSession } from './actor.ts';
import { keyIsValid } from './api-key.ts';
import { tokenCookie } from './cookie.ts';
import { SCOPES_OF_ROLE } from './scope.ts';

/** A session ends after this long without a click. */
export const IDLE_MS = 30 * 60_000;
/** And after this long in any case. */
export const LONGEST_MS = 12 * 3_600_000;

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

/** No other site's page makes a browser send it. */
const sessionCookie = (config: { publicUrl: string }) =>
  tokenCookie(config, { name: 'rs_finance', sameSite: 'strict' });

/** Opens a session: the browser gets 256 random bits, the store their hash. */
export async function openSession(
  { store, now, config }: Needs,
  res: Response,
  owner: FinanceSession['owner'],
): Promise<void> {
  const token = newSecret();
  const at = now();
  await store.openSession({ tokenHash: sha256(token), owner, createdAt: at, lastSeenAt: at });
  sessionCookie(config).set(res, token);
}

/** Who a request's session belongs to, if its cookie names one that is fresh and whose owner may still act. */
export async function sessionOf(
  { store, now, config }: Needs,
  req: Request,
): Promise<(Caller & { sessionToken: string }) | null> {
  const token = sessionCookie(config).read(req);
  if (token === null) return null;
  const at = now();
  const limits = {
    seenAfter: new Date(at.getTime() - IDLE_MS),
    openedAfter: new Date(at.getTime() - LONGEST_MS),
  };
  const found = await store.resumeSession(sha256(token), limits, at);
  const owner = found === null ? null : ownerOf(found, at);
  return owner === null ? null : { ...owner, sessionToken: token };
}

function ownerOf(
  { key, staff }: NonNullable<Awaited<ReturnType<Needs['store']['resumeSession']>>>,
  now: Date,
): Pick<Caller, 'actor' | 'scopes'> | null {
  if (key !== null && keyIsValid(key, now))
    return { actor: { kind: 'key', id: key.keyId, label: key.name }, scopes: key.scopes };
  if (staff !== null && staff.endedAt === null)
    return {
      actor: { kind: 'staff', id: staff.staffId, label: staff.label },
      scopes: SCOPES_OF_ROLE[staff.role],
    };
  return null;
}

/** Ends a session here and in the browser. */
export async function closeSession({ store, config }: Needs, res: Response, token: string): Promise<void> {
  await store.closeSession(sha256(token));
  sessionCookie(config).clear(res);
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
