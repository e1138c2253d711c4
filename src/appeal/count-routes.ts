import type { Request } from 'express';
import * as z from 'zod';
import { COUNTED_EVENTS } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { allowPublisherOrigin, isPublisherOrigin, preflight } from '../http/cors.ts';
import { limitPerSource, type Limit } from '../http/rate-limit.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { editionFor } from '../publisher/editions.ts';
import type { Publisher } from '../publisher/publisher.ts';
import type { AppealCount } from './count.ts';

const slug = (description: string) => z.string().max(40).meta({ description }).optional();

/** Body of `POST /v1/counts`. */
export const countSchema = z.strictObject({
  event: z.enum(COUNTED_EVENTS).meta({ description: 'What happened, once per page view.' }),
  variant: slug('The drawn variant of an experiment.'),
  campaign: slug('A campaign that the publisher lists; any other is counted under none.'),
  lang: z.string().max(20).meta({ description: 'Language of the page.' }).optional(),
});

/**
 * Counters of what readers do with the box. The answer is the same empty 204 whether something was counted or
 * not: a beacon has nothing to learn, and neither has whoever tries.
 */
export function countRoutes(ctx: Pick<AppContext, 'config' | 'counts'>): Route[] {
  const { config, counts } = ctx;
  const { publisher } = config;
  const mayCount = limitPerSource(publisher.limits.countsPerHour, 3_600);
  return [
    {
      method: 'post',
      path: '/v1/counts',
      access: PUBLIC,
      body: 'text',
      async handle(req, res) {
        allowPublisherOrigin(config, req, res);
        const event = wantsToBeCounted(ctx, req) ? readCount(publisher, req.body) : null;
        if (event !== null && (await isWithin(mayCount, req))) counts.add(event);
        res.setHeader('Cache-Control', 'no-store');
        res.status(204).end();
      },
    },
    preflight(config, '/v1/counts'),
  ];
}

/** Where the publisher counts, from the publisher's own pages, and never a reader whose browser objects. */
function wantsToBeCounted({ config }: Pick<AppContext, 'config'>, req: Request): boolean {
  const origin = req.get('Origin');
  const ours = origin !== undefined && isPublisherOrigin(config, origin);
  return config.publisher.counts && ours && req.get('Sec-GPC') !== '1';
}

/** What is no known variant, campaign or edition is counted under none: no word from outside reaches a row. */
function readCount(publisher: Publisher, body: unknown): Omit<AppealCount, 'day' | 'count'> | null {
  const read = countSchema.safeParse(fromJson(body));
  if (!read.success) return null;
  const { event, variant, campaign, lang } = read.data;
  const known = (list: readonly string[], id: string | undefined) =>
    id !== undefined && list.includes(id) ? id : '';
  return {
    event,
    variant: known(publisher.experiment?.variants.map(({ id }) => id) ?? [], variant),
    campaign: known(publisher.campaigns, campaign),
    lang: editionFor(publisher, lang).lang,
  };
}

function fromJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? (JSON.parse(body) as unknown) : null;
  } catch {
    return null;
  }
}

async function isWithin(limit: Limit, req: Request): Promise<boolean> {
  try {
    await limit(req);
    return true;
  } catch (refused) {
    if (refused instanceof AppError) return false;
    throw refused;
  }
}
