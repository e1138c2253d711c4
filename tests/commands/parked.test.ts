import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parkedCommand } from '../../src/commands/parked.ts';
import { makeEvent } from '../_support/make.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
beforeEach(async () => {
  service = await testService({ sandbox: { clock: new Date('2026-11-22T12:00:00Z') } });
});
afterEach(async () => service.stop());

const run = async (...args: string[]) => {
  const lines: string[] = [];
  const code = await parkedCommand(args, service.ctx, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
};
/** Records an event and gives it up, as the projector would after its last try. */
const park = async (stripeEventId: string, objectId: string, objectType: string) => {
  const { store, now } = service.ctx;
  const event = makeEvent({
    stripeEventId,
    objectId,
    objectType,
    type: `${objectType}.updated`,
    createdAt: now(),
  });
  await store.recordWebhookEvents([{ event, ignored: null }], now());
  const seq = await store.lastWebhookSeq();
  await store.failWebhookEvent(seq, { error: 'SomeError', nextAttemptAt: null }, now());
};
/** A payment of which no delivery arrived. */
const unheard = async () => {
  service.sandbox.chaos.deliveries.push({ fault: 'drop' });
  const answer = await postCheckout(service, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
  service.sandbox.pay(sessionOf(answer));
  await service.settle();
  return { pledgeId: String(answer.json['pledgeId']), sessionId: sessionOf(answer) };
};
const counts = () => service.ctx.store.inboxCounts('lines');

describe('parked list', () => {
  it('says what is parked, since when and why, and that every event is counted once (I18)', async () => {
    expect(await run('list')).toEqual({
      code: 0,
      text: 'No event is parked.\n0 received = 0 applied + 0 ignored + 0 parked + 0 waiting: it holds',
    });
    await park('evt_1', 'ch_nowhere', 'charge');
    expect(await run('list')).toEqual({
      code: 0,
      text:
        'evt_1  charge.updated  ch_nowhere  1 try  since 2026-11-22T12:00:00Z  SomeError\n' +
        '1 received = 0 applied + 0 ignored + 1 parked + 0 waiting: it holds',
    });
  });

  it('says so loudly, and with exit code 1, where an event is in no state or in two (I18)', async () => {
    await park('evt_1', 'ch_nowhere', 'charge');
    const db = new Database(sqliteFile(service.ctx.config));
    db.exec('pragma ignore_check_constraints = on; update webhook_events set applied_at = 1');
    db.close();
    const { code, text } = await run('list');
    expect(code).toBe(1);
    expect(text).toContain('1 received = 1 applied + 0 ignored + 1 parked + 0 waiting: IT DOES NOT HOLD');
  });
});

describe('parked retry', () => {
  it('looks again and says what became of it: applied', async () => {
    const { pledgeId, sessionId } = await unheard();
    await park('evt_1', sessionId, 'checkout.session');
    expect(await run('retry', 'evt_1')).toEqual({ code: 0, text: 'evt_1: applied' });
    expect((await service.ctx.store.pledgeById(pledgeId))?.status).toBe('paid');
    expect(await run('retry', 'evt_1')).toEqual({ code: 1, text: 'evt_1 is not parked: it is applied.' });
  });

  it('--all looks at all: applied, ignored, or still waiting with its reason', async () => {
    const { sessionId } = await unheard();
    const other = service.sandbox.otherSale({ amountMinor: 900, currency: 'usd' });
    await park('evt_ours', sessionId, 'checkout.session');
    await park('evt_other', other.charge, 'charge');
    await park('evt_nowhere', 'ch_nowhere', 'charge');
    const { code, text } = await run('retry', '--all');
    expect(code).toBe(1);
    expect(text).toMatch(/^requeued: 3$/m);
    expect(text).toMatch(/^evt_ours: applied$/m);
    expect(text).toMatch(/^evt_other: ignored, it is not about a pledge of ours$/m);
    expect(text).toMatch(
      /^evt_nowhere: still waiting, StripeInvalidRequestError\S*; the service tries again after 2026-11-22T12:\d\d:\d\dZ$/m,
    );
    expect(await counts()).toMatchObject({ received: 3, applied: 1, ignored: 1, parked: 0, pending: 1 });
    expect(await run('retry', '--all')).toEqual({ code: 0, text: 'requeued: 0' });
  });
});

describe('parked dismiss', () => {
  it('settles one without effect and keeps the reason', async () => {
    await park('evt_1', 'ch_nowhere', 'charge');
    const { code, text } = await run('dismiss', 'evt_1', '--reason', 'Deleted test data, see cus_123');
    expect([code, text]).toEqual([0, 'Dismissed evt_1. It counts as ignored, with the reason given.']);
    expect(await counts()).toMatchObject({ received: 1, ignored: 1, parked: 0, pending: 0 });
    const db = new Database(sqliteFile(service.ctx.config), { readonly: true });
    expect(db.prepare('select ignored_reason, dismissed_note from webhook_events').get()).toEqual({
      ignored_reason: 'dismissed',
      dismissed_note: 'Deleted test data, see cus_123',
    });
    db.close();
    expect(await run('dismiss', 'evt_1', '--reason', 'again')).toMatchObject({ code: 1 });
    expect((await run('list')).text).toContain('No event is parked.');
  });

  it.each([
    [['dismiss', 'evt_1'], /--reason "TEXT"/],
    [['dismiss', 'evt_1', '--reason', '   '], /--reason "TEXT"/],
    [['dismiss', 'evt_1', '--reason', 'x'.repeat(201)], /at most 200 characters/],
    [['dismiss', 'evt_1', '--reason', 'two\nlines'], /one line/],
    [['dismiss', 'evt_1', '--reason', 'two\u2028lines'], /one line/],
    [['dismiss', 'evt_1', '--reason', 'ask reader@example.org'], /no address of a person is kept/],
    [['dismiss', 'evt_1', '--reason', 'reader＠example.org'], /no address of a person is kept/],
    [['dismiss', '--reason', 'why'], /Name one event/],
    [['dismiss', 'evt_1', 'evt_2', '--reason', 'why'], /Name one event/],
    [['dismiss', 'evt_1', '--why', 'x'], /--why/],
    [['retry'], /Name one event, or all/],
    [['retry', 'evt_1', '--all'], /not both/],
    [['retry', 'a b'], /Name one event, or all/],
    [['list', 'all'], /no further words/],
    [['forget'], /no action "forget"/],
    [['toString'], /no action "toString"/],
    [[], /parked retry ID/],
  ])('%j is refused with words that help', async (args, words) => {
    await park('evt_1', 'ch_nowhere', 'charge');
    const { code, text } = await run(...args);
    expect(code).toBe(2);
    expect(text).toMatch(words);
    expect(await counts()).toMatchObject({ parked: 1 });
  });

  it('takes 200 characters, and says 1 for an event that was never recorded', async () => {
    await park('evt_1', 'ch_nowhere', 'charge');
    expect(await run('dismiss', 'evt_2', '--reason', 'why')).toEqual({
      code: 1,
      text: 'No event with the id evt_2 was recorded. parked list shows the parked ones.',
    });
    expect((await run('retry', 'evt_2')).code).toBe(1);
    expect((await run('dismiss', 'evt_1', '--reason', 'x'.repeat(200))).code).toBe(0);
    expect((await run('--help')).code).toBe(0);
  });
});
