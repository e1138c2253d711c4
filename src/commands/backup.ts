import { sqliteFile, type Config } from '../config/config.ts';
import { openContext, type AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { recordAudit } from '../finance/audit.ts';
import { verify } from '../finance/verify.ts';
import {
  checkBackup,
  makeBackup,
  placeBackup,
  removePlaced,
  type BackupManifest,
} from '../operations/backup.ts';
import { UsageError, type Out } from './words.ts';

/** `backup FILE`. The service may run meanwhile. */
export async function backupCommand(args: string[], ctx: AppContext, out: Out): Promise<number> {
  const target = oneFile(args, 'backup FILE');
  await recordAudit(ctx, { by: 'command', action: 'backup', object: null, outcome: 'done' });
  const manifest = await makeBackup(ctx, target);
  out(`Backed up ${manifest.entries} entries and ${manifest.pledges} pledges, ${manifest.bytes} bytes.`);
  out(`  SHA-256 of the file   ${manifest.sha256}`);
  out(`  hash of the ledger    ${manifest.ledgerSha256}`);
  out(`  end of the audit      ${manifest.auditHead?.hash}`);
  out('Left out: reminders, sessions and other things that are erased once they have served.');
  out('Keep the file and the .json beside it together, sealed, and away from ADDRESS_KEYS.');
  return 0;
}

/** `restore FILE`. Only where there is no database; what does not hold is taken away again. */
export async function restoreCommand(args: string[], config: Config, out: Out): Promise<number> {
  const source = oneFile(args, 'restore FILE');
  const manifest = await checkBackup(source);
  placeBackup(source, sqliteFile(config));
  try {
    await takeUp(config, manifest);
  } catch (error) {
    removePlaced(sqliteFile(config));
    throw error;
  }
  out(`Restored ${manifest.entries} entries and ${manifest.pledges} pledges as of ${manifest.at}.`);
  out('Everything holds. Now run “reconcile”: it fetches from Stripe what came since.');
  out(
    'Reminders are in no backup. Staff who want closed months by mail turn that on again on their own page.',
  );
  return 0;
}

/** Holds the database as it lies there now against its manifest, and writes into its audit where it came from. */
async function takeUp(config: Config, manifest: BackupManifest): Promise<void> {
  const ctx = await openContext(config);
  try {
    const fault = await faultOf(ctx, manifest);
    if (fault !== null)
      throw new AppError(409, 'backup_wrong', `Does not hold: ${fault}. Nothing was restored.`);
    const detail = { backup_of: manifest.at, entries: manifest.entries };
    await recordAudit(ctx, { by: 'command', action: 'restore', object: null, outcome: 'done', detail });
  } finally {
    await ctx.store.close();
  }
}

/** The first thing that does not hold. */
async function faultOf(ctx: AppContext, { auditHead, ledgerSha256 }: BackupManifest): Promise<string | null> {
  const { finding } = await verify(ctx, auditHead?.hash ?? null);
  if (finding !== null) return `${finding.what} (${finding.where})`;
  return (await ctx.store.ledgerHash()) === ledgerSha256 ? null : 'the ledger is another than at the backup';
}

function oneFile(args: readonly string[], how: string): string {
  const [file] = args;
  if (file === undefined || args.length > 1 || file.startsWith('-'))
    throw new UsageError(`Name one file: ${how}.`);
  return file;
}
