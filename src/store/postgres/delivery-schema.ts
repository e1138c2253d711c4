import { sql } from 'drizzle-orm';
import { index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import { integer, text, time } from './columns.ts';
import { staff } from './access-schema.ts';

/** Single-use links to closed months: one row per closing and member of staff who asked for such mails. */
export const monthDeliveries = pgTable(
  'month_deliveries',
  {
    linkId: text('link_id').primaryKey(),
    staffId: text('staff_id')
      .notNull()
      .references(() => staff.staffId),
    period: text('period').notNull(),
    /** Hash of the link of the chain that closed the month. */
    manifestHash: text('manifest_hash').notNull(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    /** Tries at its mail. */
    attempts: integer('attempts').notNull().default(0),
    /** When its mail is due, or until when a sender holds it; null once it was mailed or given up. */
    nextAttemptAt: time('next_attempt_at'),
    mailedAt: time('mailed_at'),
    /** SHA-256 of the link's 256 bits; null before the first try and once it was used. */
    linkHash: text('link_hash'),
    usedAt: time('used_at'),
  },
  (t) => [
    uniqueIndex('month_deliveries_link')
      .on(t.linkHash)
      .where(sql`link_hash is not null`),
    index('month_deliveries_due')
      .on(t.nextAttemptAt)
      .where(sql`next_attempt_at is not null`),
    index('month_deliveries_expires').on(t.expiresAt),
    index('month_deliveries_staff').on(t.staffId),
  ],
);
