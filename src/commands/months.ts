import { parseArgs } from 'node:util';
import type { AppContext } from '../context.ts';
import { closeMonth, reopenMonth, type Warning } from '../finance/close-month.ts';
import { verify } from '../finance/verify.ts';
import { isPeriod } from '../ledger/book-date.ts';
import { minorToDecimal } from '../money.ts';
import { readNote, UsageError, type Out } from './words.ts';

type Needs = Pick<AppContext, 'store' | 'config' | 'now'>;

/** `close YYYY-MM`. Prints what the month holds, and what a person should know. */
export async function closeCommand(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const period = onePeriod(positionals, 'close YYYY-MM');
  const { manifest, hash, warnings } = await closeMonth(ctx, period, 'command');
  out(`Closed ${period}: ${manifest.rows} rows.`);
  for (const each of manifest.totals) {
    const money = (minor: number) => minorToDecimal(minor, each.currency);
    out(
      `  ${each.currency} opening ${money(each.openingMinor)}, net ${money(each.netMinor)}, payouts ${money(each.payoutsMinor)}, closing ${money(each.closingMinor)}`,
    );
  }
  out(`  SHA-256 of ledger.csv ${manifest.ledgerCsvSha256}`);
  out(`  link of the chain     ${hash}`);
  for (const warning of warnings) out(`  Mind: ${warningText(warning, period)}`);
  return 0;
}

/** `reopen YYYY-MM --reason TEXT`. */
export async function reopenCommand(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { reason: { type: 'string' } },
    allowPositionals: true,
  });
  const period = onePeriod(positionals, 'reopen YYYY-MM --reason TEXT');
  const { manifest, hash } = await reopenMonth(ctx, period, readNote('--reason', values.reason), 'command');
  const { closedThrough } = manifest;
  out(
    `Reopened ${period}. ${closedThrough === null ? 'No month is closed now.' : `Closed up to ${closedThrough}.`}`,
  );
  out(`  link of the chain ${hash}`);
  return 0;
}

/** `verify [--audit-head HASH]`. Exit code 0: all holds; 1: the first thing that does not, with where. */
export async function verifyCommand(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { values } = parseArgs({ args, options: { 'audit-head': { type: 'string' } } });
  const anchor = values['audit-head'] ?? null;
  if (anchor !== null && !/^[0-9a-f]{64}$/.test(anchor))
    throw new UsageError('--audit-head takes a hash of 64 digits, as “verify” and every backup print it.');
  const done = await verify(ctx, anchor);
  // What held until then: a count of nothing before a finding was not looked at.
  out(`events in exactly one state: ${done.events}`);
  out(`links of the chain of months: ${done.changes}`);
  out(`entries of the audit: ${done.auditEntries}`);
  if (done.auditHead !== null) out(`  its end is ${done.auditHead.hash}`);
  out(`entries recomputed: ${done.entries}`);
  out(`closed months recomputed: ${done.closedMonths}`);
  out(done.finding === null ? 'All holds.' : `Does not hold: ${done.finding.what} (${done.finding.where}).`);
  return done.finding === null ? 0 : 1;
}

function warningText(warning: Warning, period: string): string {
  switch (warning.code) {
    case 'events_waiting':
      return `${warning.count} events wait to be looked at; what they bring is booked to the next open month.`;
    case 'events_parked':
      return `${warning.count} events are parked (parked list); what they bring is booked to the next open month.`;
    case 'not_compared':
      return `${period} was never held against Stripe. Run reconcile --since ${period}-01.`;
    case 'not_equal':
      return `${period} differed from Stripe when it was last compared. Run reconcile --since ${period}-01.`;
    default:
      return warning satisfies never;
  }
}

function onePeriod(given: readonly string[], how: string): string {
  const [period] = given;
  if (period === undefined || given.length > 1 || !isPeriod(period))
    throw new UsageError(`Name one month: ${how}.`);
  return period;
}
