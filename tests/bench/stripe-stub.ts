import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stripe answers 100 reads a second of a live account, and the service uses 80 of them. */
const READS_PER_SECOND = 80;

/**
 * A Stripe whose every object is another product's and whose lists are empty, at the pace of the real one: the projector
 * of a service that is measured has as much to read and to write beside as Stripe lets it have.
 */
export async function startStripeStub(): Promise<{ url: string; reads: () => number; close: () => void }> {
  let reads = 0;
  let freeAt = 0;
  const server = createServer((req, res) => {
    reads += 1;
    const now = performance.now();
    freeAt = Math.max(now, freeAt) + 1_000 / READS_PER_SECOND;
    const id = /\/([a-z]+_[A-Za-z0-9_]+)/.exec((req.url ?? '').replace('/v1', ''))?.[1];
    const answer =
      id === undefined
        ? { object: 'list', data: [], has_more: false, url: '/v1' }
        : { id, object: 'checkout.session', status: 'complete', metadata: {} };
    setTimeout(() => {
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(answer));
    }, freeAt - now);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads: () => reads,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
