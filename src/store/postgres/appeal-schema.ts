import { pgTable, primaryKey, uniqueIndex } from 'drizzle-orm/pg-core';
import type { CountedEvent } from '../../checkout/contract.ts';
import { integer, sequence, text } from './columns.ts';

// What the publisher's options keep: counters that are about nobody, and the figures that were shown.

/** Counters per day of what readers did with the box (appeal/count.ts). No row is about a person. */
export const appealCounts = pgTable(
  'appeal_counts',
  {
    /** The day in the book zone, YYYY-MM-DD. */
    day: text('day').notNull(),
    event: text('event').$type<CountedEvent>().notNull(),
    variant: text('variant').notNull(),
    campaign: text('campaign').notNull(),
    lang: text('lang').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.event, t.variant, t.campaign, t.lang] })],
);

/** Every figure of a goal that readers were shown (appeal/goal.ts): the next one is held against all of them. */
export const goalFigures = pgTable(
  'goal_figures',
  {
    seq: sequence('seq'),
    /** The day it was first shown, in the book zone; a second one of the day is refused. */
    day: text('day').notNull(),
    /** First and last month of the gifts in it, YYYY-MM. */
    first: text('first').notNull(),
    last: text('last').notNull(),
    currency: text('currency').notNull(),
    campaign: text('campaign'),
    /** The highest entry of the ledger in it. */
    bound: integer('bound').notNull(),
    /** Rounded down, in minor units of `currency`. */
    reachedMinor: integer('reached_minor').notNull(),
  },
  (t) => [uniqueIndex('goal_figures_day').on(t.day)],
);
