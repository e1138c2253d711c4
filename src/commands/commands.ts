import type { AppContext } from '../context.ts';
import { openContext } from '../context.ts';
import { AppError, toError } from '../errors.ts';
import { JOBS } from '../jobs/schedule.ts';
import { errorName } from '../log.ts';
import { publisherJsonSchema } from '../publisher/publisher.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { importStoreCommand } from './import-store.ts';
import { keysCommand } from './keys.ts';
import { closeCommand, reopenCommand, verifyCommand } from './months.ts';
import { parkedCommand, requeueAll } from './parked.ts';
import { projectCommand } from './project.ts';
import { reconcileCommand } from './reconcile.ts';
import { faultLines, readSettings } from './settings.ts';
import { resealCommand } from './reseal.ts';
import { firstSignal, startCommand } from './start.ts';
import { staffCommand } from './staff.ts';
import { sumsCommand } from './sums.ts';
import { tasksCommand } from './tasks.ts';
import { isParseArgsError, UsageError } from './words.ts';

const HELP = `reader-support: the donation service

  start                       run the service
  demo [--history [--chaos] [--days N]]
                              run everything on this machine, with a sandbox instead of Stripe
  migrate                     bring the database to this version, and stop
  doctor [--mail-domain D [--dkim-selector S --dkim-key-file F] [--dns]]
                              say what is right and what is not, each fault with its cure; changes nothing.
                              With a domain: the SPF, DKIM and DMARC lines to set there
  staff add --role R --label L [--lang LANG]
                              let somebody in; asks for their address, and prints a link that signs them in once
  staff list | role ID R | link ID | reset ID | end ID
                              people of the finance pages: labels and roles, never addresses
  keys create --name N (--scope S[,S] | --role R) [--expires DATE]
  keys list | keys revoke ID  keys of the finance API
  project [--parked]          look at recorded events once, with --parked also at those that were given up
  parked list                 the events that were given up, and where every event stands
  parked retry ID | --all     look at them again
  parked dismiss ID --reason TEXT
                              settle one without effect
  tasks list                  what only a person may decide
  tasks done ID --note TEXT   settle one
  close YYYY-MM               close a month: its file never changes again
  reopen YYYY-MM --reason T   open the last closed month again
  verify [--audit-head HASH]  recompute every sum, every closed month, the chain of months and the audit; with the
                              end of the audit as it was written down elsewhere, also whether that is still in it
  sums rebuild                add up anew the sums that pages show, and make right what does not hold
  backup FILE                 copy the database while the service runs, with its hashes in FILE.json; without reminders
  restore FILE                put a backup where there is no database, if every sum and both chains hold
  import-store [ADDRESS]      fill an empty database (DATABASE_URL) from another one, file:… or postgres://…, given here or in
                              SOURCE_DATABASE_URL; goes on where it was broken off
  reconcile [--since DAY]     hold the ledger against Stripe, fill what is missing, and say what differs
  reminders send              send the mails that are due, once
  reminders reseal            seal addresses and second factors anew, after a newer key was put first in ADDRESS_KEYS
  goal publish                renew the figure of the goal, if its hour has come and ten more have given
  purge                       erase what has served: links, keys, sessions, unconfirmed reminders, old counters
  publisher schema            print the JSON Schema of the publisher file

Settings come from the environment or from .env in this folder; the README lists them.`;

