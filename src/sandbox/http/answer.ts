import { parse } from 'qs';
import { apiVersion } from '../events/event.ts';
import { checkEmitted } from '../schemas/check-object.ts';
import { checkParams } from '../schemas/check-request.ts';
import type { World } from '../world/world.ts';
import { StripeFault } from './fault.ts';
import { expand } from './expand.ts';
import type { IdempotencyKeys, KeySlot } from './idempotency.ts';
import type { Router } from './router.ts';
import { shown } from './shown.ts';

/** An API request as it came in. */
export type ApiRequest = {
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
};

export type Answer = { status: number; headers: Record<string, string>; body: string; verdict: string };

/** Answers one API request: key, parameters, idempotency, then the operation itself. */
export function answerApi(
  world: World,
  { router, keys }: { router: Router; keys: IdempotencyKeys },
  request: ApiRequest,
  forced?: StripeFault,
): Answer {
  // Only what changes something counts: reads, replays and refusals must not shift the ids that events name.
  let id = world.random.id('req', 'uncounted requests');
  let slot: KeySlot | undefined;
  try {
    checkKey(request.authorization);
    const route = router.find(request.method, request.path);
    const key = request.method === 'POST' ? request.idempotencyKey : undefined;
    if (key !== undefined) {
      const text = `${request.query}\n${request.body}`;
      const opened = keys.open(key, { path: request.path, text }, world.clock.nowMs());
      if ('status' in opened) return replayed(opened);
      slot = opened;
    }
    if (forced !== undefined) throw forced;
    const params = readParams(request);
    // Stripe keeps no answer for parameters that do not pass; the key stays free.
    checkParams(route.operation, params);
    if (request.method !== 'GET') id = world.random.id('req');
    world.request = { id, idempotencyKey: key ?? null };
    const result = route.handler({ world, id: route.id, params });
    const body = render(world, result, params['expand'] as string[] | undefined);
    const answer = { status: 200, headers: headersFor(id, key), body, verdict: 'ok' };
    slot?.keep(answer);
    return answer;
  } catch (error) {
    const answer = refusal(id, error, request.idempotencyKey);
    if (answer.status === 402 || answer.status >= 500) slot?.keep(answer);
    else slot?.release();
    return answer;
  } finally {
    world.request = undefined;
  }
}

function readParams(request: ApiRequest): Record<string, unknown> {
  // The library's own limits would silently cut a long request short.
  const options = { depth: 20, arrayLimit: 1000, parameterLimit: 5000 };
  return { ...parse(request.query, options), ...parse(request.body, options) };
}

function checkKey(authorization: string | undefined): void {
  const key = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? basicUser(authorization);
  if (key === undefined)
    throw new StripeFault(401, {
      type: 'invalid_request_error',
      message:
        'You did not provide an API key. You need to provide your API key in the Authorization header, ' +
        "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    });
  if (/^(sk|rk)_test_\w+$/.test(key)) return;
  const shownKey = `${key.slice(0, 8)}${'*'.repeat(Math.max(0, Math.min(key.length - 12, 20)))}${key.length > 12 ? key.slice(-4) : ''}`;
  throw new StripeFault(401, {
    type: 'invalid_request_error',
    message: /_live_/.test(key)
      ? 'This is a sandbox where no money moves: it takes test keys only and has forgotten the live key it was sent.'
      : `Invalid API Key provided: ${shownKey}`,
    code: 'api_key_invalid',
  });
}

function basicUser(authorization: string | undefined): string | undefined {
  const encoded = /^Basic (\S+)$/.exec(authorization ?? '')?.[1];
  return encoded && Buffer.from(encoded, 'base64').toString('utf8').split(':')[0];
}

function render(world: World, result: object, paths: string[] | undefined): string {
  const items = 'data' in result && Array.isArray(result.data) ? (result.data as object[]) : undefined;
  const current =
    items === undefined ? shown(world, result) : { ...result, data: items.map((item) => shown(world, item)) };
  const expanded = expand(world, current, paths);
  for (const object of items === undefined ? [expanded] : (expanded as { data: object[] }).data)
    if ('object' in object) checkEmitted(world, object as { object: string }, 'answer');
  return JSON.stringify(expanded);
}

function refusal(id: string, error: unknown, key: string | undefined): Answer {
  const fault =
    error instanceof StripeFault
      ? error
      : new StripeFault(500, {
          type: 'api_error',
          message: error instanceof Error ? error.message : 'The sandbox failed.',
        });
  const body = { error: { ...fault.body, request_log_url: `/inspect/requests/${id}` } };
  return {
    status: fault.status,
    headers: { ...headersFor(id, key), ...fault.headers },
    body: JSON.stringify(body),
    verdict: fault.message,
  };
}

function replayed(answer: Answer): Answer {
  return {
    ...answer,
    headers: { ...answer.headers, 'idempotent-replayed': 'true' },
    verdict: `replayed: ${answer.verdict}`,
  };
}

function headersFor(id: string, key: string | undefined): Record<string, string> {
  return {
    'content-type': 'application/json',
    'request-id': id,
    'stripe-version': apiVersion,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
}
