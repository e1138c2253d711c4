import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiRule } from '../events/chaos.ts';
import type { World } from '../world/world.ts';
import { answerApi, type Answer, type ApiRequest } from './answer.ts';
import { StripeFault } from './fault.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import { isLoopback } from './loopback.ts';
import type { Router } from './router.ts';

/** What a page or a control call answers; `undefined` leaves the request to the next in line. */
export type Reply = { status: number; headers: Record<string, string>; body: string };
export type Incoming = { method: string; path: string; query: URLSearchParams; body: string };
export type Site = (request: Incoming) => Promise<Reply | undefined>;

const largestBody = 2_000_000;
const keptRequests = 300;

export type ApiParts = { router: Router; keys: IdempotencyKeys };

/** Serves the API under /v1 and everything else from `site`, on this machine only. */
export async function listen(world: World, api: ApiParts, site: Site): Promise<Server> {
  const server = createServer((request, response) => {
    serve(world, api, site, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, failure(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(world.settings.port, '127.0.0.1', resolve);
  });
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return server;
}

async function serve(
  world: World,
  api: ApiParts,
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', world.url);
  const host = /^(?:\[[^\]]+\]|[^:]+)/.exec(request.headers.host ?? '')?.[0] ?? '';
  // A web page somewhere may make a browser call this port under its own name; only this machine's names count.
  if (!isLoopback(host)) return send(response, text(421, 'This sandbox answers on this machine only.'));
  const method = request.method ?? 'GET';
  const from = request.headers['sec-fetch-site'];
  if (method !== 'GET' && (from === 'cross-site' || from === 'same-site'))
    return send(response, text(403, 'Only the pages of this sandbox may press its buttons.'));
  const body = await readBody(request);
  if (url.pathname.startsWith('/v1/') || url.pathname.startsWith('/v2/')) {
    const call: ApiRequest = {
      method,
      path: url.pathname,
      query: url.search.slice(1),
      body,
      authorization: request.headers.authorization,
      idempotencyKey: request.headers['idempotency-key'] as string | undefined,
    };
    return serveApi(world, api, call, response);
  }
  const reply = await site({ method, path: url.pathname, query: url.searchParams, body });
  if (reply !== undefined) return send(response, reply);
  const { status, headers, body: refused } = answerUnknown(world, api, method, url.pathname);
  return send(response, { status, headers, body: refused });
}

async function serveApi(
  world: World,
  api: ApiParts,
  call: ApiRequest,
  response: ServerResponse,
): Promise<void> {
  const startedMs = performance.now();
  const rule = world.chaos.strikeCall(call.method, call.path);
  const isExecuted =
    rule === undefined || rule.fault === 'slow' || rule.executed === true || rule.fault === 'status';
  const answer = isExecuted ? answerApi(world, api, call, forcedFault(rule)) : undefined;
  log(
    world,
    call,
    answer ?? { status: 0, headers: {}, body: '', verdict: `lost on purpose (${rule?.fault})` },
    startedMs,
  );
  if (rule?.fault === 'reset') return void response.destroy();
  if (rule?.fault === 'timeout') return;
  if (rule?.fault === 'slow') {
    const letGo = api.keys.hold(call.idempotencyKey ?? '');
    await new Promise((resolve) => setTimeout(resolve, rule.delayMs ?? 1000));
    letGo();
  }
  // The call took effect, but its caller hears of a failure.
  if (rule?.fault === 'status' && rule.executed === true) return send(response, lostAnswer(rule));
  if (answer !== undefined) send(response, answer);
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

/** Anything else gets Stripe's envelope too: the SDK takes a JSON answer without `error` for success. */
function answerUnknown(world: World, api: ApiParts, method: string, path: string): Answer {
  const request = {
    method,
    path,
    query: '',
    body: '',
    authorization: 'Bearer sk_test_any',
    idempotencyKey: undefined,
  };
  return answerApi(world, api, request);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody)
      throw new StripeFault(413, { type: 'invalid_request_error', message: 'Request too large.' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

function text(status: number, message: string): Reply {
  const body = JSON.stringify({ error: { type: 'invalid_request_error', message } });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

function failure(error: unknown): Reply {
  return text(
    error instanceof StripeFault ? error.status : 500,
    error instanceof Error ? error.message : 'The sandbox failed.',
  );
}
