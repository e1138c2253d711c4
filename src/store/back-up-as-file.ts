import { rmSync } from 'node:fs';
import { moveStore } from '../operations/move.ts';
import { SERVES_FOR_A_WHILE, type CopiedTable, type TableRow } from './copy-store.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';
import type { Backup, Store } from './store.ts';

/**
 * A backup of a store that is no file itself: a SQLite database, as every backup is. What serves for a while never
 * reaches the disk of whoever makes the copy.
 */
export async function backUpAsFile(source: Store, target: string, bookZone?: string): Promise<Backup> {
  const part = `${target}.filling`;
  const remove = () => {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${part}${ending}`, { force: true });
  };
  remove();
  try {
    const copy = openSqliteStore(part, bookZone, { toFill: true });
    try {
      await moveStore(source, copy, { without: SERVES_FOR_A_WHILE, change: withoutSecrets });
      return await copy.backUp(target);
    } finally {
      await copy.close();
    }
  } finally {
    remove();
  }
}

/** Columns that serve for a while, in rows that stay. */
function withoutSecrets(table: CopiedTable, row: TableRow): TableRow {
  if (table === 'pledges') return { ...row, thanksToken: null };
  return table === 'staff' ? { ...row, sealedDelivery: null } : row;
}
