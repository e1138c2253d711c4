import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabasePlace } from '../../src/config/config.ts';
import { moveStore } from '../../src/operations/move.ts';
import { backUpAsFile } from '../../src/store/back-up-as-file.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { freshPostgres } from '../_support/postgres.ts';

/** Where a life keeps its books. */
export type Shelf = {
  database: DatabasePlace;
  open(): Store;
  /** What a crash leaves for the next life. */
  afterCrash(): Shelf;
  /** Takes the place of another one, as a restored backup does. */
  copyFrom(other: Shelf): void;
  remove(): void;
};

let shelves = 0;

/** Files in a folder, each beginning as a copy of a database that is only migrated. */
export function fileShelves(folder: string): () => Shelf {
  const template = join(folder, 'template.db');
  void openSqliteStore(template).close();
  const shelf = (from: string): Shelf => {
    shelves += 1;
    const file = join(folder, `shelf-${shelves}.db`);
    copyDatabase(from, file);
    return {
      database: { kind: 'sqlite', file },
      open: () => openSqliteStore(file),
      // The database and its log as they are, closed by nobody.
      afterCrash: () => shelf(file),
      copyFrom: ({ database }) => void (database.kind === 'sqlite' && copyDatabase(database.file, file)),
      remove: () => removeDatabase(file),
    };
  };
  return () => shelf(template);
}

/**
 * Databases of a PostgreSQL server. A crash leaves the same one: what was not committed is gone, the server lives on. A backup
 * goes the way that `backup` and `import-store` go: a file of the other engine, and from it a new database.
 */
export function serverShelves(folder: string): () => Shelf {
  const probe = openSqliteStore(join(folder, 'probe.db'));
  const methods = Object.keys(probe).filter((name) => typeof probe[name as keyof Store] === 'function');
  void probe.close();
  /** Where each shelf is: known once its database is there. */
  const places = new WeakMap<Shelf, Promise<Place>>();
  const put = (shelf: Shelf, place: Promise<Place>) => {
    // Whoever asks for it hears what went wrong.
    place.catch(() => {});
    places.set(shelf, place);
  };
  const placeOf = async (shelf: Shelf): Promise<Place> => {
    const place = await places.get(shelf);
    if (place === undefined) throw new Error('only databases of a server are copied here');
    return place;
  };
  return () => {
    const shelf: Shelf = {
      // Nobody asks a life for the address.
      database: { kind: 'postgres', url: '' },
      open: () => opening(methods, placeOf(shelf).then(({ url }) => openPostgresStore(url))),
      afterCrash: () => shelf,
      copyFrom(other) {
        const [old, from] = [placeOf(shelf), placeOf(other)];
        const copy = async () => {
          const made = await copied((await from).url, join(folder, `backup-${(shelves += 1)}.db`));
          await (await old).drop();
          return made;
        };
        put(shelf, copy());
      },
      remove: () => void placeOf(shelf).then(({ drop }) => drop()).catch(() => {}),
    };
    put(shelf, freshPostgres());
    return shelf;
  };
} // prettier-ignore

type Place = { url: string; drop: () => Promise<void> };

/** A new database with what another one holds now, by way of a backup's file. */
async function copied(url: string, file: string): Promise<Place> {
  const source = (await openPostgresStore(url)) as Store;
  await backUpAsFile(source, file).finally(() => source.close());
  const made = await freshPostgres(null);
  const backup = openSqliteStore(file);
  const target = (await openPostgresStore(made.url, undefined, { toFill: true })) as Store;
  try {
    await moveStore(backup, target);
    return made;
  } finally {
    await Promise.all([backup.close(), target.close()]);
    removeDatabase(file);
  }
}

/** A store that is being opened: its calls wait for that. */
function opening(methods: readonly string[], opened: Promise<object>): Store {
  opened.catch(() => {});
  const calls = methods.map((name) => [
    name,
    async (...args: unknown[]) => {
      const store = (await opened) as unknown as Record<string, (...args: unknown[]) => unknown>;
      return store[name]?.(...args);
    },
  ]);
  return { engine: 'postgres', broken: new Promise(() => {}), ...Object.fromEntries(calls) } as Store;
}

function copyDatabase(from: string, to: string): void {
  removeDatabase(to);
  copyFileSync(from, to);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}

function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}
