import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Inspection } from '../../store/sqlite/inspect.ts';
import { mend, mind, note, ok, type Finding } from './finding.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
/** Below this a webhook is answered with 503 (store/sqlite/faults.ts). */
const NO_ROOM = MIB;
/** A year of a busy paper fits many times over. */
const LITTLE_ROOM = GIB;

/** The database: whether it opens, how far its migrations are, who may read it, and the room around it. */
export function databaseFindings(file: string, inspection: Inspection): Finding[] {
  const folder = nearestFolder(dirname(resolve(file)));
  return [...fileFindings(file, inspection), ...placeFindings(file, folder), roomFinding(folder)];
}

function fileFindings(file: string, inspection: Inspection): Finding[] {
  switch (inspection.kind) {
    case 'missing':
      return [note(`${file} is not there yet. The first start makes it, with its folder.`)];
    case 'unreadable':
      return [
        mend(
          `${file} cannot be read as a database of this program (${inspection.code}).`,
          'Check that it belongs to the user that runs this, and that DATABASE_URL names the right file. If it is damaged, restore the last backup and run reconcile.',
        ),
      ];
    case 'read':
      return [migrationFinding(file, inspection.migrations)];
    default:
      return inspection satisfies never;
  }
}

function migrationFinding(
  file: string,
  { applied, known, newer }: { applied: number; known: number; newer: boolean },
): Finding {
  if (newer)
    return mend(
      `${file} was written by a newer version of this program.`,
      'Run that version, or restore a backup from before the upgrade.',
    );
  if (applied < known)
    return mind(
      `${file} opens and has ${applied} of ${known} migrations.`,
      'Make a copy of it, then run: reader-support migrate. The next start does the same.',
    );
  return ok(`${file} opens and has all ${known} migrations.`);
}

/** Whether the service may write there, and nobody else may read. */
function placeFindings(file: string, folder: string): Finding[] {
  const findings: Finding[] = [];
  for (const place of [folder, file]) {
    if (!existsSync(place)) continue;
    if (!isWritable(place))
      findings.push(
        mend(`${place} cannot be written by this user.`, `Give it to the user that runs the service.`),
      );
  }
  if (!statSync(folder).isDirectory())
    findings.push(
      mend(`${folder} is a file, not a folder.`, 'Move it away, or set DATABASE_URL to another place.'),
    );
  else if (existsSync(file) && othersMayRead(folder))
    findings.push(
      mind(`Other users of this machine may look into ${folder}.`, `Close it: chmod 700 ${folder}`),
    );
  return findings;
}

function roomFinding(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const bytes = bavail * bsize;
  const left = bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${(bytes / MIB).toFixed(1)} MiB`;
  const cure = 'Make room: while the disk is full, webhooks and checkouts are answered with 503.';
  if (bytes < NO_ROOM) return mend(`The disk of the database has no room left (${left}).`, cure);
  if (bytes < LITTLE_ROOM) return mind(`The disk of the database has little room left: ${left}.`, cure);
  return ok(`The disk of the database has ${left} left.`);
}

/** True where the group or others have any right to it. Windows knows no such rights. */
export function othersMayRead(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
}

/** The folder itself, or the one that it would be made in. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
