import Database from 'better-sqlite3';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fillLedger } from '../bench/ledger-csv-data.ts';
import { financeApp } from './finance-app.ts';

// An open read statement keeps the write-ahead log from being used again: with one, every write of a download's
// time would still be in it.
it('a client that takes no byte for a while holds up no writer and lets the write-ahead log be used again', async () => {
  const fin = financeApp();
  await fillLedger({ kind: 'sqlite', file: fin.file }, 20_000);
  const { secret } = await fin.key(['ledger:read']);
  const server = fin.app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = get({ port, path: '/v1/ledger.jsonl', headers: { authorization: `Bearer ${secret}` } });
  const [response] = (await once(client, 'response')) as [IncomingMessage];
  response.pause();
  await wait(100);

  const writer = new Database(fin.file);
  writer.pragma('synchronous = OFF');
  writer.exec('create table written (text)');
  const write = writer.prepare('insert into written values (?)');
  let written = 0;
  let largest = 0;
  for (let i = 0; i < 200; i++) {
    writer.transaction(() => {
      for (let line = 0; line < 50; line++) write.run('x'.repeat(4_000));
    })();
    written += 50 * 4_000;
    largest = Math.max(largest, statSync(`${fin.file}-wal`).size);
  }
  writer.close();
  expect(written).toBe(40_000_000);
  expect(largest).toBeLessThan(10_000_000);

  let bytes = 0;
  for await (const part of response) bytes += (part as Buffer).length;
  expect(bytes).toBeGreaterThan(5_000_000);
  server.close();
  await fin.close();
});
