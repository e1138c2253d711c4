import { sqliteFile } from '../../src/config/config.ts';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seal } from '../../src/sealed/seal.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { builtProgram } from '../_support/built.ts';
import { temporaryFolder } from '../_support/make.ts';
import { childEnv } from '../_support/places.ts';
import { configOf, settings } from '../_support/settings.ts';
import { faultyServer, type FaultyServer } from '../email/faulty-server.ts';
import { MINUTE, newAddressKey } from '../reminders/reminder-app.ts';
import { makeReminder } from '../reminders/store-contract.ts';
import { eavesdropper, type Heard } from './eavesdropper.ts';

let folder: ReturnType<typeof temporaryFolder>;
let smtp: FaultyServer;
let ear: Awaited<ReturnType<typeof eavesdropper>>;
let env: Record<string, string | undefined>;
beforeEach(async () => {
  folder = temporaryFolder();
  // Each command on its own: a sender may otherwise say them in one breath.
  smtp = await faultyServer({ hidePIPELINING: true });
  ear = await eavesdropper(smtp.port);
  env = settings(folder.path, {
    PUBLIC_URL: 'https://notes.example.org',
    SMTP_URL: ear.url,
    MAIL_FROM: 'Notes <note@notes.example.org>',
    ADDRESS_KEYS: newAddressKey(),
  });
});
afterEach(async () => {
  await ear.close();
  await smtp.close();
  folder.remove();
});

/** Sets reminders that are due now. */
async function due(count: number): Promise<void> {
  const { addressKeys } = configOf(env);
  const store = openSqliteStore(sqliteFile(configOf(env)));
  for (let i = 0; i < count; i++) {
    const reminder = makeReminder({ status: 'confirmed', dueAt: new Date(), nextAttemptAt: new Date() });
    const sealedAddress = seal(addressKeys, `reader-${i}@example.org`, reminder.reminderId);
    await store.addReminder({ ...reminder, sealedAddress });
  }
  await store.close();
}

/** Counts by status, after what a purge of that hour gives up. */
async function counts(minutesLater: number): Promise<Record<string, number>> {
  const store = openSqliteStore(sqliteFile(configOf(env)));
  await store.failLostReminders(new Date(Date.now() + minutesLater * MINUTE));
  const found = await store.reminderCounts();
  await store.close();
  return found;
}

type Run = { dieAt?: string; moment?: ((heard: Heard) => boolean) | undefined; minutesLater?: number };

/** Runs the sending in a process of its own, which dies at a step or at a moment of its conversation. */
async function send({
  dieAt,
  moment,
  minutesLater = 0,
}: Run): Promise<{ signal: string | null; sent: number }> {
  const child = spawn(process.execPath, [await builtProgram('tests/durability/sender.ts')], {
    env: childEnv({
      ...env,
      CLOCK_MS: String(minutesLater * MINUTE),
      ...(dieAt !== undefined && { DIE_AT: dieAt }),
    }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ear.at(moment ?? (() => false), () => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  const signal = await new Promise<string | null>((resolve) => {
    child.once('close', (_code, signal) => resolve(signal));
  });
  return { signal, sent: output === '' ? 0 : (JSON.parse(output) as { sent: number }).sent };
}

const messageIds = () => smtp.accepted.map(({ mail }) => mail.messageId);
/** How often the server said yes: to EHLO, to the sender, to the reader, to the mail. */
const yeses = ({ server }: Heard) => server.match(/^250 /gm)?.length ?? 0;

/** What crashes before the server has the whole mail. */
const BEFORE: [string, Run][] = [
  ['before the claim', { dieAt: 'before the claim' }],
  ['after the claim', { dieAt: 'after the claim' }],
  ['after the connect', { moment: ({ server }) => server.startsWith('220') }],
  ['after MAIL FROM', { moment: (heard) => yeses(heard) === 2 }],
  ['after RCPT TO', { moment: (heard) => yeses(heard) === 3 }],
  ['after the server asked for the mail', { moment: ({ server }) => /^354/m.test(server) }],
  ['in the middle of the mail', { moment: ({ client }) => client.includes('Message-ID') }],
];

/** What crashes between the mail and its note in the database. */
const BETWEEN: [string, Run][] = [
  ['after the mail, before its answer', { moment: (heard) => yeses(heard) === 4 }],
  ['after the answer, before the note', { dieAt: 'before the note' }],
];

describe('a crash of the sender', () => {
  it.each(BEFORE)('%s: the mail is accepted once in the end', async (_when, run) => {
    await due(1);
    expect((await send(run)).signal).toBe('SIGKILL');
    expect(smtp.accepted).toHaveLength(0);
    expect((await send({ minutesLater: 6 })).sent).toBe(1);
    expect((await send({ minutesLater: 60 })).sent).toBe(0);
    expect(smtp.accepted).toHaveLength(1);
    expect(await counts(120)).toEqual({ sent: 1 });
  });

  it.each(BETWEEN)('%s: one repeat, which is the same message', async (_when, run) => {
    await due(1);
    expect((await send(run)).signal).toBe('SIGKILL');
    expect(smtp.accepted).toHaveLength(1);
    expect((await send({ minutesLater: 6 })).sent).toBe(1);
    expect((await send({ minutesLater: 60 })).sent).toBe(0);
    expect(smtp.accepted).toHaveLength(2);
    expect(new Set(messageIds()).size).toBe(1);
    expect(await counts(120)).toEqual({ sent: 1 });
  });

  it.each(BETWEEN)('%s, and again in the repeat: never a third', async (_when, run) => {
    await due(1);
    expect((await send(run)).signal).toBe('SIGKILL');
    expect((await send({ ...run, minutesLater: 6 })).signal).toBe('SIGKILL');
    expect((await send({ minutesLater: 60 })).sent).toBe(0);
    expect(smtp.accepted).toHaveLength(2);
    expect(new Set(messageIds()).size).toBe(1);
    expect(await counts(120)).toEqual({ failed: 1 });
  });

  it('leaves the mail to nobody else for as long as the lease lasts', async () => {
    await due(1);
    expect((await send({ dieAt: 'after the claim' })).signal).toBe('SIGKILL');
    expect((await send({ minutesLater: 4 })).sent).toBe(0);
    expect((await send({ minutesLater: 6 })).sent).toBe(1);
  });

  it('after the note: nothing is repeated', async () => {
    await due(1);
    expect((await send({ dieAt: 'after the note' })).signal).toBe('SIGKILL');
    expect((await send({ minutesLater: 60 })).sent).toBe(0);
    expect(smtp.accepted).toHaveLength(1);
    expect(await counts(120)).toEqual({ sent: 1 });
  });
});

describe('two senders on one database', () => {
  it('share the work: each mail is accepted once', async () => {
    await due(120);
    const [one, other] = await Promise.all([send({}), send({})]);
    expect(one.sent + other.sent).toBe(120);
    expect(Math.min(one.sent, other.sent)).toBeGreaterThan(0);
    expect(smtp.accepted).toHaveLength(120);
    expect(new Set(messageIds()).size).toBe(120);
  });
});
