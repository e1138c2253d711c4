import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resealCommand } from '../../src/commands/reseal.ts';
import type { AppContext } from '../../src/context.ts';
import { addressHashes } from '../../src/sealed/address-hash.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { after, NOON } from '../_support/make.ts';
import { DAY, MINUTE, reminderApp, type ReminderApp } from './reminder-app.ts';

let app: ReminderApp;
beforeEach(async () => {
  app = await reminderApp();
});
afterEach(async () => app.close());

const ADDRESS = 'reader@example.org';
const DUE = new Date('2027-01-01T10:00:00Z');
const counts = () => app.store.reminderCounts();
const inFiles = (text: string) => {
  const folder = join(app.folder, 'data');
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text));
};
/** Asks, and returns the path of the link in the mail; an empty text where none came. */
async function asked(email = ADDRESS): Promise<string> {
  const before = app.smtp.accepted.length;
  expect((await app.ask({ email })).status).toBe(202);
  await app.send();
  return app.smtp.accepted.length === before ? '' : app.linkIn(app.smtp.accepted.at(-1)?.mail);
}
/** The same service with other keys, on the same database. */
function withKeys(...addressKeys: { id: string; key: Buffer }[]): AppContext {
  const config = { ...app.config, addressKeys };
  const { store, now } = app.ctx;
  return { ...app.ctx, config, addressHashes: addressHashes({ config, store, now }) };
}
const key = (id: string) => ({ id, key: Buffer.alloc(32, id) });
const actionOf = async (page: Response, name: string) =>
  new RegExp(`action="(/r/[\\w.-]+/${name})"`).exec(await page.text())?.[1] ?? '';

describe('the hash of an address', () => {
  it('is the same however the address is spelt and whoever computes it, and another one for another address', async () => {
    const [one] = await app.ctx.addressHashes(ADDRESS);
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(await app.ctx.addressHashes('Reader+tag@EXAMPLE.org')).toEqual([one]);
    expect(await withKeys(...app.config.addressKeys).addressHashes(ADDRESS)).toEqual([one]);
    expect(await app.ctx.addressHashes('reader2@example.org')).not.toEqual([one]);
    expect(await app.ctx.addressHashes('nonsense')).toEqual([]);
  });

  it('needs the keys: with others, or with none, the same database makes no such hash', async () => {
    const [one] = await app.ctx.addressHashes(ADDRESS);
    expect(await withKeys(key('a')).addressHashes(ADDRESS)).not.toContain(one);
    expect(await withKeys().addressHashes(ADDRESS)).toEqual([]);
    // A key that took over the name of another one is another key.
    const id = app.config.addressKeys[0]?.id ?? '';
    const posing = await withKeys({ id, key: Buffer.alloc(32, 'x') }).addressHashes(ADDRESS);
    expect(posing).toHaveLength(1);
    expect(posing).not.toContain(one);
  });

  it('of a member of staff is another one, and knows one spelling alone: a tag may be a stranger’s mailbox', async () => {
    const [asReader] = await app.ctx.addressHashes('anna@example.org');
    const [one] = await app.ctx.addressHashes('anna@example.org', 'staff');
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(one).not.toBe(asReader);
    expect(await app.ctx.addressHashes(' Anna@EXAMPLE.org', 'staff')).toEqual([one]);
    for (const other of ['anna+tag@example.org', 'a.nna@example.org'])
      expect(await app.ctx.addressHashes(other, 'staff')).not.toEqual([one]);
  });

  it('is made from one secret where two processes start together', async () => {
    const both = [withKeys(key('a')), withKeys(key('a'))];
    const [first, second] = await Promise.all(both.map((ctx) => ctx.addressHashes(ADDRESS)));
    expect(first).toHaveLength(1);
    expect(second).toEqual(first);
  });
});

