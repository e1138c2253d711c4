import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Client } from 'pg';
import { WEBHOOK_SECRET } from '../_support/settings.ts';
import { rivalFolder } from './rival-package.ts';

/** The part of its interface that is used here. */
type SyncEngine = {
  runMigrations(options: { databaseUrl: string; schema: string; logger: object }): Promise<void>;
  StripeSync: new (options: object) => {
    stripe: { checkout: { sessions: { listLineItems: (sessionId: string) => unknown } } };
    processWebhook(body: Buffer, signature: string): Promise<void>;
  };
};

export const PEER = { name: '@supabase/stripe-sync-engine', version: '0.48.5' };

export const peerFolder = (): string => rivalFolder(PEER.name, PEER.version, ['stripe@23.1.0']);

/**
 * The peer on a database. For each session it lists the line items at Stripe, which takes it the time of a way over the
 * internet; here that is answered in this process with the one line that a gift has, and with no price, which spares it
 * another statement: all the kinder to it. Its connections are the ten of pg's pool, as in its own documentation.
 */
export async function openPeer(
  folder: string,
  databaseUrl: string,
): Promise<(body: Buffer, signature: string) => Promise<void>> {
  // As an ES module it cannot find its migrations, and whatever fails in them it logs and goes on: the log has to throw.
  const engine = createRequire(join(folder, 'here.cjs'))(PEER.name) as SyncEngine;
  await engine.runMigrations({ databaseUrl, schema: 'stripe', logger: { info: () => {}, error: fail } });
  const sync = new engine.StripeSync({
    poolConfig: { connectionString: databaseUrl, max: 10, keepAlive: true },
    stripeSecretKey: 'sk_test_51ForTestsOnly',
    stripeWebhookSecret: WEBHOOK_SECRET,
  });
  sync.stripe.checkout.sessions.listLineItems = async function* (sessionId) {
    yield { id: sessionId.replace('cs_', 'li_'), object: 'item', amount_discount: 0, amount_subtotal: 2_500, amount_tax: 0, amount_total: 2_500, currency: 'usd', description: 'Support', price: null, quantity: 1 };
  }; // prettier-ignore
  return (body, signature) => sync.processWebhook(body, signature);
}

function fail(error: Error): never {
  throw error;
}

/** How many sessions the peer holds with their line. */
export async function keptByPeer(databaseUrl: string): Promise<number> {
  return countOn(
    databaseUrl,
    'select count(*) from stripe.checkout_sessions s join stripe.checkout_session_line_items l on l.checkout_session = s.id',
  );
}

/** One number out of a PostgreSQL. */
export async function countOn(databaseUrl: string, query: string): Promise<number> {
  return Number(await valueOn(databaseUrl, query));
}

/** One value out of a PostgreSQL. */
export async function valueOn(databaseUrl: string, query: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query({ text: query, rowMode: 'array' });
    return String(rows[0]?.[0]);
  } finally {
    await client.end();
  }
}
