import type { AppContext } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { Route } from '../../http/route.ts';
import { parse } from '../../http/parse.ts';
import * as z from 'zod';
import { addedPage, peoplePage } from '../pages/access/people.ts';
import { SAID, type Said } from '../pages/access/texts.ts';
import { answerRoute, formRoute, leadTo, pageRoute, type Visit } from '../pages/visit.ts';
import { ROLES } from '../scope.ts';
import { signInWays } from '../sign-in/ways.ts';
import { addPerson, changeRole, endPerson, labelFault, printLink, resetPerson } from './staff.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'addressHashes'>;

/** What an address of these pages may hold. */
export const saidQuery = z.object({ lang: z.string().optional(), said: z.enum(SAID).optional() });
const role = z.enum(ROLES);
const adding = z.object({ address: z.string().max(254), label: z.string().trim(), role });

const MAY = ['access:manage'] as const;
const PAGE = '/finance/people';

/** People: the list, and what an admin does with it. Nobody changes what they may do themselves. */
export function peopleRoutes(ctx: Needs): Route[] {
  const back = (visit: Visit, said: Said) => visit.to(PAGE, { said });
  const onOne = (act: string, run: (staffId: string, visit: Visit, body: unknown) => Promise<Said>) =>
    formRoute(ctx, { path: `${PAGE}/:staffId/${act}`, needs: MAY }, async (visit, body, req) => {
      const staffId = String(req.params['staffId']);
      if (staffId === visit.actorId) return back(visit, 'self');
      return back(visit, await run(staffId, visit, body).catch(goneOr404));
    });

  return [
    pageRoute(ctx, { path: PAGE, page: 'people', needs: MAY }, async (visit, req) => {
      const { said } = parse(saidQuery, req.query, 'query');
      return peoplePage(visit, await ctx.store.listStaff(), said ?? null);
    }),
    answerRoute(ctx, { path: PAGE, page: 'people', needs: MAY }, async (visit, body, _req, res) => {
      const { address, label, role: chosen } = parse(adding, body);
      const refuse = (said: Said) => {
        leadTo(res, back(visit, said));
        return null;
      };
      if (labelFault(label) !== null) return refuse('label');
      const wanted = { address, label, role: chosen, lang: visit.lang };
      const added = await addPerson(ctx, wanted, visit.actorId).catch(faultOf);
      if (typeof added === 'string') return refuse(added);
      const { mail, oidc } = signInWays(ctx.config);
      // A link would let whoever adds somebody set their second factor up: only where nothing else brings them in.
      const link = mail || oidc ? null : await printLink(ctx, added.staffId, visit.actorId);
      return addedPage(visit, label, link);
    }),
    onOne('role', async (staffId, visit, body) => {
      const { role: chosen } = parse(z.object({ role }), body);
      await changeRole(ctx, staffId, chosen, visit.actorId);
      return 'role_changed';
    }),
    onOne('reset', async (staffId, visit) => {
      await resetPerson(ctx, staffId, visit.actorId);
      return 'reset';
    }),
    onOne('end', async (staffId, visit) => {
      await endPerson(ctx, staffId, visit.actorId);
      return 'ended';
    }),
  ];
}

function goneOr404(error: unknown): Said {
  if (error instanceof AppError && error.status === 404) return 'gone';
  throw error;
}

function faultOf(error: unknown): Said {
  const code = error instanceof AppError ? error.code : '';
  if (code === 'address_taken') return 'taken';
  if (code === 'no_address_keys') return 'no_keys';
  if (error instanceof AppError && error.field === 'address') return 'address';
  throw error;
}
