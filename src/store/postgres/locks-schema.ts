import { pgTable } from 'drizzle-orm/pg-core';
import { integer, text, time } from './columns.ts';

/**
 * Rows that writers hold until they commit, for what must be written one after the other (write-lock.ts). A row lock and
 * not an advisory one: engines that only speak PostgreSQL's language have no others.
 */
export const writeLocks = pgTable('write_locks', {
  /** `ledger`: entries and what deposits hold; `months`: the chain of closings; `audit`: the chain of the audit. */
  name: text('name').primaryKey(),
  /** The highest `seq` that a chain ever had; 0 for the ledger, whose numbers come from its own column. */
  highest: integer('highest').notNull(),
});

/** Who does a job of the deployment's, and until when nobody else may (lease-store.ts). */
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  /** The process that holds it, by a random name. */
  holder: text('holder').notNull(),
  until: time('until').notNull(),
});
