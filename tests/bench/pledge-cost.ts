import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Projection, Store } from '../../src/store/store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeEntry, makeEvent, makePledge, NOON, temporaryFolder } from '../_support/make.ts';
import { DISK } from '../_support/places.ts';
import { median } from './load.ts';
import { valueOn } from './peer.ts';
import { startPostgres } from './postgres.ts';
import type { Line } from './report.ts';

const ZONE = 'Europe/Amsterdam';

/** Milliseconds of a database's work for each part of a pledge's life, one after the other, each durable before the next. */
type Cost = { claimMs: number; ringMs: number; bookMs: number; bytes: number };

/**
 * What a pledge costs the database on either engine: what docs/scaling.md is computed from. One caller at a time, so nothing
 * shares a flush: the dearest that it can be.
 */
export async function pledgeCost({ pledges = 2_000 } = {}): Promise<Line[]> {
  const folder = temporaryFolder(DISK);
  const server = await startPostgres(folder.path);
  try {
    const file = join(folder.path, 'cost.db');
    const sqlite = await costOf({ kind: 'sqlite', file }, pledges, async () => statSync(file).size);
    const url = await server.database('cost');
    const size = async () => Number(await valueOn(url, 'select pg_database_size(current_database())'));
    const postgres = await costOf({ kind: 'postgres', url }, pledges, size);
    const line = (what: string, part: keyof Cost, unit: string): Line => ({
      what,
      compared: 'the same on SQLite',
      ratio: `${(postgres[part] / sqlite[part]).toFixed(1)} times as much on PostgreSQL`,
      detail: `${text(sqlite[part])} ${unit} and ${text(postgres[part])}`,
    });
    return [
      line('A checkout: its pledge, its key and its answer', 'claimMs', 'ms'),
      line('A webhook: recorded', 'ringMs', 'ms'),
      line('A payment: booked, with every sum', 'bookMs', 'ms'),
      line('A pledge with one payment: on the disk, indexes among it', 'bytes', 'bytes'),
    ];
  } finally {
    await server.stop();
    folder.remove();
  }
}

async function costOf(
  database: Parameters<typeof openStore>[0]['database'],
  count: number,
  size: () => Promise<number>,
): Promise<Cost> {
  const store = await openStore({ database, publisher: { bookZone: ZONE } });
  try {
    const times: Record<'claim' | 'ring' | 'book', number[]> = { claim: [], ring: [], book: [] };
    const timed = async <T>(part: keyof typeof times, work: () => Promise<T>): Promise<T> => {
      const began = performance.now();
      const done = await work();
      times[part].push(performance.now() - began);
      return done;
    };
    let bytesAtHalf = 0;
    for (let i = 0; i < count; i++) {
      if (i === count / 2) bytesAtHalf = await size();
      await live(store, timed);
    }
    const bytes = ((await size()) - bytesAtHalf) / (count / 2);
    return { claimMs: median(times.claim), ringMs: median(times.ring), bookMs: median(times.book), bytes };
  } finally {
    await store.close();
  }
}

/** One pledge from the click to the ledger. */
async function live(
  store: Store,
  timed: <T>(part: 'claim' | 'ring' | 'book', work: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const pledge = makePledge({ frequency: 'once' });
  await timed('claim', async () => {
    await store.claimCheckout({ keyHash: pledge.pledgeId, bodyHash: 'b', pledge }, NOON);
    const session = { id: `cs_${pledge.pledgeId}`, answer: '{}' };
    await store.answerCheckout(pledge.pledgeId, session, NOON);
  });
  const event = makeEvent();
  await timed('ring', () => store.recordWebhookEvents([{ event, ignored: null }], NOON));
  const [due] = await store.dueWebhookEvents(NOON, 1);
  const marks = { ...pledge.marks, firstPaidAt: NOON, lastPaidAt: NOON };
  const projection: Projection = {
    seq: due?.seq ?? null,
    coveredObjectIds: [event.objectId],
    upToSeq: due?.seq ?? 0,
    readStartedAt: NOON,
    pledge: { pledgeId: pledge.pledgeId, version: 0 },
    closedThrough: null,
    changes: [
      { kind: 'update_pledge', pledgeId: pledge.pledgeId, update: { marks, status: 'paid' } },
      { kind: 'book_entry', entry: makeEntry(pledge) },
    ],
    retryAt: null,
  };
  const { kind } = await timed('book', () => store.applyProjection(projection, NOON));
  if (kind !== 'applied') throw new Error('a projection was refused, so its time says nothing');
}

const text = (value: number) => (value < 100 ? value.toFixed(2) : value.toFixed(0));
