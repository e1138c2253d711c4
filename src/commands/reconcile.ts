import { parseArgs } from 'node:util';
import type { AppContext } from '../context.ts';
import { isDay, startOfDay } from '../ledger/book-date.ts';
import { isEqual, type Comparison } from '../ledger/reconciliation.ts';
import { minorToDecimal } from '../money.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import type { Out } from './words.ts';

/** More ids than this help nobody on a screen; the answer of /v1/reconciliation has them all. */
const IDS_SHOWN = 20;

/** `reconcile [--since DAY]`. Exit code 0: equal to the cent; 1: it is not, and the ids are named; 2: a mistake in the words. */
export async function reconcileCommand(args: string[], ctx: AppContext, out: Out): Promise<number> {
  const { values } = parseArgs({ args, options: { since: { type: 'string' } } });
  if (values.since !== undefined && !isDay(values.since)) {
    out('Write the first day as --since 2026-10-01.');
    return 2;
  }
  const since =
    values.since === undefined ? undefined : startOfDay(values.since, ctx.config.publisher.bookZone);
  if (!(await ctx.leases.hold('project')))
    out('A running service reads Stripe too: this run keeps to the reads that it leaves, and takes longer.');
  const result = await reconcile(ctx, since);
  out(`events that were not delivered: ${result.eventsFound}`);
  out(`entries that were missing and are booked now: ${result.entriesFilled}`);
  for (const month of result.months) monthLines(month).forEach(out);
  out(
    result.isEqual
      ? 'The ledger equals Stripe to the cent.'
      : 'The ledger differs from Stripe. The ids above say where.',
  );
  return result.isEqual ? 0 : 1;
}

function monthLines(month: Comparison): string[] {
  const { period, currencies, movements } = month;
  return [
    `${period}: ${movements} movements${isEqual(month) ? '' : ', NOT EQUAL'}`,
    ...currencies.map((each) => {
      const money = (minor: number) => minorToDecimal(minor, each.currency);
      const other = each.otherMinor === 0 ? '' : `, other products ${money(each.otherMinor)}`;
      return `  ${each.currency} ours ${money(each.oursMinor)}, Stripe ${money(each.stripeMinor)}, difference ${money(each.differenceMinor)}${other}`;
    }),
    ...idLine('missing here', month.missingHere),
    ...idLine('missing at Stripe', month.missingAtStripe),
    ...idLine('with other amounts', month.unequal),
  ];
}

function idLine(what: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > IDS_SHOWN ? ` and ${ids.length - IDS_SHOWN} more` : '';
  return [`  ${what}: ${ids.slice(0, IDS_SHOWN).join(' ')}${more}`];
}
