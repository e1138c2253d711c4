// A server that takes the same webhooks in another way, in a process of its own: node webhook-target.ts NAME … Prints
// its port.
//   limit                        verifies and parses over node:http, and keeps nothing: what any server costs
//   peer FOLDER DATABASE_URL     @supabase/stripe-sync-engine over node:http, its one call of Stripe answered here
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WEBHOOK_SECRET } from '../_support/settings.ts';
import { openPeer } from './peer.ts';

type Take = (body: Buffer, signature: string) => unknown;

const [name = '', folder = '', databaseUrl = ''] = process.argv.slice(2);
const take: Take = name === 'peer' ? await openPeer(folder, databaseUrl) : verifyAndParse;

const server = createServer((req, res) => {
  void (async () => {
    try {
      await take(await bodyOf(req), String(req.headers['stripe-signature']));
      res.end('{"received":true}');
    } catch {
      res.statusCode = 400;
      res.end('{"received":false}');
    }
  })();
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));

function bodyOf(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => resolve(parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts)));
    req.on('error', reject);
  });
}

function verifyAndParse(body: Buffer, signature: string): void {
  const [, at = '', given = ''] = /^t=(\d+),v1=([0-9a-f]{64})/.exec(signature) ?? [];
  const right = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.`).update(body).digest();
  if (!timingSafeEqual(right, Buffer.from(given.padEnd(64, '0'), 'hex'))) throw new Error('wrong signature');
  JSON.parse(body.toString());
}
