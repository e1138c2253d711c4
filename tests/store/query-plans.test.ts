import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filledService, type FilledService } from '../api/filled-service.ts';
import {
  askedOnTheWay,
  listenToStatements,
  planReader,
  statementsOfTriggers,
  type Plan,
  type Step,
} from './plan-reader.ts';
import { walk } from './walk.ts';

// No read that a page, a job or a delivery makes may grow with what the service holds. This looks at every statement
// that the store really sends, and at how SQLite means to answer it.

let filled: FilledService;
let plans: Plan[];
let notCalled: string[];
let db: Database.Database;
let reader: (sql: string) => Plan;
beforeAll(async () => {
  filled = await filledService();
  const { heard, stop } = listenToStatements();
  notCalled = await walk(filled);
  stop();
  db = new Database(sqliteFile(filled.service.ctx.config), { readonly: true });
  reader = planReader(db);
  plans = [...heard, ...statementsOfTriggers(db)].map(reader);
});
afterAll(async () => {
  db.close();
  await filled.close();
});

/** Tables with a row for each line, reader or event. */
const GROWING = [
  'ledger_entries', 'pledges', 'webhook_events', 'payouts', 'payout_items', 'other_movements', 'checkout_requests',
  'reminders', 'suppressions', 'audit_entries', 'staff_tasks', 'reconcile_runs', 'sign_ins', 'month_deliveries',
]; // prettier-ignore

/** Ways into a growing table that lead to few rows however large it is, each with what bounds them. */
const SMALL: Record<string, string> = {
  ledger_entries_pledge: 'the lines of one pledge',
  ledger_entries_payment: 'the lines of one payment',
  ledger_entries_payout: 'a transfer, and its return',
  payout_items_payout: 'what one deposit holds',
  pledges_next_payment: 'plans that are late',
  pledges_reference: 'pledges that share eight letters',
  webhook_events_pending_object: 'events about one object',
  webhook_events_due: 'events that wait',
  webhook_events_parked: 'events that gave up',
  staff_tasks_open: 'tasks that are open',
  reminders_address_hash: 'what one address asked for',
  reminders_next_attempt: 'mails that are due',
  month_deliveries_due: 'mails that are due',
};

/** Statements that read more than few rows, each with the reason why that may be. */
const ALLOWED: [sql: RegExp, why: string][] = [
  [/^(delete from "(checkout_requests|sign_ins|suppressions|reminders)"|select "link_id" from "month_deliveries")/, 'a purge reads what is over, once'],
  [/^update "(pledges" set "thanks_token"|reminders" set "status")/, 'so does what erases or ends'],
  [/from "pledges" where \("pledges"."status" = \? and "pledges"."created_at" < \?\)$/, 'the sweep reads pledges that nobody paid, and marks them'],
  [/^select "status", count\(\*\) from "reminders"/, 'reminders wait for one day and are gone soon after it; there are no more than readers who asked'],
  [/^select min\(period\) from ledger_entries where period > \?$/, 'one step down the index, which a plan does not tell'],
  [/where seq > \? and \+period <= \?/, 'lines that were written while a month was closing'],
  [/created_at >= @from and created_at < @at/, 'the lines of a part of one hour'],
  [/^(?!.*e\.created_at >= :from ).* where .*e\.created_at >= :from\d and e\.created_at < :to\d/, 'lines of parts of an hour at the ends of a range'],
  [/e\.period = :period and true\)?( r)? group by/, 'a month is closed by its own lines, never by sums'],
  [/cross join ledger_entries e (indexed by|on e\.seq)|cross join pledges p on|limit 5001\) f$/, 'taken only where the sums, or a look, say that they are few'],
  [/recorded_at >= :updatedSince|p\.updated_at >= :updatedSince/, 'what was written since the last look of whoever keeps a copy'],
  [/ from payouts\s+where created_at/, 'deposits: one a day and currency, however many gifts they hold'],
  [/ from ledger_entries where kind (in|= 'payment' and period between)/, 'once a day, for a goal: different supporters are counted only by reading their gifts'],
  [/^with tried as/, 'the pledges of an experiment, which runs for weeks'],
  [/p\.created_at >= :from and p\.created_at < :firstAt and/, 'pledges of the two months that a range cuts'],
  // What grows all the same, with the rows that match: no sums are kept by these.
  [/e\.created_at >= :from and e\.created_at < :to .*\(select s\.status = :status from pledges s/, 'sums of days by what a pledge is now'],
  [/\) d limit 1\) >= :from|e\.available_at >= :from/, 'sums by the day of payout or of availability'],
]; // prettier-ignore

