import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageFault } from '../../src/errors.ts';
import { overFaults } from '../../src/store/postgres/faults.ts';
import { openDatabase, type Database, type Sql } from '../../src/store/postgres/open.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makePledge, NOON } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';

// An error that nobody catches fails the run: vitest listens for those of the process.

let database: Awaited<ReturnType<typeof freshPostgres>>;
let beside: Client;
beforeEach(async () => {
  database = await freshPostgres('UTC');
  beside = new Client({ connectionString: database.url });
  await beside.connect();
});
afterEach(async () => {
  await beside.end();
  await database.drop();
});

const read = ({ rows }: Sql) => rows<{ id: number; n: number }>('select id, n from rivals order by id');
const raise = ({ rows }: Sql, id: number) => rows('update rivals set n = n + 1 where id = :id', { id });

describe('a transaction that loses against another', () => {
  let one: Database;
  let other: Database;
  beforeEach(async () => {
    await beside.query('create table rivals (id bigint primary key, n bigint not null)');
    await beside.query('insert into rivals values (1, 0), (2, 0)');
    [one, other] = [openDatabase(database.url), openDatabase(database.url)];
  });
  afterEach(async () => {
    await one.close();
    await other.close();
  });

  it('by a deadlock is tried again, and its work happens once', async () => {
    const duel = makeDuel();
    const crosswise = (db: Database, first: number, second: number) =>
      duel.fight(db, async (sql, meet) => {
        await raise(sql, first);
        await meet();
        await raise(sql, second);
      });
    await Promise.all([crosswise(one, 1, 2), crosswise(other, 2, 1)]);
    expect(duel.tries()).toBe(3);
    expect(await read(one)).toEqual([{ id: 1, n: 2 }, { id: 2, n: 2 }]); // prettier-ignore
  });

  it('for serializability is tried again, and decides on what the winner wrote', async () => {
    const duel = makeDuel();
    // Each raises its row where the sum is still 0: in any order one after the other, one of them would see 1.
    const decide = (db: Database, id: number) =>
      duel.fight(db, async (sql, meet) => {
        await sql.exec('set transaction isolation level serializable');
        const sum = (await read(sql)).reduce((total, row) => total + row.n, 0);
        await meet();
        if (sum === 0) await raise(sql, id);
        return sum;
      });
    expect(new Set(await Promise.all([decide(one, 1), decide(other, 2)]))).toEqual(new Set([0, 1]));
    expect(duel.tries()).toBe(3);
    expect((await read(one)).reduce((total, row) => total + row.n, 0)).toBe(1);
  });

  it('again and again gives up in the end, and nothing has happened', async () => {
    let tries = 0;
    const { checkReady } = overFaults({
      checkReady: () =>
        one.transaction(async (sql) => {
          tries++;
          await sql.exec('set transaction isolation level repeatable read');
          await raise(sql, 1);
          await raise(other, 2);
          await raise(sql, 2);
        }),
    });
    await expect(checkReady()).rejects.toThrow(StorageFault);
    expect(tries).toBe(10);
    expect(await read(one)).toEqual([{ id: 1, n: 0 }, { id: 2, n: 10 }]); // prettier-ignore
  });

  it('is not tried again for an error of its own', async () => {
    let tries = 0;
    const twice = one.transaction(async (sql) => {
      tries++;
      await raise(sql, 2);
      await sql.rows('insert into rivals values (1, 0)');
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(tries).toBe(1);
    expect(await read(one)).toEqual([{ id: 1, n: 0 }, { id: 2, n: 0 }]); // prettier-ignore
  });
});

describe('a connection that breaks', () => {
  let store: Store;
  afterEach(async () => store.close());

  const claim = (keyHash: string) =>
    store.claimCheckout({ keyHash, bodyHash: 'b', pledge: makePledge() }, NOON);
  const sessions = async (where: string) =>
    (await beside.query<{ pid: number }>(`select pid from pg_stat_activity where datname = current_database() and application_name = 'reader-support' and ${where}`)).rows; // prettier-ignore
  const cut = async (where: string) => {
    for (const { pid } of await sessions(where)) await beside.query('select pg_terminate_backend($1)', [pid]);
  };

  it('in the middle of a transaction is a fault of storage; the next call is served', async () => {
    store = (await openPostgresStore(database.url, 'UTC')) as Store;
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table pledges in share mode');
    const waiting = claim('first').catch((error: unknown) => error);
    while ((await sessions(`wait_event_type = 'Lock'`)).length === 0) await sleep(10);
    await cut(`wait_event_type = 'Lock'`);
    expect(await waiting).toBeInstanceOf(StorageFault);
    await holder.end();
    expect((await beside.query('select 1 from checkout_requests')).rowCount).toBe(0);
    expect((await claim('first')).kind).toBe('claimed');
    expect((await beside.query('select 1 from checkout_requests')).rowCount).toBe(1);
  });

  it('while nobody uses it ends nothing, and neither do all of them at once', async () => {
    store = (await openPostgresStore(database.url, 'UTC')) as Store;
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 10 }, (_, i) => claim(`${round} ${i}`)));
      expect((await sessions('true')).length).toBeGreaterThan(1);
      await cut('true');
      while ((await sessions('true')).length > 0) await sleep(10);
      // What was sent before the news came fails as a fault of storage, and no more of it than there were connections.
      for (let tries = 0; ; tries++) {
        const result = await claim(`after ${round}`).catch((error: unknown) => error);
        if (!(result instanceof Error)) break;
        expect(result).toBeInstanceOf(StorageFault);
        expect(tries).toBeLessThan(10);
      }
    }
    expect((await beside.query('select 1 from checkout_requests')).rowCount).toBe(55);
  });

  it('before the answer to a commit leaves what was committed, and the same call again finds it', async () => {
    const line = await listenBetween(database.url);
    try {
      store = (await openPostgresStore(line.url, 'UTC')) as Store;
      const pledge = makePledge();
      const same = () => store.claimCheckout({ keyHash: 'same', bodyHash: 'b', pledge }, NOON);
      // One statement is a transaction of its own; of several, the last one is the commit.
      line.loseAnswerTo(pledge.pledgeId);
      await expect(same()).rejects.toThrow(StorageFault);
      expect(line.lost()).toBe(1);
      // It is there, though the caller was told that it may not be.
      while ((await beside.query('select 1 from pledges')).rowCount === 0) await sleep(10);
      expect(await same()).toMatchObject({ kind: 'claimed', pledge: { pledgeId: pledge.pledgeId } });
      expect((await beside.query('select 1 from pledges')).rowCount).toBe(1);

      const answer = (id: string) => store.answerCheckout('same', { id, answer: `answer ${id}` }, NOON);
      line.loseAnswerTo('commit\0');
      await expect(answer('cs_1')).rejects.toThrow(StorageFault);
      expect(line.lost()).toBe(2);
      while ((await beside.query('select 1 from checkout_requests where answer is not null')).rowCount === 0)
        await sleep(10);
      expect(await answer('cs_2')).toBe('answer cs_1');
    } finally {
      line.close();
    }
  });
});

