import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageFault } from '../../errors.ts';
import type { Store } from '../store.ts';

/** The file or the disk failed, not the statement. */
const STORAGE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CORRUPT|NOTADB|NOMEM|CANTOPEN|PROTOCOL|PERM)/;
/** Somebody else holds a lock: it passes by itself and says nothing about the disk. */
const PASSING = /^SQLITE_(BUSY|LOCKED)/;
/** The kernel may have dropped the pages of a failed flush; the next one would report success without them. */
const UNFLUSHED = /^SQLITE_IOERR_(FSYNC|DIR_FSYNC)$/;

/** SQLite's code where an error means that the storage failed; null for any other error. */
export function storageCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && STORAGE.test(code)) return code;
  return storageCode(error.cause);
}

/** Far more than any one transaction writes. */
const ROOM_BYTES = 1024 * 1024;

/** Throws where the disk has no room for what comes next. */
export function needRoom(file: string): void {
  const { bavail, bsize } = statfsSync(dirname(file));
  if (bavail * bsize < ROOM_BYTES)
    throw new StorageFault(Object.assign(new Error('the disk is full'), { code: 'SQLITE_FULL' }));
}

/** Watches every call of a store for failures of the disk. */
export type FaultWatch = {
  broken: Promise<Error>;
  /** The same methods; storage failures come out as `StorageFault`, and after a failed flush nothing goes in. */
  over<T extends Partial<Store>>(methods: T): T;
  /** Whether the last storage failure has not been followed by a successful write yet. */
  isFaulty(): boolean;
  isBroken(): boolean;
  healed(): void;
};

export function watchFaults(): FaultWatch {
  let isFaulty = false;
  let fatal: StorageFault | null = null;
  const { promise: broken, resolve } = Promise.withResolvers<Error>();

  const noted = (error: unknown): unknown => {
    const code = storageCode(error);
    if (code === null || error instanceof StorageFault) return error;
    const fault = new StorageFault(error);
    if (!PASSING.test(code)) isFaulty = true;
    if (UNFLUSHED.test(code)) resolve((fatal ??= fault));
    return fault;
  };

  const watched =
    (method: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      if (fatal !== null) throw fatal;
      try {
        return await method(...args);
      } catch (error) {
        throw noted(error);
      }
    };

  return {
    broken,
    over: <T extends Partial<Store>>(methods: T) =>
      Object.fromEntries(
        Object.entries(methods).map(([name, method]) => [
          name,
          typeof method === 'function' ? watched(method as (...args: unknown[]) => unknown) : method,
        ]),
      ) as T,
    isFaulty: () => isFaulty,
    isBroken: () => fatal !== null,
    healed: () => {
      isFaulty = false;
    },
  };
}
