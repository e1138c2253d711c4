import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from '../world/world.ts';
import { answerApi, type Answer, type ApiRequest } from './answer.ts';
import { callApi, type ApiParts, type Reply } from './call-api.ts';
import { StripeFault } from './fault.ts';
import { isLoopback } from './loopback.ts';

/** What a page or a control call answers; `undefined` leaves the request to the next in line. */
export type { ApiParts, Reply } from './call-api.ts';
export type Incoming = { method: string; path: string; query: URLSearchParams; body: string };
export type Site = (request: Incoming) => Promise<Reply | undefined>;

const largestBody = 2_000_000;

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
  const reply = await callApi(world, api, call);
  if (reply === 'reset') return void response.destroy();
  if (reply !== 'timeout') send(response, reply);
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
