import type { Request, Response } from 'express';
import type { AppContext } from '../../context.ts';
import { limitPerSource } from '../../http/rate-limit.ts';
import { PUBLIC, type Route } from '../../http/route.ts';
import { open } from '../../sealed/seal.ts';
import { recordAudit } from '../audit.ts';
import { qrPicture } from '../pages/qr.ts';
import { signInTexts } from '../pages/sign-in-texts.ts';
import { firstPage } from '../pages/layout.ts';
import { codesPage, factorPage, setUpPage } from '../pages/sign-in.ts';
import type { PendingSignIn } from '../pending-sign-in.ts';
import { SCOPES_OF_ROLE } from '../scope.ts';
import { openSession } from '../session.ts';
import { whoWorksHere, type StaffMember } from '../staff-member.ts';
import { checkSecondFactor, keepSecondFactor, stepOfCode } from './second-factor.ts';
import { totpUri } from './totp.ts';
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

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'denials'>;

/** A sign-in whose first step is done, with whose it is. */
type Proved = { pending: PendingSignIn; member: StaffMember };

/** The second step: the code of a telephone, or the setting up of one. It ends with a session. */
export function factorRoutes(ctx: Needs): Route[] {
  const mayTry = limitPerSource(30, 300);
  return [
    {
      method: 'get',
      path: '/finance/sign-in/second',
      access: PUBLIC,
      page: true,
      async handle(req, res) {
        const proved = await provedOf(ctx, req);
        if (proved === null) leadOn(ctx, req, res, '/finance/sign-in');
        else sendStep(ctx, req, res, proved, null);
      },
    },
    {
      method: 'post',
      path: '/finance/sign-in/second',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        const { field } = signInForm(ctx, req);
        await mayTry(req);
        const proved = await provedOf(ctx, req);
        if (proved === null) sendGone(ctx, req, res);
        else if (proved.pending.sealedTotp === null) await signIn(ctx, req, res, proved, field('code'));
        else await setUp(ctx, req, res, proved, field('code'));
      },
    },
  ];
}

async function signIn(ctx: Needs, req: Request, res: Response, proved: Proved, typed: string): Promise<void> {
  const { pending, member } = proved;
  const by = member.staffId;
  const factor = await checkSecondFactor(ctx, member, typed);
  if (factor === 'wrong' || factor === 'locked') {
    await ctx.denials.note({ by, action: 'sign_in', object: null, reason: `second_factor_${factor}` });
    sendStep(ctx, req, res, proved, factor);
    return;
  }
  await recordAudit(ctx, { by, action: 'sign_in', object: null, outcome: 'done', detail: { factor } });
  if (!(await enter(ctx, res, pending, by))) sendGone(ctx, req, res);
  else leadOn(ctx, req, res, firstPage(SCOPES_OF_ROLE[member.role]) ?? '/finance');
}

/** The secret is theirs once a code of it was typed; any other second factor, and every other session, ends with that. */
async function setUp(ctx: Needs, req: Request, res: Response, proved: Proved, typed: string): Promise<void> {
  const { pending, member } = proved;
  const by = member.staffId;
  const secret = open(ctx.config.addressKeys, pending.sealedTotp ?? '', pending.signInId);
  const step = stepOfCode(secret, typed, ctx.now());
  if (step === null) {
    sendStep(ctx, req, res, proved, 'wrong');
    return;
  }
  await recordAudit(ctx, { by, action: 'second_factor', object: by, outcome: 'done' });
  const detail = { factor: 'set_up' };
  await recordAudit(ctx, { by, action: 'sign_in', object: null, outcome: 'done', detail });
  await ctx.store.endOtherSessions(by, '');
  if (!(await enter(ctx, res, pending, by))) {
    sendGone(ctx, req, res);
    return;
  }
  const codes = await keepSecondFactor(ctx, { staffId: by, secret, step });
  const home = firstPage(SCOPES_OF_ROLE[member.role]) ?? '/finance';
  sendSignInPage(ctx, req, res, { path: null, ...codesPage(langOf(ctx, req), codes, home) });
}

/** Of two that come with the same sign-in at once, one gets in. */
async function enter(
  ctx: Needs,
  res: Response,
  { signInId }: PendingSignIn,
  staffId: string,
): Promise<boolean> {
  if (!(await ctx.store.endSignIn(signInId))) return false;
  signInCookie(ctx.config).clear(res);
  await openSession(ctx, res, { kind: 'staff', id: staffId });
  return true;
}

async function provedOf(ctx: Needs, req: Request): Promise<Proved | null> {
  const pending = await pendingOf(ctx, req);
  if (pending === null || pending.provedAt === null || pending.staffId === null) return null;
  const member = whoWorksHere(await ctx.store.staffById(pending.staffId));
  return member === null ? null : { pending, member };
}

function sendStep(
  ctx: Needs,
  req: Request,
  res: Response,
  { pending }: Proved,
  failed: 'wrong' | 'locked' | null,
): void {
  const form = { lang: langOf(ctx, req), csrf: formToken(ctx, req, res) };
  const status = failed === null ? 200 : failed === 'wrong' ? 401 : 429;
  if (pending.sealedTotp === null) {
    sendSignInPage(ctx, req, res, { status, ...factorPage(form, failed) });
    return;
  }
  const secret = open(ctx.config.addressKeys, pending.sealedTotp, pending.signInId);
  const picture = qrPicture(totpUri(secret), signInTexts(form.lang).setUpPicture);
  const page = setUpPage(form, { picture, secret, failed: failed !== null });
  sendSignInPage(ctx, req, res, { status, ...page });
}
