import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInstances, type Instances } from './instances.ts';

// Whoever edits the books takes their guards away first, or leaves something of the same name that guards nothing.

let here: Instances;
beforeAll(async () => {
  here = await openInstances();
});
afterAll(async () => here.close());

const NEVER = `execute function refuse_change('ledger entries are never changed')`;
const otherUpdate = (how: string) =>
  `drop trigger ledger_entries_no_update on ledger_entries; create trigger ledger_entries_no_update ${how} ${NEVER}`;

const CHANGES: [where: string, change: string][] = [
  ['ledger_entries_no_update', 'drop trigger ledger_entries_no_update on ledger_entries'],
  ['ledger_entries_no_update', 'alter table ledger_entries disable trigger ledger_entries_no_update'],
  ['ledger_entries_no_update', otherUpdate('before update on ledger_entries for each row when (false)')],
  ['ledger_entries_no_update', otherUpdate('before update of recorded_at on ledger_entries for each row')],
  ['ledger_entries_no_update', otherUpdate('before update on ledger_entries for each statement')],
  ['ledger_entries_no_update', otherUpdate('before update on payouts for each row')],
  ['pledges_status_sums', `drop trigger pledges_status_sums on pledges; create trigger pledges_status_sums after update on pledges for each row when (old.status = 'x') execute function move_lines()`],
  ['refuse_change', 'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$'],
  ['nothing', 'create rule nothing as on insert to ledger_entries do instead nothing'],
  ['ledger_entries', 'alter table ledger_entries enable row level security'],
  ['ledger_entries_net', 'alter table ledger_entries drop constraint ledger_entries_net, add constraint ledger_entries_net check (true)'],
  ['ledger_entries_balance_transaction', 'drop index ledger_entries_balance_transaction; create unique index ledger_entries_balance_transaction on ledger_entries (stripe_balance_transaction_id, recorded_at)'],
  ['staff_address_hash', 'drop index staff_address_hash; create unique index staff_address_hash on staff (address_hash) where address_hash is null'],
  ['ledger_entries_pledge_id_pledges_pledge_id_fk', 'alter table ledger_entries drop constraint ledger_entries_pledge_id_pledges_pledge_id_fk'],
]; // prettier-ignore

it('an untouched database has every guard', async () => {
  expect(await here.stores[0].checkIntegrity()).toEqual([]);
});

it.each(CHANGES)('finds %s: %s', async (where, change) => {
  const other = await openInstances();
  await other.ask(change);
  const what = 'a table, index or trigger that is missing or is not as the migrations made it';
  expect(await other.stores[0].checkIntegrity()).toEqual([{ what, where }]);
  await other.close();
});
