import type { Database, Statement } from 'better-sqlite3';
import { remember } from '../../remember.ts';

/**
 * A connection as drizzle is to see it: a text is prepared once. drizzle prepares a statement anew at each use, which
 * costs as much as running a short one.
 */
export function keepingStatements(db: Database): Database {
  const statements = remember<Statement>(500);
  return Object.create(db, {
    prepare: {
      value(text: string) {
        const statement = statements(text, () => db.prepare(text));
        // As a new one is: drizzle asks for lists each time that it wants them.
        return statement.reader ? statement.raw(false) : statement;
      },
    },
  }) as Database;
}
