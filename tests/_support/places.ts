import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** Bytes that must be free there: a container often has 64 MB, and a full one would fail tests for no fault of theirs. */
const ROOM = 2_000_000_000;

/** The machine's own temporary folder, for tests about what a disk holds. All others get memory, where there is room. */
export const DISK = process.env['TEST_DISK'] ?? tmpdir();

/** The environment of a program that a test starts: compiled code is kept, which halves what its start costs. */
export function childEnv(more: Record<string, string | undefined> = {}): Record<string, string | undefined> {
  return {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: join(DISK, 'reader-support-compiled'),
    ...more,
  };
}

let made: string | undefined;

/** Before the first test file: where temporary files go. Each store flushes each commit, and a disk takes its time. */
export function setup(): void {
  process.env['TEST_DISK'] = DISK;
  process.env['NODE_COMPILE_CACHE'] = join(DISK, 'reader-support-compiled');
  if (!hasRoom()) return;
  made = mkdtempSync(join(MEMORY, 'reader-support-tests-'));
  process.env['TMPDIR'] = made;
  // A run that is broken off is not torn down, and what it leaves here takes memory.
  process.once('exit', teardown);
}

/** After the last one, whatever tests left behind goes. */
export function teardown(): void {
  if (made !== undefined) rmSync(made, { recursive: true, force: true });
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
