import { chmodSync, closeSync, fsyncSync, openSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../_support/make.ts';
import { ourService, theLimit, thePeer, type Contender } from './contenders.ts';
import { fireAt, openGenerator, type Generator, type TimedRate } from './generator.ts';
import { alternate, median } from './load.ts';
import { PEER } from './peer.ts';
import { startPostgres } from './postgres.ts';
import type { Line } from './report.ts';
import { startStripeStub } from './stripe-stub.ts';

/** Sockets, and the events of one round over them. */
const LOADS = [
  { sockets: 1, events: 1_000 },
  { sockets: 20, events: 5_000 },
];
const GOAL = { sqlite: 5, postgres: 2 };

/**
 * Webhooks acknowledged durably a second: our service, the peer, and who only verifies, with the same new and signed
 * events in alternating rounds. Afterwards every event that was acknowledged is counted in each database.
 */
export async function webhooks({ rounds: count = 7 } = {}): Promise<Line[]> {
  const folder = temporaryFolder();
  chmodSync(folder.path, 0o755);
  refuseMemory(folder.path);
  const generator = openGenerator();
  const stripe = await startStripeStub();
  const postgres = await startPostgres(folder.path);
  const contenders: Contender[] = [];
  try {
    const given = { folder: folder.path, stripeUrl: stripe.url };
    contenders.push(await ourService('SQLite', given));
    const databaseUrl = await postgres.database('ours');
    contenders.push(await ourService('PostgreSQL', { ...given, databaseUrl, database: postgres }));
    contenders.push(await thePeer(await postgres.database('peer'), postgres));
    contenders.push(await theLimit());
    for (const each of contenders) await refusesForged(each);
    for (const each of contenders) each.pause();
    const lines: Line[] = [];
    const acknowledged = new Map(contenders.map(({ name }) => [name, 0]));
    for (const load of LOADS) {
      const rounds = await race(generator, contenders, { ...load, count }, acknowledged);
      lines.push(...linesOf(rounds, load.sockets, postgres.version));
      if (load.sockets === 1) lines.push(flushLine(rounds, folder.path));
    }
    for (const each of contenders) each.resume();
    for (const each of contenders) await keptEverything(each, acknowledged.get(each.name) ?? 0);
    return lines;
  } finally {
    for (const each of contenders) each.stop();
    await postgres.stop();
    stripe.close();
    generator.close();
    folder.remove();
  }
}

/** All with the same new events of a round; whoever is not measured stands still. */
async function race(
  generator: Generator,
  contenders: readonly Contender[],
  { sockets, events, count }: { sockets: number; events: number; count: number },
  acknowledged: Map<string, number>,
): Promise<Map<string, TimedRate[]>> {
  const measure = async (each: Contender): Promise<TimedRate> => {
    each.resume();
    const rate = await fireAt(generator, each, { sockets, expected: 200 });
    each.pause();
    acknowledged.set(each.name, (acknowledged.get(each.name) ?? 0) + rate.sent);
    return rate;
  };
  return alternate(contenders, count, measure, () => generator.prepare({ kind: 'webhook' }, events));
}

function linesOf(rounds: Map<string, TimedRate[]>, sockets: number, postgresVersion: string): Line[] {
  const of = (name: string) => rounds.get(name) ?? [];
  const rate = (name: string) => median(of(name).map((one) => one.perSecond));
  const time = (name: string) => median(of(name).map((one) => one.processorMsEach));
  const p99 = (name: string) => median(of(name).map((one) => one.p99Ms)).toFixed(1);
  const over = `${sockets} ${sockets === 1 ? 'socket' : 'sockets'}`;
  const raw = (...names: string[]) =>
    names.map((name) => `${name}: ${of(name).map((one) => Math.round(one.perSecond)).join(' ')} a second`).join('; '); // prettier-ignore
  const peer = `${PEER.name} ${PEER.version} on node:http and PostgreSQL ${postgresVersion}`;
  const ours = [...rounds.keys()].filter((name) => name !== 'the peer' && name !== 'verify only');
  return ours.flatMap((name) => {
    const goal = name === 'SQLite' ? GOAL.sqlite : GOAL.postgres;
    const [times, limit] = [rate(name) / rate('the peer'), rate(name) / rate('verify only')];
    const spared = time('the peer') / time(name);
    return [
      {
        what: `Webhooks acknowledged durably on ${name}, ${over}`,
        compared: peer,
        ratio: `${times.toFixed(2)} times its rate`,
        goal: { words: `${goal} times`, met: times >= goal },
        detail: `${Math.round(rate(name))} a second, p99 ${p99(name)} ms, against ${Math.round(rate('the peer'))}, p99 ${p99('the peer')} ms`,
        raw: raw(name, 'the peer', 'verify only'),
      },
      {
        what: `Processor time of such a webhook on ${name}, database included, ${over}`,
        compared: peer,
        ratio: `1/${spared.toFixed(1)} of its time`,
        detail: `${time(name).toFixed(2)} ms against ${time('the peer').toFixed(2)} ms`,
      },
      {
        what: `Webhooks acknowledged durably on ${name}, ${over}`,
        compared: 'node:http that verifies, parses and keeps nothing',
        ratio: `${limit.toFixed(2)} of its rate`,
        detail: `${Math.round(rate(name))} a second against ${Math.round(rate('verify only'))}; ${time(name).toFixed(2)} ms of the processor against ${time('verify only').toFixed(2)}`,
      },
    ];
  });
}

/** What SQLite writes for one such event alone: its row, its keys and the number of rows, with the head of each page. */
const PAGES_OF_ONE = 6;

/** A socket alone shares its flush with nobody: this is what the disk takes of its time. */
function flushLine(rounds: Map<string, TimedRate[]>, folder: string): Line {
  const bytes = Buffer.alloc(PAGES_OF_ONE * (4_096 + 24), 1);
  const file = openSync(join(folder, 'flushes'), 'w');
  const times = Array.from({ length: 1_000 }, () => {
    const started = performance.now();
    writeSync(file, bytes);
    fsyncSync(file);
    return performance.now() - started;
  });
  closeSync(file);
  const p50 = (name: string) => median((rounds.get(name) ?? []).map((one) => one.p50Ms));
  const [flush, ours] = [median(times), p50('SQLite')];
  return {
    what: 'The same bytes appended to a file and flushed, one writer',
    compared: 'a webhook on SQLite, 1 socket',
    ratio: `${(flush / ours).toFixed(2)} of its time`,
    detail: `medians: ${flush.toFixed(2)} ms of ${ours.toFixed(2)} ms; ${PEER.name} takes ${p50('the peer').toFixed(2)} ms`,
  };
}

/** Who takes a forged event does not verify, and would be faster for it. */
async function refusesForged({ name, port }: Contender): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'Stripe-Signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` },
    body: '{"id":"evt_forged","object":"event","type":"checkout.session.completed"}',
  });
  if (answer.status !== 400) throw new Error(`${name} answered a forged event with ${answer.status}`);
}

/** An answer without a row is no acknowledgement. */
async function keptEverything(contender: Contender, acknowledged: number): Promise<void> {
  const found = await contender.kept();
  if (found !== null && found !== acknowledged)
    throw new Error(`${contender.name} acknowledged ${acknowledged} events and holds ${found}`);
}

/** A file in memory is flushed in no time. */
function refuseMemory(path: string): void {
  const MEMORY = 0x01_02_19_94;
  if (statfsSync(path).type === MEMORY)
    throw new Error(`${path} is in memory, where a flush costs nothing. Set TMPDIR to a folder on a disk.`);
}
