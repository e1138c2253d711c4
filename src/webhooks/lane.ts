import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { floorHeaders, noteRequest } from '../http/security.ts';
import { BODY_LIMIT } from '../http/route.ts';
import { newId } from '../ids.ts';
import { receiveWebhook, type Receiver } from './receive.ts';

const PATH = '/webhooks/stripe';
const RECEIVED = '{"received":true}';

/** Deliveries that were refused in the lane, on their way through Express. */
const refused = new WeakMap<IncomingMessage, Promise<void>>();

/** The refusal of a delivery that the lane has read: its body is gone, and it must not be tried twice. */
export function refusedInLane(req: IncomingMessage): Promise<void> | undefined {
  return refused.get(req);
}

/**
 * Takes Stripe's deliveries before Express, which costs as much as verifying and recording them, and more than half of
 * what a burst needs. Only what goes well is answered here: a refusal, and every request that is no plain delivery,
 * goes on to `express`, whose route of the same address (routes.ts) words it.
 */
export function webhookLane(ctx: Receiver, express: RequestListener): RequestListener {
  const floor = floorHeaders({ https: ctx.config.publicUrl.startsWith('https:') });

  async function take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const started = performance.now();
    const body = await bodyOf(req);
    const delivery = receiveWebhook(ctx, body, req.headers['stripe-signature']?.toString());
    try {
      await delivery;
    } catch {
      refused.set(req, delivery);
      express(req, res);
      return;
    }
    const requestId = newId('req');
    const type = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': RECEIVED.length };
    res.writeHead(200, { ...floor, 'X-Request-Id': requestId, ...type });
    res.end(RECEIVED);
    noteRequest(ctx, { route: `POST ${PATH}`, status: 200, requestId, started });
  }

  return (req, res) => {
    if (isPlainDelivery(req)) void take(req, res).catch(() => res.destroy());
    else express(req, res);
  };
}

/** Of a known length within the limit, and as it was sent: Express refuses or unpacks the others. */
function isPlainDelivery({ method, url, headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length']);
  return (
    method === 'POST' && url === PATH && length <= BODY_LIMIT.raw && headers['content-encoding'] === undefined
  );
}

/** Rejects where the sender goes away in between. */
function bodyOf(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => resolve(Buffer.concat(parts)));
    req.on('error', reject);
  });
}
