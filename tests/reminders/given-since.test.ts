import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardName } from '../../src/sandbox/sandbox.ts';
import { postCheckout, sessionOf } from '../_support/service.ts';
import { mailingService, type MailingService } from './mailing-service.ts';

let mailing: MailingService;
let service: MailingService['service'];
let smtp: MailingService['smtp'];
beforeEach(async () => {
  mailing = await mailingService({ sandbox: { order: 'shuffled', seed: 7 } });
  ({ service, smtp } = mailing);
});
afterEach(() => mailing.close());

const ADDRESS = 'canary.q7x9.bird@kanari-nest.example';

/** Asks for a reminder and, unless told otherwise, confirms it by the link in the mail. */
async function remind(email: string, { confirmed = true } = {}) {
  const before = smtp.accepted.length;
  const answer = await fetch(`${service.url}/v1/reminders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, when: 'three_months', lang: 'en' }),
  });
  expect(answer.status).toBe(202);
  await expect.poll(() => smtp.accepted.length).toBe(before + 1);
  if (confirmed) await fetch(`${service.url}${mailing.lastLink()}/confirm`, { method: 'POST' });
}

async function give(how: { email: string; card?: CardName }, frequency = 'once') {
  const answer = await postCheckout(service, { currency: 'USD', frequency, amountMinor: 2_500 });
  service.sandbox.pay(sessionOf(answer), how);
  await service.settle();
}

const counts = () => service.ctx.store.reminderCounts();

describe('whoever gives after asking to be reminded', () => {
  it.each([
    ['once', ADDRESS],
    ['monthly', 'Canary.Q7X9.Bird+gift@KANARI-nest.example'],
  ])('is not reminded: %s, however the address is spelt', async (frequency, email) => {
    await remind(ADDRESS);
    await remind('someone.else@example.org', { confirmed: false });
    await service.sandbox.advance({ days: 1 });
    await give({ email }, frequency);
    expect(await counts()).toEqual({ stopped: 1, pending: 1 });
    const [left] = await service.ctx.store.openReminders('', 10);
    expect(left?.status).toBe('pending');
    const settled = await service.ctx.store.inboxCounts();
    expect(settled).toMatchObject({ parked: 0, pending: 0 });
  });

  it('leaves no trace of the address, sealed or hashed, and none of which payment it was', async () => {
    await remind(ADDRESS);
    const [row] = await service.ctx.store.openReminders('', 10);
    const inFiles = (text: string) => {
      const folder = join(service.folder, 'data');
      return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text));
    };
    const traces = [row?.sealedAddress?.slice(5, 60) ?? '?', row?.addressHash ?? '?'];
    for (const trace of traces) expect(inFiles(trace)).not.toEqual([]);
    await service.sandbox.advance({ days: 1 });
    await give({ email: ADDRESS });
    for (const trace of [...traces, ADDRESS, 'kanari-nest']) expect(inFiles(trace)).toEqual([]);
    expect(service.lines.join('\n')).not.toMatch(/kanari|q7x9/i);
    expect(await service.ctx.store.reminderById(row?.reminderId ?? '')).toMatchObject({
      status: 'stopped',
      sealedAddress: null,
      addressHash: null,
      sentAt: null,
    });
  });

  it('is reminded all the same where the card was refused, and where a bank debit has not arrived', async () => {
    await remind(ADDRESS);
    await service.sandbox.advance({ days: 1 });
    await give({ email: ADDRESS, card: 'declined' });
    await give({ email: ADDRESS, card: 'bankDebit' });
    expect(await counts()).toEqual({ confirmed: 1 });
    await service.sandbox.advance({ days: 5 });
    await service.settle();
    expect(await counts()).toEqual({ stopped: 1 });
  });

  it('may ask again afterwards: what is wished after a payment stands, although the payment is looked at once more', async () => {
    await give({ email: ADDRESS });
    await service.sandbox.advance({ days: 1 });
    await remind(ADDRESS);
    const [session] = service.sandbox.world.state.sessions.all();
    await service.ctx.projector.look({ objectType: 'checkout.session', objectId: session?.id ?? '' });
    expect(await counts()).toEqual({ confirmed: 1 });
  });
});
