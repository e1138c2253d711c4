import express from 'express';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountRoutes } from '../../src/http/route.ts';
import { operationsRoutes } from '../../src/operations/routes.ts';
import { after, NOON } from '../_support/make.ts';
import { builtProgram } from '../_support/built.ts';
import { childEnv } from '../_support/places.ts';
import { settings } from '../_support/settings.ts';
import { HOUR, MINUTE, reminderApp, type ReminderApp } from './reminder-app.ts';
import { makeReminder } from './store-contract.ts';

let app: ReminderApp;
let server: Server;
beforeEach(async () => {
  app = await reminderApp();
  const operations = express();
  mountRoutes(operations, operationsRoutes(app.ctx), () => []);
  server = createServer(operations);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await app.close();
});

/** The lines of /metrics about mails and reminders, by name. */
async function metrics(): Promise<Record<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
  const lines = (await answer.text()).split('\n').filter((line) => /^rs_(mail|reminders)/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}
const mails = (outcome: string) => `rs_mails_total{mail="confirmation",outcome="${outcome}"}`;

describe('/metrics', () => {
  it('counts every outcome of a mail', async () => {
    const busy = Array.from({ length: 11 }, () => ({ at: 'recipient' as const, code: 450 }));
    app.smtp.fail({ at: 'greeting', code: 554 }, { at: 'recipient', code: 550 });
    await app.ask();
    await app.send();
    app.pass(MINUTE);
    await app.send();
    await app.ask({ email: 'other@example.org' });
    await app.send();
    await app.ask({ email: 'third@example.org' });
    app.smtp.fail(...busy);
    for (let hour = 0; hour < 30; hour++) {
      await app.send();
      app.pass(HOUR);
    }
    expect(await metrics()).toMatchObject({
      [mails('our_fault')]: 1,
      [mails('refused')]: 1,
      [mails('accepted')]: 1,
      [mails('retry')]: 10,
      [mails('given_up')]: 1,
      'rs_reminders{status="failed"}': 2,
      'rs_reminders{status="pending"}': 1,
    });
  });

  it('says how late the latest mail is, also while it is put off; a mail of tomorrow is not late', async () => {
    expect(await metrics()).toMatchObject({ rs_mail_oldest_due_seconds: 0 });
    await app.store.addReminder(
      makeReminder({ status: 'confirmed', dueAt: after(NOON, HOUR), nextAttemptAt: after(NOON, HOUR) }),
    );
    expect(await metrics()).toMatchObject({ rs_mail_oldest_due_seconds: 0 });
    await app.ask();
    for (let i = 0; i < 2; i++) {
      app.smtp.fail({ at: 'greeting', code: 554 });
      app.pass(10 * MINUTE);
      await app.send();
    }
    expect(await metrics()).toMatchObject({ rs_mail_oldest_due_seconds: 1_200 });
    app.pass(20 * MINUTE);
    await app.send();
    expect(await metrics()).toMatchObject({ rs_mail_oldest_due_seconds: 0 });
  });

  it('forgets a status that no reminder has any more', async () => {
    await app.ask();
    expect(await metrics()).toMatchObject({ 'rs_reminders{status="pending"}': 1 });
    await app.send();
    await app.form(`${app.linkIn(app.smtp.accepted[0]?.mail)}/confirm`);
    const counts = await metrics();
    expect(counts).toMatchObject({ 'rs_reminders{status="confirmed"}': 1 });
    expect(counts).not.toHaveProperty('rs_reminders{status="pending"}');
  });
});

describe('reminders send', () => {
  it('prints what it did, and where all reminders stand', async () => {
    await app.store.addReminder(makeReminder({ status: 'sent', sealedAddress: null, nextAttemptAt: null }));
    await app.store.addReminder(
      makeReminder({ status: 'stopped', sealedAddress: null, nextAttemptAt: null }),
    );
    await app.store.addReminder(makeReminder({ status: 'sent', sealedAddress: null, nextAttemptAt: null }));
    const child = spawn(process.execPath, [await builtProgram(), 'reminders', 'send'], {
      env: childEnv(settings(app.folder)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    expect(out.trim().split('\n')).toEqual([
      'send_reminders: sent 0, failed 0, retried 0',
      'reminders: sent 2, stopped 1',
    ]);
  });
});
