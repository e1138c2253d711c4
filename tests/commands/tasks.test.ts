import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tasksCommand } from '../../src/commands/tasks.ts';
import { pledgeReference } from '../../src/pledges/pledge.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
beforeEach(async () => {
  service = await testService({ sandbox: { clock: new Date('2026-11-22T12:00:00Z') } });
});
afterEach(async () => service.stop());

const run = async (...args: string[]) => {
  const lines: string[] = [];
  const code = await tasksCommand(args, service.ctx, (line) => lines.push(line));
  return { code, lines };
};
const give = async (frequency: string, card = 'good') => {
  const answer = await postCheckout(service, { frequency, amountMinor: 500, currency: 'USD' });
  service.sandbox.pay(sessionOf(answer), { card });
  await service.settle();
  return { pledgeId: String(answer.json['pledgeId']), sessionId: sessionOf(answer) };
};
/** Somebody makes a subscription by hand and copies what the first one says of its pledge. */
const subscribeAgain = async (pledgeId: string) => {
  const { stripe, store } = service.ctx;
  const first = await stripe.subscriptions.retrieve(
    (await store.pledgeById(pledgeId))?.stripeSubscriptionId ?? '',
  );
  await service.sandbox.advance({ minutes: 5 });
  const second = await stripe.subscriptions.create({
    customer: first.customer as string,
    items: [{ price: first.items.data[0]?.price.id ?? '' }],
    metadata: first.metadata,
  });
  await service.settle();
  return second.id;
};

describe('tasks', () => {
  it('of a second subscription names it and its pledge, once, and ends with it (I14)', async () => {
    expect((await run('list')).lines).toEqual(['Nothing waits for a person.']);
    const { pledgeId } = await give('monthly');
    const second = await subscribeAgain(pledgeId);
    const { code, lines } = await run('list');
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^tsk_\w+ {2}no date {2}A second subscription collects for one pledge/);
    expect(lines[0]).toContain(`${second}  pledge ${pledgeReference(pledgeId)}`);
    // The older one stays the pledge's, however often both are read.
    await service.sandbox.advance({ days: 32 });
    await service.settle();
    expect((await service.ctx.store.pledgeById(pledgeId))?.stripeSubscriptionId).not.toBe(second);
    expect((await run('list')).lines).toHaveLength(1);
    await service.ctx.stripe.subscriptions.cancel(second);
    await service.settle();
    expect((await run('list')).lines).toEqual(['Nothing waits for a person.']);
    expect((await service.ctx.store.pledgeById(pledgeId))?.status).toBe('active');
  });

  it('show what is due first, then what has no date', async () => {
    const { pledgeId } = await give('monthly');
    await subscribeAgain(pledgeId);
    const { sessionId } = await give('once');
    service.sandbox.dispute(sessionId);
    await service.settle();
    const { lines } = await run('list');
    expect(lines[0]).toMatch(
      /due 2026-1\d-\d\dT\S+Z {2}A bank disputes a payment and waits for an answer {2}du_/,
    );
    expect(lines[1]).toContain('second subscription');
  });

  it('are done by a person, with a note, and never raised again', async () => {
    const { pledgeId } = await give('monthly');
    await subscribeAgain(pledgeId);
    const id = (await run('list')).lines[0]?.split('  ')[0] ?? '';
    expect(await run('done', id, '--note', 'Refunded, the reader knows')).toEqual({
      code: 0,
      lines: [`Done: ${id}. It is not raised again.`],
    });
    await service.sandbox.advance({ days: 32 });
    await service.settle();
    expect((await run('list')).lines).toEqual(['Nothing waits for a person.']);
    const db = new Database(sqliteFile(service.ctx.config), { readonly: true });
    expect(db.prepare('select done_note from staff_tasks').pluck().all()).toEqual([
      'Refunded, the reader knows',
    ]);
    db.close();
    expect(await run('done', id, '--note', 'again')).toEqual({
      code: 1,
      lines: [`No open task has the id ${id}. tasks list shows those that are open.`],
    });
  });

  it.each([
    [['done', 'tsk_1'], /--note "TEXT"/],
    [['done', 'tsk_1', '--note', 'wrote to reader@example.org'], /must not hold an @/],
    [['done', 'tsk_1', '--note', 'x'.repeat(201)], /at most 200 characters/],
    [['done', '--note', 'x'], /Name one task/],
    [['list', 'open'], /no further words/],
    [['undo'], /no action "undo"/],
    [[], /tasks done ID --note TEXT/],
  ])('%j is refused with words that help', async (args, words) => {
    const { code, lines } = await run(...args);
    expect(code).toBe(2);
    expect(lines.join('\n')).toMatch(words);
  });
});