describe('never again', () => {
  async function refuse(): Promise<void> {
    const link = await asked();
    const stopped = await app.form(`${link}/stop`);
    const url = await actionOf(stopped, 'never');
    expect((await app.get(url)).status).toBe(200);
    expect(await asked('before@example.org')).not.toBe('');
    expect((await app.form(url)).status).toBe(200);
  }

  it('sends nothing more to the address, however it is spelt, and answers as for any other', async () => {
    await refuse();
    app.pass(2 * DAY);
    const [before] = [app.smtp.accepted.length];
    const refused = await app.ask({ email: 'Reader+x@example.org' });
    const other = await app.ask({ email: 'someone@example.org' });
    await app.send();
    expect(app.smtp.accepted.slice(before).map(({ to }) => to)).toEqual(['someone@example.org']);
    const shape = async (answer: Response) => ({
      status: answer.status,
      headers: [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
      body: await answer.text(),
    });
    expect(await shape(refused)).toEqual(await shape(other));
  });

  it('stops what else was open for the address, and keeps a hash and a day, for two years', async () => {
    await app.form(`${await asked()}/confirm`);
    app.pass(DAY);
    await refuse();
    expect(await counts()).toEqual({ stopped: 2, pending: 1 });
    expect(inFiles(ADDRESS)).toEqual([]);
    app.pass(729 * DAY);
    await app.purge();
    expect(await asked()).toBe('');
    app.pass(3 * DAY);
    expect(await app.purge()).toMatchObject({ unsuppressed: 1 });
    expect(await asked()).not.toBe('');
  });

  it('is offered after a stop for an hour, to whoever was written to unasked, and does nothing by being looked at', async () => {
    const link = await asked();
    const cancelled = await app.form(`${link}/stop?only=this`);
    const url = await actionOf(cancelled, 'never');
    await app.get(url);
    app.pass(60 * MINUTE);
    expect((await app.form(url)).status).toBe(410);
    app.pass(DAY);
    const own = await asked();
    await app.form(`${own}/confirm`);
    expect(await actionOf(await app.form(`${own}/stop?only=this`), 'never')).toBe('');
    expect((await app.form(`${own}/never`)).status).toBe(404);
  });
});

describe('a change of keys', () => {
  it('seals everything anew: afterwards the old key may go, and nothing is forgotten', async () => {
    const old = app.config.addressKeys[0] as { id: string; key: Buffer };
    await app.form(`${await asked()}/confirm`);
    await asked('other@example.org');
    const never = await actionOf(await app.form(`${await asked('never@example.org')}/stop`), 'never');
    await app.form(never);
    const sealed = (await app.store.openReminders('', 10)).map(
      (row) => row.sealedAddress?.slice(5, 60) ?? '?',
    );
    const lines: string[] = [];
    expect(await resealCommand(withKeys(key('new'), old), (line) => lines.push(line))).toBe(0);
    expect(lines).toEqual(['sealed anew under key new: 3, left under other keys: 0']);
    for (const text of sealed) expect(inFiles(text)).toEqual([]);
    expect(await resealCommand(withKeys(key('new')), (line) => lines.push(line))).toBe(0);
    expect(lines[1]).toBe('sealed anew under key new: 0, left under other keys: 0');

    const renewed = withKeys(key('new'));
    expect(await app.store.isSuppressed(await renewed.addressHashes('never@example.org'))).toBe(true);
    expect(
      await app.store.stopRemindersOf(await renewed.addressHashes('other@example.org'), after(NOON, DAY)),
    ).toBe(1);
    app.setClock(DUE);
    expect(await sendDueReminders(renewed)).toMatchObject({ sent: 1 });
    expect(app.smtp.accepted.at(-1)?.to).toBe(ADDRESS);
  });

  it('says what no key opens, loses nothing of it, and leaves erased addresses erased', async () => {
    await app.form(`${await asked()}/confirm`);
    const lines: string[] = [];
    expect(await resealCommand(withKeys(key('new')), (line) => lines.push(line))).toBe(1);
    expect(lines[0]).toBe('sealed anew under key new: 0, left under other keys: 2');
    expect(lines[1]).toContain('Put them back');
    const [row] = await app.store.openReminders('', 1);
    await app.store.stopReminder(row?.reminderId ?? '');
    const to = { sealedAddress: 'again', addressHash: 'again' };
    expect(await app.store.resealReminder(row?.reminderId ?? '', row?.sealedAddress ?? '', to)).toBe(false);
    expect(await app.store.openReminders('', 1)).toEqual([]);
  });
});
