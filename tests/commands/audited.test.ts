import Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backupCommand, restoreCommand } from '../../src/commands/backup.ts';
import { importStoreCommand } from '../../src/commands/import-store.ts';
import { keysCommand } from '../../src/commands/keys.ts';
import { closeCommand, reopenCommand } from '../../src/commands/months.ts';
import { parkedCommand, requeueAll } from '../../src/commands/parked.ts';
import { resealCommand } from '../../src/commands/reseal.ts';
import { staffCommand } from '../../src/commands/staff.ts';
import { sumsCommand } from '../../src/commands/sums.ts';
import { tasksCommand } from '../../src/commands/tasks.ts';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { recordSettings } from '../../src/finance/settings-audit.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { staffApp, type StaffApp } from '../finance/staff-app.ts';
import { makeEvent } from '../_support/make.ts';

// Every command is either named here with the entry that it writes, or with the reason why it writes none. Which commands
// there are is read from their sources, so a new one fails here until somebody has decided.

const COMMANDS = fileURLToPath(new URL('../../src/commands/', import.meta.url));

/** Only looks, or makes something that is not this database. */
const READS = [
  'doctor', 'verify', 'help', 'publisher schema', 'keys list', 'staff list', 'parked list', 'tasks list',
  // A newspaper of its own, in a folder of its own.
  'demo',
  // As every start does, before there is a table to write into.
  'migrate',
]; // prettier-ignore
/** Does at once what a timer does anyway, decides nothing and takes no word of a person. */
const AS_THE_TIMER = ['project', 'reconcile', 'reminders send', 'goal publish', 'purge'];

let app: StaffApp;
let printed: string[] = [];
const out = (line: string) => printed.push(line);
beforeAll(() => {
  app = staffApp();
  app.pass(86_400_000);
});
afterAll(() => app.close());

const entries = async (store: Store = app.store) =>
  (await store.auditPage({ action: null, by: null, outcome: null }, null, 500, 'oldest_first')).map((link) =>
    auditEntryOf(link),
  );
const person = async () => (await app.store.listStaff())[0]?.staffId ?? '';
const staff = (...args: string[]) => staffCommand(args, app.ctx, out, async () => 'anna@example.org');
const park = async (stripeEventId: string) => {
  const { store, now } = app.ctx;
  const event = makeEvent({ stripeEventId, objectId: `ch_${stripeEventId}`, createdAt: now() });
  await store.recordWebhookEvents([{ event, ignored: null }], now());
  const seq = await store.lastWebhookSeq();
  await store.failWebhookEvent(seq, { error: 'SomeError', nextAttemptAt: null }, now());
};
const onFile = (sql: string) => {
  const db = new Database(app.file);
  db.exec(sql);
  db.close();
};
const backup = () => join(dirname(app.file), 'monday.db');
const beside = () => join(dirname(app.file), 'beside', 'rs.db');
const moved = () => join(dirname(app.file), 'moved', 'rs.db');

