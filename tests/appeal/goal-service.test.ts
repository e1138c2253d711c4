import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WidgetConfig } from '../../src/checkout/contract.ts';
import { publishGoal } from '../../src/appeal/publish-goal.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService({
    sandbox: { clock: new Date('2026-11-10T08:00:00Z'), seed: 3 },
    publisher: { goal: { titles: { en: 'A second reporter' }, currency: 'USD', target: 1_000 } },
  });
});
afterAll(async () => service.stop());

const give = async (howMany: number) => {
  for (let i = 0; i < howMany; i++) {
    const body = { frequency: 'once', amountMinor: 1_500, currency: 'USD' };
    service.sandbox.pay(sessionOf(await postCheckout(service, body)));
  }
  await service.settle();
};
const goal = async () => {
  const ask = () => fetch(`${service.url}/v1/widget-config?lang=en`);
  // After a restart the client's pool still holds a connection to the service that is gone.
  const answer = await ask().catch(ask);
  return ((await answer.json()) as WidgetConfig).goal;
};

describe('a goal from gift to box', () => {
  it('shows nothing before ten have given and the hour has come, then a rounded figure, and never a live one', async () => {
    await give(9);
    await service.sandbox.advance({ days: 1 });
    expect(await publishGoal(service.ctx)).toEqual({ figures: 0 });
    await give(3);
    expect(await publishGoal(service.ctx)).toEqual({ figures: 0 });
    expect(await goal()).toBeUndefined();

    await service.sandbox.advance({ days: 1 });
    expect(await publishGoal(service.ctx)).toEqual({ figures: 1 });
    const shown = {
      title: 'A second reporter',
      per: 'month',
      currency: 'USD',
      targetMinor: 100_000,
      reachedMinor: 15_000,
      percent: 15,
      asOf: '2026-11-12',
    };
    expect(await goal()).toEqual(shown);

    await give(12);
    expect(await publishGoal(service.ctx)).toEqual({ figures: 0 });
    await service.restart();
    expect(await publishGoal(service.ctx)).toEqual({ figures: 0 });
    expect(await goal()).toEqual(shown);

    await service.sandbox.advance({ days: 1 });
    expect(await publishGoal(service.ctx)).toEqual({ figures: 1 });
    expect(await goal()).toMatchObject({ reachedMinor: 35_000, asOf: '2026-11-13' });
    await service.sandbox.advance({ days: 20 });
    expect(await goal()).toBeUndefined();
  });
});