/** Two transactions that meet in their middle. The loser comes again once the other has won, so that it loses once. */
function makeDuel() {
  const met = Promise.withResolvers<undefined>();
  const won = Promise.withResolvers<undefined>();
  let tries = 0;
  let came = 0;
  const meet = async () => {
    if (++came === 2) met.resolve(undefined);
    await met.promise;
  };
  return {
    tries: () => tries,
    async fight<T>(db: Database, work: (sql: Sql, meet: () => Promise<void>) => Promise<T>): Promise<T> {
      const result = await db.transaction(async (sql) => {
        if (++tries > 2) await won.promise;
        return work(sql, meet);
      });
      won.resolve(undefined);
      return result;
    },
  };
}

/** A line to the server that can be cut once certain bytes have gone through, before their answer. */
async function listenBetween(url: string) {
  const server = new URL(url);
  const open = new Set<Socket>();
  let losing: string | null = null;
  let lost = 0;
  const listener = createServer((near) => {
    const far = connect(Number(server.port), server.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => open.delete(socket));
    }
    let isDeaf = false;
    near.on('data', (bytes) => {
      far.write(bytes);
      if (losing === null || !bytes.includes(losing)) return;
      losing = null;
      lost++;
      isDeaf = true;
    });
    far.on('data', (bytes) => {
      if (!isDeaf) near.write(bytes);
      else near.destroy();
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    url: Object.assign(new URL(url), { port: String((listener.address() as AddressInfo).port) }).href,
    loseAnswerTo: (sent: string) => (losing = sent),
    lost: () => lost,
    close: () => {
      listener.close();
      for (const socket of open) socket.destroy();
    },
  };
}
