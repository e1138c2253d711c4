// The sender of a load, in a process of its own, so that it takes no time from what it measures. Everything is written
// and signed before the clock starts; then bare sockets send it, each one as soon as its last answer is whole.
import { randomUUID } from 'node:crypto';
import { createConnection, type Socket } from 'node:net';
import type { Fired, Order, Shape } from './generator.ts';
import { signed, webhookEvents } from './webhook-event.ts';

/** The head of an answer, and where its body ends. */
const HEAD_END = '\r\n\r\n';

let prepared: Buffer[] = [];

process.on('message', (order: Order) => {
  void (async () => {
    if ('shape' in order) {
      prepared = await requests(order.shape, order.count);
      process.send?.({});
    } else process.send?.(await fire(order.port, order.sockets, order.count ?? prepared.length));
  })();
});

async function requests(shape: Shape, count: number): Promise<Buffer[]> {
  if (shape.kind === 'webhook') {
    const events = await webhookEvents(count);
    return events.map((event) => {
      const { headers, body } = signed(event);
      return rawRequest('POST /webhooks/stripe', headers, body);
    });
  }
  return Array.from({ length: count }, () => {
    const key = shape.once === true ? { 'Idempotency-Key': randomUUID() } : {};
    return rawRequest(`${shape.method} ${shape.path}`, { ...shape.headers, ...key }, shape.body ?? '');
  });
}

function rawRequest(what: string, headers: Record<string, string>, body: string): Buffer {
  const all = { Host: '127.0.0.1', ...headers, 'Content-Length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${what} HTTP/1.1\r\n${lines.join('\r\n')}${HEAD_END}${body}`);
}

/** Whatever a server answers to it: it shows that the connection was taken up. */
const GREETING = rawRequest('GET /livez', {}, '');

/** Sends the first `count` of what is prepared, and keeps how long each took and which status it got. */
async function fire(port: number, sockets: number, count: number): Promise<Fired> {
  const ms: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  const connections = await Promise.all(Array.from({ length: sockets }, () => connect(port)));
  // Node takes up one connection in each turn of its loop: where a turn is long, the last of them would wait for it all.
  for (const { send } of connections) await send(GREETING);
  const started = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      while (next < count) {
        const request = prepared[next++];
        if (request === undefined) throw new Error('fewer requests are prepared than are to be sent');
        const sentAt = performance.now();
        const status = await connection.send(request);
        ms.push(performance.now() - sentAt);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  for (const { socket } of connections) socket.destroy();
  return { seconds, ms, statuses };
}

type Connection = { socket: Socket; send: (request: Buffer) => Promise<string> };

function connect(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.setNoDelay(true);
    let taken = '';
    let done: { resolve: (status: string) => void; reject: (error: Error) => void } | null = null;
    socket.on('data', (part) => {
      taken += part.toString('latin1');
      const status = wholeAnswer(taken);
      if (status === null) return;
      taken = '';
      done?.resolve(status);
    });
    socket.on('error', (error) => (done === null ? reject(error) : done.reject(error)));
    socket.on('close', () => done?.reject(new Error('the server closed the connection')));
    socket.once('connect', () =>
      resolve({
        socket,
        send: (request) =>
          new Promise((resolve, reject) => {
            done = { resolve, reject };
            socket.write(request);
          }),
      }),
    );
  });
}

/** The status of an answer that has arrived whole. */
function wholeAnswer(text: string): string | null {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const head = text.slice(0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const isWhole =
    length === undefined
      ? text.endsWith(`\r\n0${HEAD_END}`)
      : text.length >= headEnd + HEAD_END.length + Number(length);
  return isWhole ? head.slice(9, 12) : null;
}
