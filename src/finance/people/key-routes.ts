import * as z from 'zod';
import type { AppContext } from '../../context.ts';
import { parse } from '../../http/parse.ts';
import type { Route } from '../../http/route.ts';
import { isDay } from '../../ledger/book-date.ts';
import { createKey, revokeKey } from '../keys.ts';
import { keysPage, madePage } from '../pages/access/keys.ts';
import type { Said } from '../pages/access/texts.ts';
import { answerRoute, formRoute, leadTo, pageRoute } from '../pages/visit.ts';
import { SCOPES } from '../scope.ts';
import { saidQuery } from './people-routes.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

const MAY = ['access:manage'] as const;
const PAGE = '/finance/keys';
const making = z.object({ name: z.string().trim(), expires: z.string().optional() });

/** Keys of programs: the list, making one and ending one. */
export function keyRoutes(ctx: Needs): Route[] {
  return [
    pageRoute(ctx, { path: PAGE, page: 'keys', needs: MAY }, async (visit, req) => {
      const { said } = parse(saidQuery, req.query, 'query');
      return keysPage(visit, await ctx.store.listApiKeys(), said ?? null);
    }),
    answerRoute(ctx, { path: PAGE, page: 'keys', needs: MAY }, async (visit, body, _req, res) => {
      const { name, expires = '' } = parse(making, body);
      const scopes = SCOPES.filter((scope) => body[scope] === '1');
      const refuse = (said: Said) => {
        leadTo(res, visit.to(PAGE, { said }));
        return null;
      };
      if (name === '' || name.length > 80 || /\p{Cc}/u.test(name)) return refuse('name');
      if (scopes.length === 0) return refuse('no_scope');
      const expiresAt = expires === '' ? null : new Date(`${expires}T00:00:00Z`);
      if (expiresAt !== null && (!isDay(expires) || expiresAt <= ctx.now())) return refuse('past');
      const { secret } = await createKey(ctx, { name, scopes, expiresAt }, visit.actorId);
      return madePage(visit, name, secret);
    }),
    formRoute(ctx, { path: `${PAGE}/:keyId/revoke`, needs: MAY }, async (visit, _body, req) => {
      const done = await revokeKey(ctx, String(req.params['keyId']), visit.actorId);
      return visit.to(PAGE, { said: done === 'revoked' ? 'revoked' : 'gone' });
    }),
  ];
}
