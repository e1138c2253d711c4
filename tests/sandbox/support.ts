import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

export const secret = 'whsec_sandbox_test_secret_0123456789';
export const start = new Date('2026-01-31T10:00:00Z');

export type Received = { headers: IncomingHttpHeaders; body: string; event: Stripe.Event };

/** A webhook receiver that remembers what came; `answer` decides the status. */
export async function receiver(
  answer: (received: Received, count: number) => number | Promise<number> = () => 200,
) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    async function respond(one: Received): Promise<void> {
      const status = await answer(one, received.length);
      response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end();
    }
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const one = { headers: request.headers, body, event: JSON.parse(body) as Stripe.Event };
      received.push(one);
      void respond(one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    types: () => received.map(({ event }) => event.type as string),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The real SDK, pointed at a sandbox as the product points it. */
export function clientFor(sandbox: Sandbox, key = 'sk_test_sandbox'): Stripe {
  return new Stripe(key, {
    host: '127.0.0.1',
    port: sandbox.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  });
}

/** A sandbox with a standing clock, a client and one product. */
export async function setUp(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({
    clock: start,
    seed: 1,
    payouts: 'manual',
    retryDelaysMs: [5, 5, 5],
    ...options,
  });
  const stripe = clientFor(sandbox);
  await stripe.products.create({ id: 'prod_support', name: 'Support The Example Times' });
  return { sandbox, stripe };
}

export const addresses = {
  success_url: 'http://127.0.0.1:9/thanks?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://127.0.0.1:9/article',
};

/** Parameters of a one-off, as the product sends them. */
export function once(amountMinor = 500, currency = 'eur', extra: Stripe.Checkout.SessionCreateParams = {}) {
  return {
    mode: 'payment',
    submit_type: 'donate',
    client_reference_id: 'plg_1',
    line_items: [
      { quantity: 1, price_data: { currency, unit_amount: amountMinor, product: 'prod_support' } },
    ],
    metadata: { pledge: 'plg_1' },
    payment_intent_data: { metadata: { pledge: 'plg_1' }, description: 'Support' },
    adaptive_pricing: { enabled: false },
    ...addresses,
    ...extra,
  } satisfies Stripe.Checkout.SessionCreateParams;
}

/** Parameters of a monthly or yearly pledge. */
export function recurring(
  amountMinor = 500,
  interval: 'month' | 'year' = 'month',
  extra: Stripe.Checkout.SessionCreateParams = {},
) {
  return {
    mode: 'subscription',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: 'eur',
          unit_amount: amountMinor,
          product: 'prod_support',
          recurring: { interval },
        },
      },
    ],
    metadata: { pledge: 'plg_2' },
    subscription_data: { metadata: { pledge: 'plg_2' } },
    ...addresses,
    ...extra,
  } satisfies Stripe.Checkout.SessionCreateParams;
}
