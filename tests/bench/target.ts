// One server of a comparison, in a process of its own: node target.ts NAME FOLDER. Prints its port.
import express from 'express';
import helmet from 'helmet';
import Stripe from 'stripe';
import type { Projector } from '../../src/webhooks/projector.ts';
import { z } from 'zod';
import { createApp } from '../../src/app.ts';
import { openContext } from '../../src/context.ts';
import { configOf, settings, WEBHOOK_SECRET } from '../_support/settings.ts';

const [name = '', folder = ''] = process.argv.slice(2);

const targets: Record<string, () => express.Express | Promise<express.Express>> = {
  /** The same Express route, verifying the signature and doing nothing else. */
  'verify-only': () => {
    const stripe = new Stripe('sk_test_51ForTestsOnly');
    const app = bare();
    app.post('/webhooks/stripe', express.raw({ type: () => true, limit: 262_144 }), (req, res) => {
      stripe.webhooks.constructEvent(req.body as Buffer, req.get('Stripe-Signature') ?? '', WEBHOOK_SECRET);
      res.json({ received: true });
    });
    return app;
  },
  /** Express with the middleware a checkout needs anyway: headers, JSON, a strict schema. */
  'bare-checkout': () => {
    const body = z.strictObject({ frequency: z.string(), amountMinor: z.int(), currency: z.string() });
    const app = bare();
    app.use(helmet());
    app.post('/v1/checkout', express.json(), (req, res) => {
      body.parse(req.body);
      res.status(201).json({
        pledgeId: 'plg_0',
        url: 'https://checkout.stripe.com/c/pay/cs_test_0',
        expiresAt: '2026-11-22T12:00:00Z',
      });
    });
    return app;
  },
  /** The service: events recorded durably; Stripe answers at once, so that its time is not ours. */
  service: async () => {
    const config = configOf(settings(folder));
    const answer = {
      id: 'cs_test_0',
      url: 'https://checkout.stripe.com/c/pay/cs_test_0',
      expires_at: 1_800_000_000,
    };
    const stripe = new Stripe(config.stripe.secretKey);
    stripe.checkout.sessions.create = async () => answer as Stripe.Response<Stripe.Checkout.Session>;
    const idle: Projector = {
      nudge: () => {},
      drain: async () => ({ settled: 0, failed: 0, elsewhere: false }),
      settle: async () => ({ settled: 0, failed: 0, elsewhere: false }),
      look: async () => ({ kind: 'not_ours' }),
      fill: async () => new Map(),
      stop: async () => {},
    };
    return createApp(await openContext(config, { stripe, projector: idle }));
  },
};

const app = await targets[name]?.();
if (app === undefined) throw new Error(`no target ${name}`);
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
process.on('SIGTERM', () => process.exit(0));

function bare(): express.Express {
  const made = express();
  made.disable('x-powered-by');
  made.disable('etag');
  return made;
}
