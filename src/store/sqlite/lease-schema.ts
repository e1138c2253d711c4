import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { time } from './schema.ts';

/** Who does what only one instance does at a time (jobs/leases.ts). The holder is a word made at random by its process. */
export const leases = sqliteTable('leases', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  /** By the holder's clock. */
  until: time('until').notNull(),
});
