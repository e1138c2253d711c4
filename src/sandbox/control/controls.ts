import { changeCard } from '../billing/change-card.ts';
import { findCard } from '../checkout/cards.ts';
import { answerChallenge, paySession } from '../checkout/pay.ts';
import { sessionOf } from '../checkout/sessions.ts';
import { registerEndpoint } from '../events/endpoints.ts';
import { answerApi } from '../http/answer.ts';
import { invalidRequest } from '../http/fault.ts';
import type { ApiParts } from '../http/server.ts';
import { schedulePayouts } from '../money/payouts.ts';
import { moveClock } from '../world/move-clock.ts';
import type { World } from '../world/world.ts';
import { countsOf } from './counts.ts';
import { formOf } from './form.ts';
import { moneyControls } from './money-controls.ts';
import { sellOther } from './other-sale.ts';
import type { Controls, Duration } from './sandbox-type.ts';

/** The functions tests, the demo and the inspector steer the sandbox with. */
export function makeControls(world: World, api: ApiParts): Controls {
  const { state, clock, deliveries } = world;
  const controls: Controls = {
    state,
    world,
    now: () => new Date(clock.nowMs()),
    reset() {
      resetState(world);
      api.keys.clear();
      begin(world);
    },
    pay(sessionId, how = {}) {
      const card = findCard(how.card ?? 'good');
      if (card === undefined) throw invalidRequest(`There is no test card ${how.card}.`, 'card');
      const email = how.email ?? 'reader@example.org';
      return paySession(world, sessionOf(world, sessionId), {
        card,
        email,
        name: how.name ?? null,
        country: how.country,
      });
    },
    answerChallenge: (sessionId, isApproved) =>
      answerChallenge(world, sessionOf(world, sessionId), isApproved),
    pledge(params, how) {
      const { id } = controls.call('POST', '/v1/checkout/sessions', params as Record<string, unknown>) as {
        id: string;
      };
      const outcome = controls.pay(id, how);
      const session = sessionOf(world, id);
      const { payment_intent: paymentIntent, customer, subscription, invoice } = session;
      return { session: id, outcome, paymentIntent, customer, subscription, invoice };
    },
    advance(to, { settle = false } = {}) {
      const toMs = to instanceof Date ? to.getTime() : clock.nowMs() + durationMs(to);
      return moveClock(world, toMs, { settle });
    },
    follow: () => clock.follow(),
    ...moneyControls(world),
    otherSale: (sale) => sellOther(world, sale),
    changeCard: (subscriptionId, card) => changeCard(world, subscriptionId, card),
    drain: (timeoutMs) => deliveries.drain(timeoutMs),
    chaos: world.chaos,
    call(method, path, params = {}, idempotencyKey) {
      const form = formOf(params);
      const isPost = method === 'POST';
      const request = { method, path, query: isPost ? '' : form, body: isPost ? form : '' };
      const answer = answerApi(world, api, {
        ...request,
        authorization: 'Bearer sk_test_control',
        idempotencyKey,
      });
      const body = JSON.parse(answer.body) as { error?: { message: string } };
      if (body.error !== undefined) throw invalidRequest(body.error.message);
      return body;
    },
    counts: () => countsOf(world),
  };
  return controls;
}

/** Puts the endpoint of the options and the first payout into a new world. */
export function begin(world: World): void {
  const { webhook } = world.settings;
  if (webhook !== undefined)
    registerEndpoint(world, {
      url: webhook.url,
      secret: webhook.secret,
      enabledEvents: webhook.enabledEvents ?? ['*'],
    });
  schedulePayouts(world);
}

function resetState(world: World): void {
  for (const part of Object.values(world.state)) part.clear();
  world.deliveries.clear();
  world.chaos.clear();
  world.clock.clear();
  world.requestLog.length = 0;
  world.counts = { requests: 0, refused: 0, events: 0, validated: 0 };
}

function durationMs({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
