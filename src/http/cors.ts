import type { Request, Response } from 'express';
import type { Config } from '../config/config.ts';
import { PUBLIC, type Route } from './route.ts';

/**
 * Lets the publisher's own origins read an answer. No credentials, no other origin; a request without an
 * Origin header is not a browser's cross-site request and needs none of this.
 */
export function allowPublisherOrigin(config: Config, req: Request, res: Response): void {
  res.vary('Origin');
  const origin = req.get('Origin');
  if (origin !== undefined && isPublisherOrigin(config, origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    // The widget stands on other sites: the strict floor would hide the answer from them.
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  }
}

/** A browser asks first before the widget may post JSON from the publisher's site. */
export function preflight(config: Config, path: string): Route {
  return {
    method: 'options',
    path,
    access: PUBLIC,
    handle(req, res) {
      allowPublisherOrigin(config, req, res);
      res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
      res.setHeader('Access-Control-Allow-Headers', 'Content-Type, Idempotency-Key');
      res.setHeader('Access-Control-Max-Age', '600');
      res.status(204).end();
    },
  };
}

/** The publisher's origins, and the service's own (the demo, /give). */
export function isPublisherOrigin(config: Config, origin: string): boolean {
  return config.publisher.origins.includes(origin) || origin === new URL(config.publicUrl).origin;
}
