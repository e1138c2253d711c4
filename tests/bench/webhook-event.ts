import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { clientFor, once } from '../sandbox/support.ts';
import { WEBHOOK_SECRET } from '../_support/settings.ts';
import type { Shot } from './load.ts';

/** A delivery, signed now. */
export function signed(body: string): Shot {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET });
  return {
    body,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Stripe-Signature': signature },
  };
}

/** Where the template holds what is new in each event. */
const [EVENT_ID, SESSION_ID] = ['evt_of_the_template', 'cs_test_of_the_template'];
let template: string | null = null;

/** The bodies of so many `checkout.session.completed`, each new, with every field that Stripe sends, laid out as it does. */
export async function webhookEvents(count: number): Promise<string[]> {
  const text = (template ??= await genuineEvent());
  return Array.from({ length: count }, () => {
    const id = randomUUID().replaceAll('-', '');
    return text.replaceAll(EVENT_ID, `evt_${id}`).replaceAll(SESSION_ID, `cs_test_${id}`);
  });
}

/** The event of a gift at the sandbox, whose objects have every field of Stripe's. */
async function genuineEvent(): Promise<string> {
  const sandbox = await startSandbox();
  try {
    const stripe = clientFor(sandbox);
    await stripe.products.create({ id: 'prod_support', name: 'Support The Example Times' });
    const session = await stripe.checkout.sessions.create(once(2_500, 'usd'));
    if (sandbox.pay(session.id).result !== 'paid') throw new Error('the gift of the template was not paid');
    const events = await stripe.events.list({ type: 'checkout.session.completed' });
    const event = events.data[0];
    if (event === undefined) throw new Error('the sandbox has no event of the gift');
    const text = JSON.stringify(event, null, 2);
    return text.replaceAll(event.id, EVENT_ID).replaceAll(session.id, SESSION_ID);
  } finally {
    await sandbox.close();
  }
}

if (import.meta.main) {
  const [event = ''] = await webhookEvents(1);
  console.log(`${event}\n${Buffer.byteLength(event)} bytes`);
}
