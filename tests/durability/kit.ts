import Database from 'better-sqlite3';
import Stripe from 'stripe';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { HANDLED_TYPES } from '../../src/webhooks/event-types.ts';
import { builtProgram } from '../_support/built.ts';
import { childEnv } from '../_support/places.ts';
import { freePort } from '../_support/service.ts';
import { settings, WEBHOOK_SECRET } from '../_support/settings.ts';
import { need } from '../_support/tools.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOCKETS = 8;

/** Runs a tool to its end and throws with what it said where it failed. */
export function run(tool: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** Runs a script of this folder to its end. */
export function runWith(env: Record<string, string>, args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
}

/**
 * Strace on a running service: `inject` strikes at the n-th call on that one file, counted from now. Attached
 * and not started with it, because a whole start under strace takes three times as long.
 */
export async function strike(
  service: Service,
  { file, call, inject }: { file: string; call: string; inject: string },
): Promise<{ end: () => Promise<void> }> {
  const strace = need('strace');
  const pid = String(service.child.pid);
  const args = ['-f', '-p', pid, '-P', file, '-e', `trace=${call}`, '-e', `inject=${call}:${inject}`];
  const child = spawn(strace, ['-qqq', '-o', '/dev/null', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (part: Buffer) => (words += part.toString()));
  // The sandbox's own retries may reach the n-th call, and end the service, before anyone has looked.
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  await until('strace is attached', () => {
    if (words !== '') throw new Error(`strace ended: ${words}`);
    return isOver() || isTraced(pid);
  });
  return {
    async end() {
      if (isOver()) return;
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('close', resolve));
    },
  };
}

function isTraced(pid: string): boolean {
  try {
    return /^TracerPid:\t[1-9]/m.test(readFileSync(`/proc/${pid}/task/${pid}/status`, 'utf8'));
  } catch {
    return false; // it has ended
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits until it is true, at most a minute; says what was awaited where it never came. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_400; i++) {
    if (await isTrue()) return;
    await pause(25);
  }
  throw new Error(`waited a minute for this: ${what}`);
}

export type Ending = { code: number | null; signal: NodeJS.Signals | null };
/** `wrap` is a command that starts the service, such as strace with its options. */
export type StartOptions = { wrap?: string[]; env?: Record<string, string> };

/** A service in a process of its own. */
export type Service = {
  child: ChildProcess;
  /** Resolves when the process has ended, however it did. */
  ended: Promise<Ending>;
  hasEnded: () => boolean;
  /** Its log and what it wrote beside it. */
  output(): string;
  kill(): Promise<void>;
  stop(): Promise<Ending>;
};

/** The product, a Stripe for it, and a crowd of senders that remember what was acknowledged. */
export type Bench = {
  url: string;
  database: string;
  sandbox: Sandbox;
  acknowledged: Acknowledged;
  /** Starts the service on the same database and port and waits until it is ready, or has ended. */
  start(options?: StartOptions): Promise<Service>;
  /** Sends events over eight sockets and gives money until `isOver`, or until the service is gone. */
  rush(isOver: () => boolean): Promise<void>;
  /** Sends one event. */
  send(id: string, over?: { at?: Date }): Promise<Answer>;
  /** Sends so many new events at once. Returns the statuses. */
  sendMany(count: number): Promise<number[]>;
  post(path: string, body: string, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  checkout(): Promise<Answer>;
  /** Pays what a checkout opened; the sandbox rings the service about it. */
  pay(answer: Answer): void;
  close(): Promise<void>;
};

export type Acknowledged = { events: string[]; pledges: string[] };
export type Answer = { status: number; text: string };

/** `note` hears of every acknowledgement the moment it has arrived whole; `program` is what runs instead of the one that tests build. */
export async function openBench(
  folder: string,
  { note = () => {}, program }: { note?: (ack: string) => void; program?: string } = {},
): Promise<Bench> {
  const cli = program ?? (await builtProgram());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({
    webhook: {
      url: `${url}/webhooks/stripe`,
      secret: WEBHOOK_SECRET,
      enabledEvents: [...HANDLED_TYPES.keys()],
    },
    order: 'shuffled',
    // Stripe tries for three days; here it must outlast every restart.
    retryDelaysMs: Array.from({ length: 400 }, () => 150),
    validateEmitted: 'sample',
    recordEvents: 'enabled',
    payouts: 'manual',
  });
  const database = join(folder, 'data', 'test.db');
  const env = settings(folder, {
    DATABASE_URL: `file:${database}`,
    PORT: String(port),
    PUBLIC_URL: url,
    STRIPE_API_BASE: sandbox.url,
    LOG_LEVEL: 'info',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS + 2 });
  const running = new Set<Service>();
  const acknowledged: Acknowledged = { events: [], pledges: [] };
  const sessions: string[] = [];

  const post: Bench['post'] = (path, body, headers = {}) =>
    ask(agent, `${url}${path}`, { method: 'POST', body, headers });

  async function send(id: string, { at = new Date() }: { at?: Date } = {}): Promise<Answer> {
    // Some about money that moved just now, some that the service only records.
    const session = sessions[Math.floor(Math.random() * Math.min(sessions.length, 16))];
    const object = session === undefined || Math.random() < 0.5 ? null : session;
    const payload = JSON.stringify({
      id,
      object: 'event',
      type: object === null ? 'product.created' : 'checkout.session.completed',
      created: Math.floor(at.getTime() / 1000),
      livemode: false,
      api_version: null,
      data: {
        object:
          object === null ? { id: 'prod_1', object: 'product' } : { id: object, object: 'checkout.session' },
      },
    });
    const timestamp = Math.floor(at.getTime() / 1000);
    const signature = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: WEBHOOK_SECRET,
      timestamp,
    });
    const answer = await post('/webhooks/stripe', payload, { 'Stripe-Signature': signature });
    if (answer.status === 200) {
      acknowledged.events.push(id);
      note(id);
    }
    return answer;
  }

  async function checkout(): Promise<Answer> {
    const monthly = Math.random() < 0.5;
    const body = { frequency: monthly ? 'monthly' : 'once', amountMinor: monthly ? 500 : 2_500 };
    const answer = await post('/v1/checkout', JSON.stringify({ currency: 'USD', ...body }), {
      'Idempotency-Key': crypto.randomUUID(),
    });
    if (answer.status === 201) {
      const { pledgeId } = JSON.parse(answer.text) as { pledgeId: string };
      acknowledged.pledges.push(pledgeId);
      note(pledgeId);
    }
    return answer;
  }

  function pay(answer: Answer): void {
    const session = new URL((JSON.parse(answer.text) as { url: string }).url).pathname.split('/').at(-1);
    if (session === undefined || sandbox.pay(session).result !== 'paid') throw new Error('not paid');
    sessions.unshift(session);
  }

  return {
    url,
    database,
    sandbox,
    acknowledged,
    send,
    async sendMany(count) {
      const sent: Promise<Answer>[] = [];
      for (let i = 0; i < count; i++) sent.push(send(eventId()));
      return (await Promise.all(sent)).map(({ status }) => status);
    },
    post,
    checkout,
    pay,
    get: (path) => ask(agent, `${url}${path}`, { method: 'GET' }),
    async start({ wrap = [], env: more = {} } = {}) {
      const service = launch([...wrap, process.execPath, cli, 'start'], { ...env, ...more });
      running.add(service);
      void service.ended.then(() => running.delete(service));
      while (!service.hasEnded()) {
        const answer = await ask(agent, `${url}/readyz`, { method: 'GET' }).catch(() => null);
        if (answer?.status === 200) break;
        await pause(20);
      }
      return service;
    },
    async rush(isOver) {
      const sender = async () => {
        while (!isOver()) {
          try {
            await send(eventId());
          } catch {
            return;
          }
        }
      };
      const giver = async () => {
        while (!isOver()) {
          const answer = await checkout().catch(() => null);
          if (answer === null) return;
          if (answer.status === 201) pay(answer);
          await pause(40);
        }
      };
      await Promise.all([...Array.from({ length: SOCKETS }, sender), giver()]);
    },
    async close() {
      await Promise.all([...running].map((service) => service.kill()));
      agent.destroy();
      await sandbox.close();
    },
  };
}

