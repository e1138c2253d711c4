import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { need } from '../_support/tools.ts';
import { run } from './kit.ts';

/** What happened to a file, as recorder.c writes it down; `ack` is added by whoever received an answer. */
export type RecordKind =
  'open' | 'write' | 'truncate' | 'sync' | 'lost' | 'unlink' | 'rename' | 'unknown' | 'ack';
export type DiskRecord = {
  kind: RecordKind;
  /** Of `open`. */
  created: boolean;
  emptied: boolean;
  isFolder: boolean;
  inode: bigint;
  offset: number;
  /** A file's name, what was acknowledged, or the call that the recorder does not understand. */
  name: string;
  data: Buffer;
};

const KINDS: Record<number, RecordKind> = {
  1: 'open',
  2: 'write',
  3: 'truncate',
  4: 'sync',
  5: 'unlink',
  6: 'rename',
  7: 'unknown',
  8: 'ack',
  9: 'lost',
};
const ACK = 8;
const MAGIC = 0x43455231;
const HEADER = 40;

/** Compiles the recorder with the machine's compiler. Returns the library's path. */
export function compileRecorder(folder: string): string {
  const library = join(folder, 'recorder.so');
  const source = fileURLToPath(new URL('recorder.c', import.meta.url));
  const cc = need('cc', 'gcc libc6-dev');
  try {
    run(cc, ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl', '-lpthread']);
  } catch (cause) {
    throw new Error(
      'The C compiler builds nothing. Where it lacks its headers: "apt-get install libc6-dev".',
      { cause },
    );
  }
  return library;
}

/** What a process needs in its environment to be recorded. */
export function recorded(library: string, folder: string, log: string): Record<string, string> {
  return { LD_PRELOAD: library, RECORD_FOLDER: folder, RECORD_LOG: log };
}

/**
 * Notes acknowledgements in the recorder's log, each by one append. It is called when an answer has arrived
 * whole, so everything that its sender had flushed before it answered stands before it in the log.
 */
export function ackLog(log: string): { note: (what: string) => void; close: () => void } {
  const file = openSync(log, 'a');
  return {
    note(what) {
      const name = Buffer.from(what);
      const header = Buffer.alloc(HEADER);
      header.writeUInt32LE(MAGIC, 0);
      header.writeUInt32LE(ACK, 4);
      header.writeUInt32LE(name.length, 12);
      writeSync(file, Buffer.concat([header, name]));
    },
    close: () => closeSync(file),
  };
}

export function readRecords(log: string): DiskRecord[] {
  const bytes = readFileSync(log);
  const records: DiskRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.readUInt32LE(at) !== MAGIC) throw new Error(`the log is broken at byte ${at}`);
    const flags = bytes.readUInt32LE(at + 8);
    const nameEnd = at + HEADER + bytes.readUInt32LE(at + 12);
    const end = nameEnd + Number(bytes.readBigUInt64LE(at + 32));
    records.push({
      kind: KINDS[bytes.readUInt32LE(at + 4)] ?? 'unknown',
      created: (flags & 1) !== 0,
      emptied: (flags & 2) !== 0,
      isFolder: (flags & 4) !== 0,
      inode: bytes.readBigUInt64LE(at + 16),
      offset: Number(bytes.readBigUInt64LE(at + 24)),
      name: bytes.toString('utf8', at + HEADER, nameEnd),
      data: bytes.subarray(nameEnd, end),
    });
    at = end;
  }
  return records;
}

/** SQLite's shared memory: made anew by whoever opens the database first, so no part of what a disk holds. */
export const isShared = (name: string) => name.endsWith('-shm');

export type StoredFile = { name: string; inode: bigint; content: Buffer };

/** The files of a folder as they are now. */
export function filesOf(folder: string): StoredFile[] {
  return readdirSync(folder)
    .filter((name) => !isShared(name))
    .sort()
    .map((name) => ({
      name,
      inode: statSync(join(folder, name), { bigint: true }).ino,
      content: readFileSync(join(folder, name)),
    }));
}
