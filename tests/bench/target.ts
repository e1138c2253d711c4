// One server of a comparison, in a process of its own: node target.ts NAME. Prints its port.
import express from 'express';
import Stripe from 'stripe';
import { WEBHOOK_SECRET } from '../_support/settings.ts';

const [name = ''] = process.argv.slice(2);

const targets: Record<string, () => express.Express> = {
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
};

const app = targets[name]?.();
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
