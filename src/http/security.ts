import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { routeOf } from './route.ts';

/** The floor under every answer: nothing may be loaded, framed or sniffed unless a route says so. */
export function securityHeaders(floor: Record<string, string>): RequestHandler {
  const headers = Object.entries(floor);
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

/** What helmet sets, asked once: it is the same for every answer, and asking each time costs as much as a small answer. */
export function floorHeaders({ https }: { https: boolean }): Record<string, string> {
  const floor: Record<string, string> = {};
  const collect = {
    setHeader: (name: string, value: string) => (floor[name] = value),
    removeHeader: () => {},
  };
  const write = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  write({} as IncomingMessage, collect as unknown as ServerResponse, () => {});
  return floor;
}

/** Gives each request a random id and counts it by route and status: no address, agent, referer or query. */
export function requestLedger(to: { log: Log; metrics: Metrics }): RequestHandler {
  return (_req, res, next) => {
    const started = performance.now();
    const requestId = newId('req');
    res.locals['requestId'] = requestId;
    res.setHeader('X-Request-Id', requestId);
    res.once('close', () => {
      const declared = routeOf(res);
      const route = declared === undefined ? 'GET /*' : `${declared.method.toUpperCase()} ${declared.path}`;
      noteRequest(to, { route, status: res.statusCode, requestId, started });
    });
    next();
  };
}

/** Counts an answer that is out. */
export function noteRequest(
  { log, metrics }: { log: Log; metrics: Metrics },
  { started, ...answer }: { route: string; status: number; requestId: string; started: number },
): void {
  const { route, status } = answer;
  const durationMs = Math.round(performance.now() - started);
  metrics.requests.inc({ route, status });
  metrics.requestSeconds.observe({ route }, durationMs / 1000);
  if (durationMs > 2_000 || status >= 500) log.warn('slow_or_failed', { ...answer, durationMs });
  else log.debug('request', { ...answer, durationMs });
}
