import Stripe from 'stripe';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../_support/make.ts';
import { freePort } from '../_support/service.ts';
import { settings, WEBHOOK_SECRET } from '../_support/settings.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const KILLS = 8;

describe('kill -9', () => {
  it(`loses no acknowledged event, ${KILLS} times on one database, the first on a new one`, async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const env = settings(folder.path, {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      STRIPE_API_BASE: 'http://127.0.0.1:9',
    });
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const child = await start(env, port);
      const senders = Array.from({ length: 8 }, () => sendUntilDead(port, acknowledged));
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 350));
      child.kill('SIGKILL');
      await Promise.all(senders);
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS * 10);
    // Opened once more, as after any restart.
    const store = openSqliteStore(env['DATABASE_URL']?.replace('file:', '') ?? '');
    const verdicts = await store.recordWebhookEvents(
      acknowledged.map((id) => ({ event: inboxEvent(id), ignored: null })),
      new Date(),
    );
    expect(verdicts.filter((verdict) => verdict === 'new')).toEqual([]);
    await store.close();
    folder.remove();
  }, 120_000);
});

async function start(env: Record<string, string | undefined>, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [CLI, 'start'], {
    env: { ...env, PATH: process.env['PATH'] },
    stdio: 'ignore',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error('the service did not start');
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends events one after the other; notes an id only once its 200 has arrived whole. */
async function sendUntilDead(port: number, acknowledged: string[]): Promise<void> {
  for (;;) {
    const id = `evt_${crypto.randomUUID().replaceAll('-', '')}`;
    const payload = JSON.stringify({
      id,
      object: 'event',
      type: 'invoice.paid',
      created: 1_795_348_800,
      livemode: false,
      api_version: null,
      data: { object: { id: 'in_1', object: 'invoice' } },
    });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'Stripe-Signature': signature, 'Content-Type': 'application/json' },
        body: payload,
      });
      await answer.text();
      if (answer.status === 200) acknowledged.push(id);
    } catch {
      return;
    }
  }
}

function inboxEvent(stripeEventId: string) {
  return {
    stripeEventId,
    type: 'invoice.paid',
    objectId: 'in_1',
    objectType: 'invoice',
    createdAt: new Date(),
    livemode: false,
    apiVersion: null,
  };
}
