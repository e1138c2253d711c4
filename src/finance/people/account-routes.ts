import * as z from 'zod';
import type { AppContext } from '../../context.ts';
import { parse } from '../../http/parse.ts';
import type { Route } from '../../http/route.ts';
import { newId, newSecret, sha256 } from '../../ids.ts';
import { exactAddress, readAddress } from '../../sealed/address.ts';
import { seal } from '../../sealed/seal.ts';
import { callerOf } from '../access.ts';
import { recordAudit } from '../audit.ts';
import { accountPage } from '../pages/access/account.ts';
import type { Said } from '../pages/access/texts.ts';
import { answerRoute, leadTo, pageRoute, type Visit } from '../pages/visit.ts';
import { newSignIn } from '../pending-sign-in.ts';
import { SCOPES } from '../scope.ts';
import { checkSecondFactor } from '../sign-in/second-factor.ts';
import { STEP_MS } from '../sign-in/by-mail.ts';
import { newTotpSecret } from '../sign-in/totp.ts';
import { signInCookie } from '../sign-in/visitor.ts';
import type { StaffMember } from '../staff-member.ts';
import { saidQuery } from './people-routes.ts';
import { deliveryPlace } from './staff.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'addressHashes' | 'denials'>;

const PAGE = '/finance/account';
const text = z.string().max(254).optional();

/** What somebody changes for themselves: second factor, sessions elsewhere, links to closed months. */
export function accountRoutes(ctx: Needs): Route[] {
  const { store, config } = ctx;
  /** A form of the person who is signed in; whoever has only a key has nothing to change here. */
  const own = (
    act: string,
    run: (member: StaffMember, visit: Visit, body: Record<string, unknown>, token: string) => Promise<Said>,
  ) =>
    answerRoute(
      ctx,
      { path: `${PAGE}/${act}`, page: null, needs: SCOPES },
      async (visit, body, _req, res) => {
        const member = await store.staffById(visit.actorId);
        const token = callerOf(res).sessionToken ?? '';
        const said = member === null ? 'gone' : await run(member, visit, body, token);
        leadTo(res, visit.to(PAGE, { said }));
        return null;
      },
    );

  return [
    pageRoute(ctx, { path: PAGE, page: null, needs: SCOPES }, async (visit, req, res) => {
      const { said } = parse(saidQuery, req.query, 'query');
      const member = await store.staffById(visit.actorId);
      if (member === null) return accountPage(visit, null, null);
      const codesLeft = await store.recoveryCodesLeft(member.staffId);
      const here = sha256(callerOf(res).sessionToken ?? '');
      const otherSessions = await store.otherSessions(member.staffId, here);
      const mailWorks = config.mail !== null;
      return accountPage(visit, { member, codesLeft, otherSessions, mailWorks }, said ?? null);
    }),
    answerRoute(ctx, { path: `${PAGE}/second`, page: null, needs: SCOPES }, async (visit, body, _req, res) => {
      const member = await store.staffById(visit.actorId);
      const { code = '' } = parse(z.object({ code: text }), body);
      const factor = member === null ? 'wrong' : await checkSecondFactor(ctx, member, code);
      if (member === null || factor === 'wrong' || factor === 'locked') {
        const reason = `second_factor_${factor}`;
        await ctx.denials.note({ by: visit.actorId, action: 'second_factor', object: null, reason });
        leadTo(res, visit.to(PAGE, { said: factor === 'locked' ? 'locked' : 'wrong_code' }));
        return null;
      }
      signInCookie(config).set(res, await beginSetUp(ctx, member.staffId));
      leadTo(res, visit.to('/finance/sign-in/second'));
      return null;
    }),
    own('sessions', async ({ staffId }, _visit, _body, token) => {
      await recordAudit(ctx, { by: staffId, action: 'sessions_end', object: staffId, outcome: 'done' });
      await store.endOtherSessions(staffId, sha256(token));
      return 'sessions_ended';
    }),
    own('delivery', async ({ staffId }, visit, body) => {
      const { address = '', stop } = parse(z.object({ address: text, stop: text }), body);
      const isOn = stop === undefined;
      const read = readAddress(address);
      if (isOn && (read === null || !(await isTheirs(ctx, read, staffId)))) return 'not_yours';
      const detail = { on: isOn };
      await recordAudit(ctx, { by: staffId, action: 'delivery_set', object: staffId, outcome: 'done', detail });
      const sealed =
        read === null || !isOn ? null : seal(config.addressKeys, exactAddress(read), deliveryPlace(staffId));
      await store.setDelivery(staffId, sealed, visit.lang);
      // What was erased shall lie in no file any more.
      if (sealed === null) await store.scrubErased();
      return isOn ? 'delivery_on' : 'delivery_off';
    }),
  ]; // prettier-ignore
}

/** A sign-in whose first step is the session: only the new second factor is left. The old one serves until then. */
async function beginSetUp({ store, now, config }: Needs, staffId: string): Promise<string> {
  const browserToken = newSecret();
  const signInId = newId('sgn');
  const at = now();
  const sealedTotp = seal(config.addressKeys, newTotpSecret(), signInId);
  const known = { signInId, staffId, browserHash: sha256(browserToken), provedAt: at, sealedTotp };
  await store.addSignIn(newSignIn(at, STEP_MS, known));
  return browserToken;
}

/** Links to closed months go to the person’s own mailbox and to nobody else’s. */
async function isTheirs(ctx: Needs, address: string, staffId: string): Promise<boolean> {
  const member = await ctx.store.staffByAddress(await ctx.addressHashes(address, 'staff'));
  return member?.staffId === staffId;
}
