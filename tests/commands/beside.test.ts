import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parkedCommand } from '../../src/commands/parked.ts';
import { projectCommand } from '../../src/commands/project.ts';
import { reconcileCommand } from '../../src/commands/reconcile.ts';
import { openContext, type AppContext } from '../../src/context.ts';
import { createLog } from '../../src/log.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

// Commands of a person while a service runs on the same database, and while none does.

let service: TestService;
let command: AppContext;
let printed: string[];
const out = (line: string) => void printed.push(line);
const start = async (jobs: boolean) => {
  service = await testService({ jobs, sandbox: { clock: new Date('2026-11-22T12:00:00Z') } });
  command = await openContext(service.ctx.config, {
    log: createLog('silent'),
    now: () => service.sandbox.now(),
  });
};
const give = async () => {
  const answer = await postCheckout(service, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
  service.sandbox.pay(sessionOf(answer));
  await service.sandbox.drain();
  return String(answer.json['pledgeId']);
};
beforeEach(() => {
  printed = [];
});
afterEach(async () => {
  await command.projector.stop();
  await command.leases.letGo();
  await command.store.close();
  await service.stop();
});

describe('beside a running service', () => {
  beforeEach(async () => start(true));

  it('project leaves the inbox to it, and says so once nothing is due', async () => {
    await service.ctx.projector.drain();
    const pledgeId = await give();
    expect(await projectCommand(command, out)).toBe(0);
    expect(printed).toEqual([
      'A running service works the inbox: nothing is due any more, 0 events wait for their next try.',
    ]);
    expect((await command.store.pledgeById(pledgeId))?.status).toBe('paid');
  });

  it('parked retry waits until the service has looked, and tells what came of it', async () => {
    await service.ctx.projector.drain();
    await give();
    await service.settle();
    const { store, now } = command;
    // An event that was given up, about an object that is not at Stripe.
    const event = { stripeEventId: 'evt_parked_1', type: 'charge.succeeded', objectId: 'ch_nowhere', objectType: 'charge', createdAt: now(), livemode: false, apiVersion: null }; // prettier-ignore
    await store.recordWebhookEvents([{ event, ignored: null }], now());
    await store.failWebhookEvent(await store.lastWebhookSeq(), { error: 'AnError', nextAttemptAt: null }, now()); // prettier-ignore
    expect(await parkedCommand(['retry', 'evt_parked_1'], command, out)).toBe(1);
    expect(printed.at(-1)).toMatch(
      /^evt_parked_1: still waiting, StripeInvalidRequestError:resource_missing.*; the service tries again after/,
    );
  });

  it('reconcile runs all the same, and says that it reads with what the service leaves', async () => {
    await service.ctx.projector.drain();
    await give();
    expect(await reconcileCommand([], command, out)).toBe(0);
    expect(printed[0]).toContain('A running service reads Stripe too');
    expect(printed.at(-1)).toBe('The ledger equals Stripe to the cent.');
  });
});

describe('while no service runs', () => {
  beforeEach(async () => start(false));

  it('project works the inbox, and reconcile has all reads for itself', async () => {
    await service.ctx.projector.stop();
    const pledgeId = await give();
    expect(await projectCommand(command, out)).toBe(0);
    expect(printed).toEqual([expect.stringMatching(/^project: settled [3-9], failed 0$/)]);
    expect((await command.store.pledgeById(pledgeId))?.status).toBe('paid');
    expect(await reconcileCommand([], command, out)).toBe(0);
    expect(printed.join('\n')).not.toContain('A running service');
  });
});
