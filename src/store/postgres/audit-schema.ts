import { index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import type { AuditAction, AuditFact } from '../../finance/audit-entry.ts';
import { integer, sequence, text } from './columns.ts';

/** Who exported, closed or changed what: a chain of entries, each naming the hash of the one before. Append-only by trigger. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** Order of writing, given by the row `audit` of `write_locks`: it remembers the highest one, so a cut end shows. */
    seq: sequence('seq'),
    /** Counts from 1 without a gap. */
    number: integer('number').notNull(),
    action: text('action').$type<AuditAction>().notNull(),
    by: text('by').notNull(),
    outcome: text('outcome').$type<AuditFact['outcome']>().notNull(),
    /** The entry (finance/audit-entry.ts), byte for byte what was hashed; the columns above only find it. */
    entry: text('entry').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    uniqueIndex('audit_entries_number').on(t.number),
    index('audit_entries_action').on(t.action, t.number),
    index('audit_entries_by').on(t.by, t.number),
    index('audit_entries_outcome').on(t.outcome, t.number),
  ],
);
