import { StripeFault } from '../http/fault.ts';
import type { Incoming, Reply } from '../http/server.ts';
import type { Controls } from './sandbox-type.ts';

type Command = (controls: Controls, body: Record<string, unknown>) => unknown;

/** Control calls by the word after `/_sandbox/`; every one is a POST with a JSON body, and so is each step of a batch. */
const commands: Record<string, Command> = {
  reset: (controls) => controls.reset(),
  pay: (controls, { session, ...how }) => controls.pay(String(session), how),
  pledge: (controls, { params, ...how }) => controls.pledge(params as object, how),
  challenge: (controls, { session, approve }) => controls.answerChallenge(String(session), approve === true),
  advance: async (controls, { to, settle, ...by }) => {
    await controls.advance(to === undefined ? by : new Date(to as string | number), {
      settle: settle === true,
    });
    return { now: controls.now().toISOString() };
  },
  follow: (controls) => controls.follow(),
  refund: (controls, { id, amountMinor }) => controls.refund(String(id), amountMinor as number | undefined),
  'fail-refund': (controls, { id }) => controls.failRefund(String(id)),
  'fail-debit': (controls, { id }) => controls.failDebit(String(id)),
  dispute: (controls, { id, ...how }) => controls.dispute(String(id), how),
  escalate: (controls, { id }) => controls.escalate(String(id)),
  'close-dispute': (controls, { id, outcome, returnedMinor }) =>
    controls.closeDispute(String(id), outcome as 'won', returnedMinor as number | undefined),
  'fraud-warning': (controls, { id }) => controls.warnOfFraud(String(id)),
  'pay-out': (controls) => controls.payOut(),
  'fail-payout': (controls, { id, code }) => controls.failPayout(String(id), code as string | undefined),
  'account-fee': (controls, { currency, amountMinor, description }) =>
    controls.chargeAccountFee(String(currency), Number(amountMinor), description as string | undefined),
  'adjust-balance': (controls, { currency, amountMinor, description }) =>
    controls.adjustBalance(String(currency), Number(amountMinor), description as string | undefined),
  'other-sale': (controls, sale) => controls.otherSale(sale as Parameters<Controls['otherSale']>[0]),
  'change-card': (controls, { subscription, card }) =>
    controls.changeCard(String(subscription), card as 'good'),
  drain: (controls, { timeoutMs }) => controls.drain(timeoutMs as number | undefined),
  counts: (controls) => controls.counts(),
  now: (controls) => ({ now: controls.now().toISOString() }),
  call: (controls, { method, path, params, idempotencyKey }) =>
    controls.call(
      String(method),
      String(path),
      params as Record<string, unknown>,
      idempotencyKey as string | undefined,
    ),
  chaos: (controls, { deliveries, api, clear }) => {
    if (clear === true) controls.chaos.clear();
    controls.chaos.deliveries.push(...((deliveries ?? []) as typeof controls.chaos.deliveries));
    controls.chaos.api.push(...((api ?? []) as typeof controls.chaos.api));
  },
};

const mostSteps = 10_000;

/** Answers a control call with `{ result }`, or with an error in Stripe's envelope. */
export async function controlReply(controls: Controls, request: Incoming): Promise<Reply> {
  const name = request.path.slice('/_sandbox/'.length);
  try {
    if (request.method !== 'POST' && name !== 'counts' && name !== 'now')
      throw new StripeFault(405, {
        type: 'invalid_request_error',
        message: 'Control calls are POST requests with a JSON body.',
      });
    const body = (request.body === '' ? {} : JSON.parse(request.body)) as Record<string, unknown>;
    const result = name === 'batch' ? await runBatch(controls, body) : await run(controls, name, body);
    return json(200, { result: result ?? null });
  } catch (error) {
    const status = error instanceof StripeFault ? error.status : 400;
    const message = error instanceof Error ? error.message : 'The control call failed.';
    return json(status, { error: { type: 'invalid_request_error', message } });
  }
}

function run(controls: Controls, name: string, body: Record<string, unknown>): unknown {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new StripeFault(404, {
      type: 'invalid_request_error',
      message: `There is no control call ${name}.`,
    });
  return command(controls, body);
}

/** Runs `{ steps: [{ do: 'pay', … }, …] }` in order; a step that fails stops the batch and says which it was. */
async function runBatch(controls: Controls, body: Record<string, unknown>): Promise<unknown[]> {
  const steps = (body['steps'] ?? []) as Record<string, unknown>[];
  if (steps.length > mostSteps)
    throw new StripeFault(400, {
      type: 'invalid_request_error',
      message: `A batch may have ${mostSteps} steps.`,
    });
  const results: unknown[] = [];
  for (const [i, { do: name, ...rest }] of steps.entries()) {
    try {
      results.push((await run(controls, String(name), rest)) ?? null);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StripeFault(400, {
        type: 'invalid_request_error',
        message: `Step ${i} (${String(name)}): ${reason}`,
      });
    }
  }
  return results;
}

function json(status: number, body: object): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
