import { bigint, customType } from 'drizzle-orm/pg-core';

// The columns that every table is made of. They read and write the same values as those of SQLite (tests/store/schema-parity.test.ts).

/** Text that sorts by its bytes whatever the database's own collation is: pages continue behind an id, and exports are in one order everywhere. */
export const text = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' });

/** A whole number; beyond what JavaScript holds exactly, reading it throws (open.ts). */
export const integer = (name: string) => bigint(name, { mode: 'number' });

/** The order of writing. Numbers may be missing; none is given twice. */
export const sequence = (name: string) =>
  bigint(name, { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity();

/** An instant, as milliseconds since 1970 UTC: no setting of a session or a server can shift it. */
export const time = customType<{ data: Date; driverData: number }>({
  dataType: () => 'bigint',
  fromDriver: (ms) => new Date(ms),
  toDriver: (at) => at.getTime(),
});
