import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/root.ts';

const MEMORY = '/dev/shm';
/** Bytes that must be free there: a container often has 64 MB, and a full one would fail tests for no fault of theirs. */
const ROOM = 2_000_000_000;

/** The machine's own temporary folder, for tests about what a disk holds. All others get memory, where there is room. */
export const DISK = process.env['TEST_DISK'] ?? tmpdir();

/** What a run leaves to the next one: in the checkout, where no other user of the machine can put something in its place. */
export const KEPT = join(ROOT, 'node_modules', '.cache', 'reader-support');

/** The environment of a program that a test starts: nothing of the test's own but where programs are. */
export function childEnv(more: Record<string, string | undefined> = {}): Record<string, string | undefined> {
  return { PATH: process.env['PATH'], ...more };
}

/** How the folders of servers begin that one test has for itself (ownServer). */
export const OWN = 'own-';

let made: string | undefined;
/** Where the server of a run is, if a test started one (postgres.ts). Not inside the other: its user must reach it. */
let server: string | undefined;
/** Where programs are built (built.ts): below the packages that they take from outside, and migrations/. */
let built: string | undefined;

/** Before the first test file: where temporary files go. Each store flushes each commit, and a disk takes its time. */
export function setup(): void {
  process.env['TEST_DISK'] = DISK;
  process.env['TEST_POSTGRES'] = server = mkdtempSync(
    join(hasRoom() ? MEMORY : DISK, 'reader-support-postgres-'),
  );
  chmodSync(server, 0o755);
  process.env['TEST_BUILT'] = built = mkdtempSync(join(ROOT, 'node_modules', '.reader-support-'));
  // Beside what it was compiled from, which no other run has at this place.
  process.env['NODE_COMPILE_CACHE'] = join(built, 'compiled');
  process.once('exit', teardown);
  if (!hasRoom()) return;
  made = mkdtempSync(join(MEMORY, 'reader-support-tests-'));
  process.env['TMPDIR'] = made;
}

/** After the last one, or when a run is broken off, whatever tests left behind goes: here it takes memory. */
export function teardown(): void {
  for (const place of [made, built]) if (place !== undefined) rmSync(place, { recursive: true, force: true });
  if (server === undefined) return;
  const own = existsSync(server) ? readdirSync(server).filter((name) => name.startsWith(OWN)) : [];
  for (const each of [server, ...own.map((name) => join(server ?? '', name))])
    stopServer(join(each, 'data', 'postmaster.pid'));
  rmSync(server, { recursive: true, force: true });
}

/** The process that began all others of a server. Throws where it does not run. */
export function postmasterOf(pidFile: string): number {
  return Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
}

/** At once: nobody needs what it holds. */
export function stopServer(pidFile: string): void {
  try {
    process.kill(postmasterOf(pidFile), 'SIGQUIT');
  } catch {
    // No test needed one.
  }
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
