import type { AppContext } from '../context.ts';
import { recordAudit } from '../finance/audit.ts';
import { runAction, UsageError, type Out } from './words.ts';

const USAGE = [
  'sums rebuild   adds up anew what the pages show at once, and makes right what does not hold; the service may run',
];

/** `sums rebuild`. Exit code 0: all holds now; 2: a mistake in the words. */
export function sumsCommand(
  args: string[],
  ctx: Pick<AppContext, 'store' | 'now'>,
  out: Out,
): Promise<number> {
  const actions = {
    rebuild: async (rest: string[]) => {
      if (rest.length > 0) throw new UsageError('sums rebuild takes no further words.');
      await recordAudit(ctx, { by: 'command', action: 'sums_rebuild', object: null, outcome: 'done' });
      for (const { table, wrong } of await ctx.store.rebuildSums())
        out(`${table}: ${wrong === 0 ? 'holds' : `made right, ${wrong} rows did not hold`}`);
      return 0;
    },
  };
  return runAction('sums', args, { actions, usage: USAGE, out });
}
