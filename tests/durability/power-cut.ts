import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { Disk, type Cut, type Random } from './disk.ts';
import { faultsIn, lost, openBench, paidWithoutEntry } from './kit.ts';
import {
  ackLog,
  compileRecorder,
  filesOf,
  readRecords,
  recorded,
  type DiskRecord,
  type StoredFile,
} from './recording.ts';

/** What was on the disk at first, everything that happened then, and what really was on it in the end. */
export type Recording = { base: StoredFile[]; records: DiskRecord[]; end: StoredFile[] };

/**
 * Records the service under load. It starts on a database that exists, since better-sqlite3 opens only a new
 * one with the durability it reports; it is killed half-way, starts again, and stops cleanly at the end.
 * With `failsCheckpoint` the disk loses what the first checkpoint wrote into the database file.
 */
export async function recordService(
  folder: string,
  { logBytes, failsCheckpoint = false }: { logBytes: number; failsCheckpoint?: boolean },
): Promise<Recording> {
  const data = join(folder, 'data');
  const log = join(folder, 'disk.log');
  const acks = ackLog(log);
  let isRecording = false;
  const bench = await openBench(folder, {
    note(ack) {
      if (isRecording) acks.note(ack);
    },
  });
  try {
    const first = await bench.start();
    const startedAt = Date.now();
    await bench.rush(() => Date.now() - startedAt > 500);
    await first.kill();
    const base = filesOf(data);
    isRecording = true;
    const env = recorded(compileRecorder(folder), data, log);
    const inode = base.find(({ name }) => name.endsWith('.db'))?.inode;
    const failure: Record<string, string> = failsCheckpoint ? { RECORD_FAIL: `${inode}:1` } : {};
    const second = await bench.start({ env: { ...env, ...failure } });
    await bench.rush(() => statSync(log).size > logBytes / 2);
    await second.kill();
    const third = await bench.start({ env });
    await bench.rush(() => statSync(log).size > logBytes);
    await third.stop();
    return { base, records: readRecords(log), end: filesOf(data) };
  } finally {
    acks.close();
    await bench.close();
  }
}

/** The n-th image: where it was cut and how. */
export type Image = { at: number; cut: Cut; files: Map<string, Buffer>; acknowledged: string[] };

/**
 * Cuts the power `count` times: a third behind an acknowledgement, where an early one shows; a third within a
 * checkpoint, where the log and the file change places; a third anywhere. Each way of cutting in turn.
 */
export function* images({ base, records }: Recording, count: number, random: Random): Generator<Image> {
  const cuts = cutPoints(records, count, random);
  const disk = new Disk(base);
  const acknowledged: string[] = [];
  let done = 0;
  for (const { at, cut } of cuts) {
    for (; done < at; done++) {
      const record = records[done];
      if (record === undefined) break;
      disk.apply(record);
      if (record.kind === 'ack') acknowledged.push(record.name);
    }
    yield { at, cut, files: disk.image(cut, random), acknowledged: [...acknowledged] };
  }
}

/** A cut at k has seen the first k records. */
function cutPoints(
  records: readonly DiskRecord[],
  count: number,
  random: Random,
): { at: number; cut: Cut }[] {
  const indexes = (wanted: (record: DiskRecord, index: number) => boolean) =>
    records.flatMap((record, index) => (wanted(record, index) ? [index + 1] : []));
  const database = records.find(({ kind, name }) => kind === 'open' && name.endsWith('.db'))?.inode;
  // The clean stop at the end folds everything into the file: that is not the checkpoint that is meant.
  const lastAck = records.findLastIndex(({ kind }) => kind === 'ack');
  const places = [
    indexes(({ kind }) => kind === 'ack'),
    indexes(({ kind, inode }, index) => kind === 'write' && inode === database && index < lastAck),
    indexes(() => true),
  ];
  if (places.some((place) => place.length === 0))
    throw new Error('the recording holds no acknowledgement or no checkpoint: it proves nothing');
  return Array.from({ length: count }, (_, i) => {
    const place = places[i % 3] ?? [];
    const cut = (['drop', 'random', 'keep', 'drop', 'random', 'drop'] as const)[Math.floor(i / 3) % 6];
    return { at: place[Math.floor(random() * place.length)] ?? 0, cut: cut ?? 'drop' };
  }).sort((a, b) => a.at - b.at);
}

/** Whether keeping everything to the end gives the files that were really there: then the recorder missed nothing. */
export function endsAsRecorded({ base, records, end }: Recording): boolean {
  const disk = new Disk(base);
  for (const record of records) disk.apply(record);
  const image = disk.image('keep', () => 0);
  return (
    image.size === end.length && end.every(({ name, content }) => image.get(name)?.equals(content) === true)
  );
}

export type Finding = { at: number; cut: Cut; lost: string[]; faults: string[] };

/** Opens each image with the product's own store and looks for what is missing or wrong. */
export async function examine(recording: Recording, count: number, random: Random): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const image of images(recording, count, random)) {
    const { lost, faults } = await onDisk(image.files, examineStore(image));
    if (lost.length > 0 || faults.length > 0) findings.push({ at: image.at, cut: image.cut, lost, faults });
  }
  return findings;
}

const examineStore =
  ({ acknowledged }: Image) =>
  async (folder: string): Promise<{ lost: string[]; faults: string[] }> => {
    const file = join(folder, 'test.db');
    try {
      const store = openSqliteStore(file);
      await store.checkReady();
      // Read around the store: one that lies must not be its own witness.
      const missing = lost(file, {
        events: acknowledged.filter((id) => id.startsWith('evt_')),
        pledges: acknowledged.filter((id) => id.startsWith('plg_')),
      });
      const faults = [...faultsIn(file), ...paidWithoutEntry(file)];
      await store.close();
      return { lost: missing, faults };
    } catch (error) {
      return { lost: [], faults: [String(error)] };
    }
  };

/** Lays the files into a folder, in memory where the machine has such a place, for as long as they are used. */
export async function onDisk<T>(
  files: Map<string, Buffer>,
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'power-cut-'));
  try {
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same seed gives the same cuts. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
