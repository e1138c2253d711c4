import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { migrateThroughGate, readMigrations } from '../../src/store/sqlite/migrate.ts';
import { openWriter } from '../../src/store/sqlite/open.ts';
import { keepBookZone } from '../../src/store/sqlite/sum-store.ts';
import { temporaryFolder } from './make.ts';

/** An empty database of each book zone, made in this process by the product's own steps. */
const made = new Map<string | undefined, Buffer>();

/**
 * Puts an empty database where none is yet: every migration and the calendar of a zone once for a test file, not once
 * for each of its services. The service opens it as any other that is there already.
 */
export function freshDatabase(file: string, bookZone?: string): void {
  if (existsSync(file)) return;
  const bytes = made.get(bookZone) ?? make(bookZone);
  made.set(bookZone, bytes);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, bytes, { mode: 0o600 });
}

function make(bookZone: string | undefined): Buffer {
  const folder = temporaryFolder();
  try {
    const file = join(folder.path, 'empty.db');
    const db = openWriter(file);
    migrateThroughGate(db, readMigrations());
    if (bookZone !== undefined) keepBookZone(db, bookZone);
    db.close();
    return readFileSync(file);
  } finally {
    folder.remove();
  }
}
