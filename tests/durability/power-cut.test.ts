import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../_support/make.ts';
import { DISK } from '../_support/places.ts';
import { runWith } from './kit.ts';
import { endsAsRecorded, examine, images, onDisk, recordService, seeded } from './power-cut.ts';
import { compileRecorder, filesOf, readRecords, recorded } from './recording.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder(DISK);
});
afterEach(() => folder.remove());

describe('a power cut', () => {
  it(`at 150 moments of a service under load loses nothing acknowledged and breaks nothing (seed ${SEED})`, async () => {
    const recording = await recordService(folder.path, { logBytes: 14_000_000 });
    expect(endsAsRecorded(recording)).toBe(true);
    expect(recording.records.filter(({ kind }) => kind === 'ack').length).toBeGreaterThan(200);
    expect(await examine(recording, 150, seeded(SEED))).toEqual([]);
  }, 120_000);

  it(`behind a checkpoint that the disk has lost finds everything in the log (seed ${SEED})`, async () => {
    const recording = await recordService(folder.path, { logBytes: 16_000_000, failsCheckpoint: true });
    const failedAt = recording.records.findIndex(({ kind }) => kind === 'lost');
    const behind = recording.records.slice(failedAt);
    // SQLite keeps to itself that a checkpoint failed, so the service goes on.
    expect(failedAt).toBeGreaterThan(0);
    expect(behind.filter(({ kind }) => kind === 'ack').length).toBeGreaterThan(100);
    expect(await examine(recording, 48, seeded(SEED))).toEqual([]);
  }, 120_000);
});

describe('the kit', () => {
  it.each([
    { synchronous: 'NORMAL', loses: true },
    { synchronous: 'FULL', loses: false },
  ])(
    'finds that a program with synchronous=$synchronous loses rows: $loses',
    async ({ synchronous, loses }) => {
      const data = join(folder.path, 'data');
      const log = join(folder.path, 'disk.log');
      const file = join(data, 'test.db');
      const library = compileRecorder(folder.path);
      const write = (rows: number, env: Record<string, string> = {}) =>
        runWith(env, [
          fileURLToPath(new URL('lax-writer.ts', import.meta.url)),
          file,
          log,
          synchronous,
          String(rows),
        ]);
      mkdirSync(data);
      write(0);
      const base = filesOf(data);
      write(700, recorded(library, data, log));
      const recording = { base, records: readRecords(log), end: filesOf(data) };
      expect(endsAsRecorded(recording)).toBe(true);
      let losing = 0;
      for (const { files, acknowledged } of images(recording, 48, seeded(SEED)))
        if (await onDisk(files, (image) => missing(join(image, 'test.db'), acknowledged))) losing += 1;
      if (loses) expect(losing).toBeGreaterThan(12);
      else expect(losing).toBe(0);
    },
    60_000,
  );
});

function missing(file: string, acknowledged: readonly string[]): boolean {
  const db = new Database(file);
  const kept = new Set(db.prepare('select id from notes').pluck().all());
  db.close();
  return acknowledged.some((id) => !kept.has(id));
}
