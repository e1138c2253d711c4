// Bare Express with the middleware that the service has as well, in a process of its own:
// node request-target.ts FOLDER STRIPE_URL PRODUCT. Answers with what lies in the folder, and prints its port.
import express from 'express';
import helmet from 'helmet';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { checkoutBodySchema } from '../../src/checkout/request.ts';
import { checkoutSessionParams } from '../../src/stripe/checkout-session.ts';
import { stripeClient } from '../../src/stripe/client.ts';
import { makePledge } from '../_support/make.ts';

const [folder = '', stripeUrl = '', productId = ''] = process.argv.slice(2);
const widgetConfig: unknown = JSON.parse(readFileSync(join(folder, 'widget-config.json'), 'utf8'));
const overview = readFileSync(join(folder, 'overview.html'), 'utf8');
const stripe = stripeClient({ secretKey: 'sk_test_51ForTestsOnly', apiBase: stripeUrl });

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  }),
); // prettier-ignore

app.get('/v1/widget-config', (_req, res) => {
  res.vary('Origin');
  res.setHeader('Cache-Control', 'public, max-age=300');
  res.json(widgetConfig);
});

app.get('/finance', (_req, res) => {
  res.setHeader('Cache-Control', 'no-store');
  res.type('html').send(overview);
});

// One call of Stripe with the same client and the same parameters; nothing is stored.
app.post('/v1/checkout', express.json({ limit: 16_384 }), async (req, res) => {
  const { frequency, amountMinor, currency } = checkoutBodySchema.parse(req.body);
  const pledge = makePledge({ frequency, amountMinor, currency, createdAt: new Date() });
  const params = checkoutSessionParams(pledge, {
    productId,
    successUrl: `https://news.example.org/thanks?s=${pledge.pledgeId}`,
    cancelUrl: `https://news.example.org/back?s=${pledge.pledgeId}`,
    expiresAt: new Date(pledge.createdAt.getTime() + 12 * 3_600_000),
  });
  const { url, expires_at } = await stripe.checkout.sessions.create(params, { idempotencyKey: randomUUID() });
  res.setHeader('Cache-Control', 'no-store');
  res.status(201).json({ pledgeId: pledge.pledgeId, url, expiresAt: new Date(expires_at * 1_000).toISOString() });
}); // prettier-ignore

const server = app.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
