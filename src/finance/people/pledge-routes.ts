import { RateLimiterMemory } from 'rate-limiter-flexible';
import * as z from 'zod';
import type { AppContext } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { parse } from '../../http/parse.ts';
import type { Route } from '../../http/route.ts';
import { recordAudit } from '../audit.ts';
import { pledgeLookPage, type Looked } from '../pages/access/pledge.ts';
import { readReference } from '../pages/payments/sought.ts';
import { answerRoute, pageRoute } from '../pages/visit.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

const MAY = ['pledge:read'] as const;
const PAGE = '/finance/pledge';
/** As many as somebody types who answers calls; far fewer than a guesser needs among a trillion references. */
const LOOKS = { points: 30, duration: 900 };
/** Eight letters may meet twice; more is no chance. */
const MOST_FOUND = 5;
const MOST_MOVEMENTS = 100;

const looking = z.object({ reference: z.string().max(40) });

/** One pledge by the reference that a supporter knows. By POST: a reference stands in no address and no history. */
export function pledgeRoutes(ctx: Needs): Route[] {
  const limit = new RateLimiterMemory(LOOKS);
  return [
    pageRoute(ctx, { path: PAGE, page: 'find', needs: MAY }, async (visit) => pledgeLookPage(visit, null)),
    answerRoute(ctx, { path: PAGE, page: 'find', needs: MAY }, async (visit, body) => {
      const by = visit.actorId;
      await limit.consume(by).catch(() => {
        throw new AppError(
          429,
          'too_many_requests',
          'There were too many look-ups. Wait a quarter of an hour.',
          {
            retryAfterSeconds: 900,
          },
        );
      });
      const reference = readReference(parse(looking, body).reference);
      const found = reference === null ? [] : await ctx.store.pledgesByReference(reference, MOST_FOUND);
      const object = found[0]?.pledgeId ?? null;
      const detail = { found: found.length };
      await recordAudit(ctx, { by, action: 'pledge_look', object, outcome: 'done', detail });
      return pledgeLookPage(visit, await withMovements(ctx, found));
    }),
  ];
}

async function withMovements(
  { store }: Needs,
  found: Awaited<ReturnType<Needs['store']['pledgesByReference']>>,
): Promise<NonNullable<Looked>> {
  const looked: NonNullable<Looked> = [];
  for (const pledge of found)
    looked.push({ pledge, movements: await store.movementsOfPledge(pledge.pledgeId, MOST_MOVEMENTS) });
  return looked;
}