/** What a page may ask of the rows that it walks over, each with what keeps it from passing many that fail. */
const ON_THE_WAY: [condition: RegExp, why: string][] = [
  [/^ledger_entries: \+?e\.seq /, 'all but the lines of the last moments were written before the bound'],
  [/^ledger_entries: e\.(kind|currency) = /, 'the sums say that many lines are so; few are found another way'],
  [/^ledger_entries: \[abs/, 'an amount is sought among the newest 200,000 lines'],
  [/^ledger_entries: \+recorded_at < /, 'from the newest backwards: the lines of an hour or a day'],
  [/^payouts: /, 'deposits: one a day and currency'],
  [/^reminders: /, 'a person seals all addresses anew'],
  // What passes more rows the more there are: neither is an index kept by these, nor a sum that says where they are.
  [/^pledges: p\.(currency|frequency|campaign) = /, 'files of pledges of one campaign, currency or frequency'],
  [/^ledger_entries: (e\.available_at |«»)/, 'pages by the day of payout or of availability'],
]; // prettier-ignore

/** What a plan reads of growing tables beside single rows and small ways. */
const wideSteps = ({ steps }: Plan): Step[] =>
  steps.filter(
    ({ table, by, equal, range, isUnique, isScan }) =>
      GROWING.includes(table) &&
      !isUnique &&
      // Held to nothing and no walk: the lowest or highest value of all.
      (isScan || equal.length + range.length > 0) &&
      !(by in SMALL && (equal.length > 0 || /_(due|parked|open|next_attempt|next_payment)$/.test(by))),
  );

/** One page in the order of an index: it ends at its last row. */
const isPage = ({ sorts, hasLimit }: Plan): boolean =>
  hasLimit && sorts.every((sort) => sort.startsWith('FOR LAST TERM'));

/** What a plan reads that may be as much as the table holds. */
const unbounded = (plan: Plan): Step[] => wideSteps(plan).slice(isPage(plan) ? 1 : 0);

const flat = (sql: string) => sql.replaceAll(/\s+/g, ' ').trim();
const reasonFor = (sql: string) => ALLOWED.find(([pattern]) => pattern.test(flat(sql)))?.[1];

it('every method of the store is reached by the walk, but those that prove the books', () => {
  expect(notCalled).toEqual([]);
  expect(plans.length).toBeGreaterThan(150);
});

it('no statement reads or sorts a growing table without an end, but for a stated reason', () => {
  const faults = plans.flatMap((plan) =>
    reasonFor(plan.sql) === undefined
      ? unbounded(plan).map(({ table, by, isScan }) => `${isScan ? 'walks' : 'reads a range of'} ${table} by ${by}: ${flat(plan.sql)}`)
      : [],
  ); // prettier-ignore
  expect(faults).toEqual([]);
});

it('a page passes few rows on its way that it was not asked for, or says why', () => {
  const asked = plans.flatMap((plan) => {
    const [walked] = isPage(plan) ? wideSteps(plan) : [];
    if (walked === undefined) return [];
    return askedOnTheWay(plan.sql, walked.columns).map((condition) => `${walked.table}: ${condition}`);
  });
  const isKnown = (condition: string) => ON_THE_WAY.some(([pattern]) => pattern.test(condition));
  expect([...new Set(asked)].filter((condition) => !isKnown(condition))).toEqual([]);
  expect(ON_THE_WAY.filter(([pattern]) => !asked.some((condition) => pattern.test(condition)))).toEqual([]);
});

it('a page behind another begins where that one ended, not at the beginning of the range again', () => {
  const pages = plans.filter(
    ({ sql, sorts }) =>
      sql.includes(':afterMs') && !sql.includes('from payouts p') && !sorts.includes('FOR ORDER BY'),
  );
  const begins = ({ steps }: Plan) => steps.find(({ table }) => GROWING.includes(table))?.range ?? [];
  const again = pages.filter(
    (plan) =>
      !begins(plan).some((held) => held.startsWith('(')) && !/ p\.created_at >= :afterMs/.test(plan.sql),
  );
  expect(again.map(({ sql }) => flat(sql))).toEqual([]);
  expect(pages.length).toBeGreaterThan(15);
});

it('no reason and no small way is kept that nothing needs any more', () => {
  const wide = plans.filter((plan) => unbounded(plan).length > 0).map(({ sql }) => flat(sql));
  expect(ALLOWED.filter(([pattern]) => !wide.some((sql) => pattern.test(sql))).map(([, why]) => why)).toEqual(
    [],
  );
  const used = new Set(plans.flatMap(({ steps }) => steps.map(({ by }) => by)));
  expect(Object.keys(SMALL).filter((by) => !used.has(by))).toEqual([]);
});

it.each([
  ['select count(*) from ledger_entries e where e.campaign = :campaign', ['ledger_entries']],
  ['select pledge_id from pledges order by amount_minor limit 10', ['pledges']],
  [
    'select l.seq from payouts p join ledger_entries l on l.campaign = p.payout_id where p.payout_id = ?',
    ['ledger_entries'],
  ],
  ['update pledges set status = ? where thanks_token is not null', ['pledges']],
  ['select sum(net_minor) from ledger_entries where period = ?', ['ledger_entries']],
  ['select seq from ledger_entries order by created_at, entry_id limit 10', []],
  ['select max(seq) from ledger_entries', []],
  ['select entry_id from ledger_entries where payment_id = ?', []],
])('sees what %s reads', (sql, tables) => {
  expect(unbounded(reader(sql)).map(({ table }) => table)).toEqual(tables);
});

it.each([
  ['select seq from ledger_entries where period = ? and campaign = ? order by created_at, entry_id limit 10', ['campaign = ?']],
  ['select seq from ledger_entries e where e.period = ? and (select 1 from pledges where status = ?) = 1 order by e.created_at, e.entry_id limit 10', ['«» = 1']],
  ['select seq from ledger_entries where period = ? and (created_at, entry_id) > (?, ?) order by created_at, entry_id limit 10', []],
])('sees what %s passes over', (sql, conditions) => {
  const [walked] = wideSteps(reader(sql));
  expect(askedOnTheWay(sql, walked?.columns ?? [])).toEqual(conditions);
}); // prettier-ignore
