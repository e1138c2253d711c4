import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import type { AppContext } from './context.ts';
import { AppError } from './errors.ts';
import { recordSettings } from './finance/settings-audit.ts';
import type { Route } from './http/route.ts';
import { errorName } from './log.ts';
import { JOBS } from './jobs/schedule.ts';
import { startJobs } from './jobs/runner.ts';
import { webhookLane } from './webhooks/lane.ts';

/** A running service. `stop` finishes what is under way, then closes everything that was opened. */
export type RunningServer = { port: number; stop(): Promise<void> };

/** Listens, then starts the jobs. Throws with words to act on where the port cannot be had. */
export async function startServer(
  ctx: AppContext,
  options: { more?: Route[]; jobs?: boolean } = {},
): Promise<RunningServer> {
  // On a full disk the service still has much to answer; the next start finds the change as well.
  await recordSettings(ctx).catch((error: unknown) =>
    ctx.log.error('settings_not_recorded', { error: errorName(error) }),
  );
  const app = createApp(ctx, options.more);
  const express: RequestListener = (req, res) => {
    // What is no address never reaches a route; Express's own answer would be a page of its own. Its types
    // leave out the third argument, which takes over there.
    (app as unknown as (req: IncomingMessage, res: ServerResponse, done: () => void) => void)(
      req,
      res,
      () => {
        res.statusCode = 400;
        res.setHeader('Content-Type', 'application/problem+json');
        res.end(
          '{"type":"urn:reader-support:problem:bad_request","title":"Bad request","status":400,"code":"bad_request","detail":"The request could not be read."}',
        );
      },
    );
  };
  const server = createServer(webhookLane(ctx, express));
  // Slow senders hold a socket no longer than this; a real request arrives at once.
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  // Longer than a proxy keeps an idle connection: it must never send on one that we are just closing.
  server.keepAliveTimeout = 75_000;
  server.maxConnections = 2_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFault(error, ctx.config)));
    server.listen(ctx.config.port, ctx.config.host, resolve);
  });
  // Only now: whoever could not listen beside a running service takes nothing from it.
  await ctx.leases.begin();
  const jobs = options.jobs === false ? null : startJobs(ctx, JOBS);
  const { port } = server.address() as AddressInfo;
  ctx.log.info('started', { port });
  return {
    port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      // An export to a slow client would keep us for ever.
      const patience = setTimeout(() => server.closeAllConnections(), 5_000);
      const jobsEnded = jobs?.stop();
      // A job may be waiting for the projector, and a long queue must not keep us.
      await ctx.projector.stop();
      await jobsEnded;
      // Before what may take a while yet: another instance goes on at once.
      await ctx.leases.letGo();
      await closed;
      clearTimeout(patience);
      ctx.background.start('write_counts', () => ctx.counts.write());
      ctx.background.start('write_denials', () => ctx.denials.write({ everything: true }));
      await ctx.background.settle();
      // A mail that is being handed over is never cut off: whoever repeats it cannot know whether it arrived.
      await ctx.mailer?.close();
      await ctx.background.settle();
      await ctx.store.close();
      ctx.log.info('stopped');
    },
  };
}

function listenFault(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): AppError {
  const words: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the other program, or set PORT to a free one.`,
    EACCES: `Port ${port} may not be opened by this user. Set PORT to one above 1023.`,
    ENOTFOUND: `${host} is no address. Set HOST to 127.0.0.1, or to an address of this machine.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Set HOST to 127.0.0.1, or to an address it has.`,
  };
  return new AppError(
    500,
    'cannot_listen',
    words[error.code ?? ''] ?? `The service cannot listen on ${host}:${port}.`,
    { cause: error },
  );
}
