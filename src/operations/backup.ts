import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import * as z from 'zod';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Backup } from '../store/store.ts';

/** What lies beside a backup, so that a damaged or exchanged one is refused. */
export type BackupManifest = Backup & {
  format: 1;
  /** ISO 8601, UTC. */
  at: string;
  file: string;
  bytes: number;
  /** SHA-256 of the file. */
  sha256: string;
};

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema: z.ZodType<BackupManifest> = z.object({
  format: z.literal(1),
  at: z.string(),
  file: z.string(),
  bytes: z.int(),
  sha256: hash,
  entries: z.int(),
  pledges: z.int(),
  ledgerSha256: hash,
  auditHead: z.object({ number: z.int(), hash }).nullable(),
});

/** Copies the database to a file while the service goes on, with its manifest beside it. */
export async function makeBackup(
  { store, now }: Pick<AppContext, 'store' | 'now'>,
  target: string,
): Promise<BackupManifest> {
  const backup = await store.backUp(target);
  const manifest = {
    format: 1,
    at: now().toISOString(),
    file: basename(target),
    bytes: statSync(target).size,
    sha256: await sha256OfFile(target),
    ...backup,
  } as const;
  writeFileSync(manifestPath(target), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  return manifest;
}

/** Reads the manifest of a backup and holds the file against it. Throws in words where they do not fit. */
export async function checkBackup(source: string): Promise<BackupManifest> {
  if (!existsSync(source)) throw new AppError(404, 'no_backup', `There is no file ${source}.`);
  const manifest = readManifest(manifestPath(source));
  if ((await sha256OfFile(source)) !== manifest.sha256)
    throw new AppError(
      409,
      'backup_damaged',
      `${source} is not the file that was written: its SHA-256 is another. Use an older backup.`,
    );
  return manifest;
}

/** Puts a checked backup where the database belongs. Throws where one is there already: nothing is ever overwritten. */
export function placeBackup(source: string, databaseFile: string): void {
  for (const file of [databaseFile, `${databaseFile}-wal`])
    if (existsSync(file))
      throw new AppError(
        409,
        'database_exists',
        `${file} exists. Stop the service and move it away first; nothing is overwritten.`,
      );
  mkdirSync(dirname(databaseFile), { recursive: true, mode: 0o700 });
  copyFileSync(source, databaseFile);
  chmodSync(databaseFile, 0o600);
  const handle = openSync(databaseFile, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Takes back what `placeBackup` did. */
export function removePlaced(databaseFile: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${databaseFile}${ending}`, { force: true });
}

function readManifest(path: string): BackupManifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new AppError(
      409,
      'no_manifest',
      `${path} is missing or is not what “backup” writes. Without it a damaged file could not be told.`,
      { cause: error },
    );
  }
}

function manifestPath(file: string): string {
  return `${file}.json`;
}

async function sha256OfFile(file: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const part of createReadStream(file)) sum.update(part as Buffer);
  return sum.digest('hex');
}
