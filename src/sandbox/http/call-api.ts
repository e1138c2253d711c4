import type { ApiRule } from '../events/chaos.ts';
import type { World } from '../world/world.ts';
import { answerApi, type Answer, type ApiRequest } from './answer.ts';
import { StripeFault } from './fault.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { Router } from './router.ts';

/** What a page, a control call or the API answers. */
export type Reply = { status: number; headers: Record<string, string>; body: string };
export type ApiParts = { router: Router; keys: IdempotencyKeys };

const keptRequests = 300;

/** Answers an API call with whatever strikes it on the way, however it came in; or says how its answer was lost. */
export async function callApi(
  world: World,
  api: ApiParts,
  call: ApiRequest,
): Promise<Reply | 'reset' | 'timeout'> {
  const startedMs = performance.now();
  const rule = world.chaos.strikeCall(call.method, call.path);
  const isExecuted =
    rule === undefined || rule.fault === 'slow' || rule.executed === true || rule.fault === 'status';
  const answer = isExecuted ? answerApi(world, api, call, forcedFault(rule)) : undefined;
  const lost = { status: 0, headers: {}, body: '', verdict: `lost on purpose (${rule?.fault})` };
  log(world, call, answer ?? lost, startedMs);
  if (rule?.fault === 'reset' || rule?.fault === 'timeout') return rule.fault;
  if (rule?.fault === 'slow') {
    const letGo = api.keys.hold(call.idempotencyKey ?? '');
    await new Promise((resolve) => setTimeout(resolve, rule.delayMs ?? 1000));
    letGo();
  }
  // The call took effect, but its caller hears of a failure.
  if (rule?.fault === 'status' && rule.executed === true) return lostAnswer(rule);
  return answer ?? lost;
}

function lostAnswer(rule: ApiRule): Reply {
  const fault = statusFault(rule);
  const headers = { 'content-type': 'application/json' };
  return { status: fault.status, headers, body: JSON.stringify({ error: fault.body }) };
}

function forcedFault(rule: ApiRule | undefined): StripeFault | undefined {
  return rule?.fault !== 'status' || rule.executed === true ? undefined : statusFault(rule);
}

function statusFault(rule: ApiRule): StripeFault {
  const status = rule.status ?? 500;
  if (status === 429)
    return new StripeFault(429, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Too many requests in a short time. Please slow down and try again.',
    });
  return new StripeFault(status, { type: 'api_error', message: 'An unknown error occurred' });
}

function log(world: World, call: ApiRequest, answer: Answer, startedMs: number): void {
  world.counts.requests++;
  if (answer.status >= 400) world.counts.refused++;
  world.requestLog.push({
    id: answer.headers['request-id'] ?? '',
    atMs: world.clock.nowMs(),
    method: call.method,
    path: call.path,
    status: answer.status,
    verdict: answer.verdict,
    durationMs: Math.round((performance.now() - startedMs) * 10) / 10,
  });
  if (world.requestLog.length > keptRequests)
    world.requestLog.splice(0, world.requestLog.length - keptRequests);
}