export const eventId = () => `evt_${crypto.randomUUID().replaceAll('-', '')}`;

function launch(command: string[], env: Record<string, string | undefined>): Service {
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: childEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: ROOT,
  });
  let output = '';
  const take = (part: Buffer) => {
    output = (output + part.toString()).slice(-200_000);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    child,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    output: () => output,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

/** One request whose answer has arrived whole, or an error. */
function ask(
  agent: Agent,
  url: string,
  { method, body, headers = {} }: { method: 'GET' | 'POST'; body?: string; headers?: Record<string, string> },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const asked = request(url, { agent, method, headers: { ...json, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.complete) resolve({ status: answer.statusCode ?? 0, text });
        else reject(new Error('the answer was cut off'));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What of it is missing in the database, read as any other program would. */
export function lost(file: string, acknowledged: Acknowledged): string[] {
  return reading(file, (db) => {
    const has = (query: string) => {
      const known = new Set(db.prepare(query).pluck().all() as string[]);
      return (id: string) => known.has(id);
    };
    const hasEvent = has('select stripe_event_id from webhook_events');
    const hasPledge = has('select pledge_id from pledges');
    return [
      ...acknowledged.events.filter((id) => !hasEvent(id)),
      ...acknowledged.pledges.filter((id) => !hasPledge(id)),
    ];
  });
}

/** SQLite's own checks, and the ledger's balance transactions that stand in it more than once: none, or words. */
export function faultsIn(file: string): string[] {
  return reading(file, (db) => {
    const integrity = db.pragma('integrity_check') as { integrity_check: string }[];
    const references = db.pragma('foreign_key_check') as unknown[];
    const twice = db
      .prepare(
        `select stripe_balance_transaction_id from ledger_entries not indexed
           group by stripe_balance_transaction_id having count(*) > 1`,
      )
      .pluck()
      .all();
    return [
      ...integrity.map((row) => row.integrity_check).filter((word) => word !== 'ok'),
      ...references.map((row) => `broken reference ${JSON.stringify(row)}`),
      ...twice.map((id) => `${String(id)} is booked more than once`),
    ];
  });
}

/** Pledges that are marked as paid and have no payment in the ledger: both are written together, or neither. */
export function paidWithoutEntry(file: string): string[] {
  return reading(
    file,
    (db) =>
      db
        .prepare(
          `select pledge_id || ' is paid without an entry' from pledges where first_paid_at is not null
             and pledge_id not in (select pledge_id from ledger_entries where pledge_id is not null)`,
        )
        .pluck()
        .all() as string[],
  );
}

/** Balance transactions in the ledger, sorted. */
export function booked(file: string): string[] {
  return reading(
    file,
    (db) =>
      db
        .prepare(
          'select stripe_balance_transaction_id from ledger_entries order by stripe_balance_transaction_id',
        )
        .pluck()
        .all() as string[],
  );
}

/** Events that still wait for the projector. */
export function pending(file: string): number {
  return reading(file, (db) =>
    Number(db.prepare('select count(*) from webhook_events where next_attempt_at is not null').pluck().get()),
  );
}

function reading<T>(file: string, read: (db: Database.Database) => T): T {
  // Read-only: a second writer that closes would fold the log into the file and hide what is tested.
  const db = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** What the sandbox moved for our pledges, sorted. */
export function moved(sandbox: Sandbox): string[] {
  return sandbox.state.balanceTransactions
    .all()
    .map((movement) => movement.id)
    .sort();
}