/** Runs one command and returns its exit code: 0 done, 1 failed, 2 not understood. */
export async function runCommand(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'demo':
        return await (await import('../demo/demo.ts')).demoCommand(rest);
      case 'start':
        return await withConfig(env, startCommand);
      case 'migrate':
        return await withContext(env, async ({ store }) => say(`The database is ready (${store.engine}).`));
      case 'doctor':
        // Loaded only here: it speaks SMTP, whether or not the service has a mailer.
        return await (await import('./doctor.ts')).doctorCommand(rest, env, print);
      case 'keys':
        return await withContext(env, (ctx) => keysCommand(rest, ctx, print));
      case 'staff':
        return await withContext(env, (ctx) => staffCommand(rest, ctx, print));
      case 'project':
        return await withContext(env, async (ctx) => {
          if (rest.includes('--parked')) await requeueAll(ctx, print);
          return projectCommand(ctx, print);
        });
      case 'parked':
        return await withContext(env, (ctx) => parkedCommand(rest, ctx, print));
      case 'tasks':
        return await withContext(env, (ctx) => tasksCommand(rest, ctx, print));
      case 'reconcile':
        return await withContext(env, (ctx) => reconcileCommand(rest, ctx, print));
      case 'close':
        return await withContext(env, (ctx) => closeCommand(rest, ctx, print));
      case 'reopen':
        return await withContext(env, (ctx) => reopenCommand(rest, ctx, print));
      case 'verify':
        return await withContext(env, (ctx) => verifyCommand(rest, ctx, print));
      case 'sums':
        return await withContext(env, (ctx) => sumsCommand(rest, ctx, print));
      case 'backup':
        return await withContext(env, (ctx) => backupCommand(rest, ctx, print));
      case 'restore':
        return await withConfig(env, (config) => restoreCommand(rest, config, print));
      case 'import-store':
        return await withConfig(env, (config) => importStoreCommand(rest, { config, env, out: print }));
      case 'reminders':
        if (rest[0] === 'reseal') return await withContext(env, (ctx) => resealCommand(ctx, print));
        return rest[0] === 'send'
          ? await withContext(env, async (ctx) => {
              const code = await runJobs(ctx, ['send_reminders'], atSignal());
              return say(await reminderLine(ctx)) || code;
            })
          : usage();
      case 'goal':
        return rest[0] === 'publish'
          ? await withContext(env, (ctx) => runJobs(ctx, ['publish_goal']))
          : usage();
      case 'purge':
        return await withContext(env, (ctx) =>
          runJobs(ctx, [
            'sweep_abandoned',
            'erase_tokens',
            'purge_checkouts',
            'purge_reminders',
            'purge_sessions',
            'purge_month_links',
            'purge_counts',
          ]),
        );
      case 'publisher':
        return rest[0] === 'schema' ? say(JSON.stringify(publisherJsonSchema(), null, 2)) : usage();
      case 'help':
      case '--help':
        return say(HELP);
      default:
        return usage();
    }
  } catch (error) {
    if (error instanceof UsageError || isParseArgsError(error)) {
      console.error(toError(error).message);
      return 2;
    }
    console.error(error instanceof AppError ? error.message : `The command failed (${errorName(error)}).`);
    if (!(error instanceof AppError) && error instanceof Error) console.error(error.stack);
    return 1;
  }
}

type Use<T> = (value: T) => Promise<number> | number;

async function withConfig(env: NodeJS.ProcessEnv, use: Use<AppContext['config']>): Promise<number> {
  const read = readSettings(env);
  if ('config' in read) return use(read.config);
  for (const line of faultLines(read.faults)) console.error(line);
  return 1;
}

function withContext(env: NodeJS.ProcessEnv, use: Use<AppContext>): Promise<number> {
  return withConfig(env, async (config) => {
    const ctx = await openContext(config);
    try {
      return await use(ctx);
    } finally {
      await ctx.projector.stop();
      await ctx.leases.letGo();
      await ctx.background.settle();
      await ctx.mailer?.close();
      await ctx.store.close();
    }
  });
}

/**
 * Runs the jobs of the timer once, by name, and says what each did. They are safe beside a running service, so a person
 * waits for no lease.
 */
async function runJobs(
  ctx: AppContext,
  names: string[],
  stopping = new AbortController().signal,
): Promise<number> {
  let failed = 0;
  for (const job of JOBS.filter((one) => names.includes(one.name))) {
    const counts = await job.run(ctx, stopping);
    console.log(
      `${job.name}: ${Object.entries(counts)
        .map(([what, count]) => `${what} ${count}`)
        .join(', ')}`,
    );
    failed += counts['failed'] ?? 0;
  }
  return failed > 0 ? 1 : 0;
}

/** Where all reminders stand now, in counts alone. */
async function reminderLine({ store }: Pick<AppContext, 'store'>): Promise<string> {
  const counts = Object.entries(await store.reminderCounts()).map(([status, count]) => `${status} ${count}`);
  return `reminders: ${counts.length > 0 ? counts.sort().join(', ') : 'none'}`;
}

/** A mail that is being handed over is not cut off by a signal: the run ends after it. */
function atSignal(): AbortSignal {
  const stop = new AbortController();
  void firstSignal().then(() => stop.abort());
  return stop.signal;
}

function print(line: string): void {
  console.log(line);
}

function say(text: string): number {
  print(text);
  return 0;
}

function usage(): number {
  console.error(HELP);
  return 2;
}
