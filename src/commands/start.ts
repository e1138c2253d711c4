import { readWidgetManifest } from '../assets/routes.ts';
import type { Config } from '../config/config.ts';
import { createContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { startServer } from '../server.ts';

/** Runs the service until a signal, then stops it cleanly. */
export async function startCommand(config: Config): Promise<number> {
  if (readWidgetManifest() === null)
    throw new AppError(
      500,
      'widget_not_built',
      'The widget is not built. Run npm run build, then start again.',
    );
  const ctx = createContext(config);
  try {
    const server = await startServer(ctx);
    await firstSignal();
    await server.stop();
    return 0;
  } catch (error) {
    await ctx.store.close();
    throw error;
  }
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
