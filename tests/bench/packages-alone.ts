// The packages that every start of the service needs, loaded and hardly used: no start of it can cost less.
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import express from 'express';
import helmet from 'helmet';
import module from 'node:module';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Counter, Registry } from 'prom-client';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import Stripe from 'stripe';
import * as z from 'zod';

const app = express();
app.use(helmet());
app.get('/livez', (_req, res) => {
  res.json({ status: 'ok' });
});
const database = new Database(process.argv[2]);
database.pragma('journal_mode = WAL');
const held = [
  drizzle(database),
  sqliteTable('one', { column: text() }),
  new Stripe('sk_test_ofNobody'),
  pino({ level: 'silent' }),
  new Counter({ name: 'one', help: 'One', registers: [new Registry()] }),
  new RateLimiterMemory({ points: 1, duration: 1 }),
  z.strictObject({ one: z.string().min(1), two: z.int() }).parse({ one: 'one', two: 2 }),
];
const server = app.listen(0, '127.0.0.1', () => {
  module.flushCompileCache();
  console.log((server.address() as AddressInfo).port, held.length > 0 ? '' : 'nothing is held');
});
