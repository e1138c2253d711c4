import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { routeOf } from './route.ts';

/** The floor under every answer: nothing may be loaded, framed or sniffed unless a route says so. */
export function securityHeaders({ https }: { https: boolean }): RequestHandler {
  return helmet({
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
}

/** Gives each request a random id and counts it by route and status: no address, agent, referer or query. */
export function requestLedger({ log, metrics }: { log: Log; metrics: Metrics }): RequestHandler {
  return (_req, res, next) => {
    const started = performance.now();
    const requestId = newId('req');
    res.locals['requestId'] = requestId;
    res.setHeader('X-Request-Id', requestId);
    res.once('close', () => {
      const declared = routeOf(res);
      const route = declared === undefined ? 'GET /*' : `${declared.method.toUpperCase()} ${declared.path}`;
      const durationMs = Math.round(performance.now() - started);
      metrics.requests.inc({ route, status: res.statusCode });
      metrics.requestSeconds.observe({ route }, durationMs / 1000);
      if (durationMs > 2_000 || res.statusCode >= 500)
        log.warn('slow_or_failed', { route, status: res.statusCode, durationMs, requestId });
      else log.debug('request', { route, status: res.statusCode, durationMs, requestId });
    });
    next();
  };
}
