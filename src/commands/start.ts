import { readWidgetManifest } from '../assets/manifest.ts';
import type { Config } from '../config/config.ts';
import { openContext, type AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { errorName } from '../log.ts';
import { startServer } from '../server.ts';

/** The exit code after a failed flush: EX_IOERR of sysexits. */
const DISK_FAILED = 74;

/** Runs the service until a signal, then stops it cleanly; or until the disk fails, and ends at once. */
export async function startCommand(config: Config): Promise<number> {
  if (readWidgetManifest() === null)
    throw new AppError(
      500,
      'widget_not_built',
      'The widget is not built. Run npm run build, then start again.',
    );
  const ctx = await openContext(config);
  try {
    const server = await startServer(ctx);
    const broken = await Promise.race([firstSignal(), ctx.store.broken]);
    if (broken instanceof Error) endBroken(ctx, broken);
    await server.stop();
    return 0;
  } catch (error) {
    await ctx.store.close();
    throw error;
  }
}

/**
 * Ends at once: a clean stop would write to a disk that has just lost a write. What was acknowledged is in the
 * log file, and the next start reads it from the disk, not from this process's memory of it.
 */
function endBroken({ log }: Pick<AppContext, 'log'>, broken: Error): never {
  log.error('storage_broken', { error: errorName(broken) });
  console.error(
    'The disk failed to keep a write, so the service has ended. Nothing that was acknowledged is lost. Check the disk, then start again.',
  );
  process.exit(DISK_FAILED);
}

/** Resolves at the first signal, or when the launcher says so or is gone; what comes later changes nothing. */
export function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    if (process.channel === undefined) return;
    process.on('message', (message) => {
      if (message === 'stop') resolve();
    });
    process.on('disconnect', () => resolve());
    // The launcher's line alone keeps nobody running.
    process.channel.unref();
  });
}