/** What each command that changes something writes down, in an order in which each finds what it needs. */
const WRITES: Record<string, { run: () => Promise<unknown>; entries: string[]; elsewhere?: () => string }> = {
  start: { run: () => recordSettings(app.ctx), entries: ['settings_change'] },
  'staff add': {
    run: () => staff('add', '--role', 'bookkeeper', '--label', 'Books'),
    entries: ['staff_add', 'staff_link'],
  },
  'staff role': { run: async () => staff('role', await person(), 'admin'), entries: ['staff_role'] },
  'staff link': { run: async () => staff('link', await person()), entries: ['staff_link'] },
  'staff reset': { run: async () => staff('reset', await person()), entries: ['staff_reset', 'staff_link'] },
  'staff end': { run: async () => staff('end', await person()), entries: ['staff_end'] },
  'keys create': {
    run: () => keysCommand(['create', '--name', 'n', '--scope', 'ledger:read'], app.ctx, out),
    entries: ['key_create'],
  },
  'keys revoke': {
    run: async () => keysCommand(['revoke', (await app.store.listApiKeys())[0]?.keyId ?? ''], app.ctx, out),
    entries: ['key_revoke'],
  },
  close: { run: () => closeCommand(['2026-09'], app.ctx, out), entries: ['month_close'] },
  reopen: {
    run: () => reopenCommand(['2026-09', '--reason', 'too early'], app.ctx, out),
    entries: ['month_reopen'],
  },
  'project --parked': {
    run: async () => {
      await park('evt_1');
      await requeueAll(app.ctx, out);
    },
    entries: ['event_retry'],
  },
  'parked retry': {
    run: async () => {
      await park('evt_2');
      await parkedCommand(['retry', 'evt_2'], app.ctx, out);
      await parkedCommand(['retry', '--all'], app.ctx, out);
    },
    entries: ['event_retry', 'event_retry'],
  },
  'parked dismiss': {
    run: async () => {
      await park('evt_3');
      await parkedCommand(['dismiss', 'evt_3', '--reason', 'test data'], app.ctx, out);
    },
    entries: ['event_dismiss'],
  },
  'tasks done': {
    run: async () => {
      onFile(`insert into staff_tasks (task_id, kind, stripe_object_id, raised_at) values ('tsk_1', 'dispute', 'du_1', 1)`); // prettier-ignore
      await tasksCommand(['done', 'tsk_1', '--note', 'answered'], app.ctx, out);
    },
    entries: ['task_done'],
  },
  'sums rebuild': { run: () => sumsCommand(['rebuild'], app.ctx, out), entries: ['sums_rebuild'] },
  'reminders reseal': { run: () => resealCommand(app.ctx, out), entries: ['reseal'] },
  backup: { run: () => backupCommand([backup()], app.ctx, out), entries: ['backup'] },
  restore: {
    run: () =>
      restoreCommand([backup()], { ...app.ctx.config, database: { kind: 'sqlite', file: beside() } }, out),
    entries: ['restore'],
    elsewhere: beside,
  },
  'import-store': {
    run: async () => {
      const config = { ...app.ctx.config, database: { kind: 'sqlite' as const, file: moved() } };
      await importStoreCommand([`file:${app.file}`], { config, env: {}, out });
    },
    entries: ['import_store'],
    elsewhere: moved,
  },
};

it('every command is known here by what it writes down, or by why it writes nothing', () => {
  const known = [...READS, ...AS_THE_TIMER, ...Object.keys(WRITES)].filter((name) => !name.includes('--'));
  expect(known.toSorted()).toEqual(commandsInSources().toSorted());
});

it.each(Object.keys(WRITES))('%s', async (name) => {
  const { run, entries: wanted, elsewhere } = WRITES[name] ?? { run: async () => 1, entries: [] };
  const before = (await entries()).length;
  printed = [];
  await run();
  const store = elsewhere === undefined ? app.store : openSqliteStore(elsewhere());
  const written = (await entries(store)).slice(before);
  if (elsewhere !== undefined) await store.close();
  expect(
    written.map(({ action }) => action),
    printed.join('\n'),
  ).toEqual(wanted);
  for (const { by, outcome } of written) expect([by, outcome]).toEqual(['command', 'done']);
});

it('what somebody mistyped is in no entry: what is not there is refused before anything is written', async () => {
  const before = (await entries()).length;
  const name = 'annasmith';
  for (const done of [
    await tasksCommand(['done', name, '--note', 'x'], app.ctx, out),
    await parkedCommand(['retry', name], app.ctx, out),
    await parkedCommand(['dismiss', name, '--reason', 'x'], app.ctx, out),
    await keysCommand(['revoke', name], app.ctx, out),
    await staff('end', name).catch(() => 1),
  ])
    expect(done).toBe(1);
  expect((await entries()).length).toBe(before);
});

/** Commands of the switch, with the words that it asks for behind them, and the actions of those that have some. */
function commandsInSources(): string[] {
  const source = readFileSync(join(COMMANDS, 'commands.ts'), 'utf8');
  const cases = [...source.matchAll(/^ {6}case '([a-z][\w-]*)':([^]*?)(?=^ {6}(?:case|default))/gm)];
  const actions = new Map(
    readdirSync(COMMANDS, { withFileTypes: true })
      .filter((file) => file.isFile())
      .flatMap(({ name }) => {
        const text = readFileSync(join(COMMANDS, name), 'utf8');
        const command = /runAction\('(\w+)'/.exec(text)?.[1];
        const block = /const actions = \{\n([^]*?)\n {2}\};/.exec(text)?.[1] ?? '';
        const found = [...block.matchAll(/^ {4}(\w+)[:,]/gm)].map((key) => key[1] ?? '');
        return command === undefined ? [] : [[command, found] as const];
      }),
  );
  return cases.flatMap(([, name = '', body = '']) => {
    const words =
      actions.get(name) ?? [...body.matchAll(/rest\[0\] === '(\w+)'/g)].map((word) => word[1] ?? '');
    return words.length > 0 ? words.map((word) => `${name} ${word}`) : [name];
  });
}
