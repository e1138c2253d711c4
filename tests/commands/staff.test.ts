import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resealCommand } from '../../src/commands/reseal.ts';
import { staffCommand } from '../../src/commands/staff.ts';
import { addressHashes } from '../../src/sealed/address-hash.ts';
import { openOrNull, seal } from '../../src/sealed/seal.ts';
import { staffApp, type StaffApp } from '../finance/staff-app.ts';

let app: StaffApp;
beforeEach(() => (app = staffApp()));
afterEach(() => app.close());

async function run(args: string[], address = 'anna@example.org') {
  const lines: string[] = [];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return address;
  };
  const code = await staffCommand(args, app.ctx, (line) => lines.push(line), ask).catch((error: unknown) => {
    lines.push(error instanceof Error ? error.message : '');
    return 1;
  });
  return { code, lines, asked };
}
const idIn = (lines: string[]) => /staff_[0-9a-z]{26}/.exec(lines.join('\n'))?.[0] ?? '';

describe('staff', () => {
  it('add asks for the address and prints a link that signs in once, alone on the last line', async () => {
    const { code, lines, asked } = await run(['add', '--role', 'admin', '--label', 'Chief']);
    expect([code, asked]).toEqual([0, ['E-mail address: ']]);
    const link = lines.at(-1) ?? '';
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/finance\/sign-in\/l\/[\w-]{43}\?lang=en$/);
    expect(lines.join('\n')).not.toContain('anna');
    const path = new URL(link).pathname;
    const browser = app.browser();
    expect((await browser.submit(path, path)).headers['location']).toContain('/second');
    expect((await browser.submit('/finance/sign-in', path)).status).toBe(410);
    expect((await run(['list'])).lines).toEqual([`${idIn(lines)}  admin  second factor not set up  "Chief"`]);
  });

  it('role, link, reset and end go by id', async () => {
    const id = idIn((await run(['add', '--role', 'admin', '--label', 'Chief'])).lines);
    expect((await run(['role', id, 'bookkeeper'])).code).toBe(0);
    expect(await app.store.staffById(id)).toMatchObject({ role: 'bookkeeper' });
    await app.store.setSecondFactor(id, { sealedTotp: 'sealed', step: 1, codeHashes: ['a'] });
    expect((await run(['list'])).lines[0]).toContain('second factor set up');
    expect((await run(['link', id])).lines.at(-1)).toMatch(/\/finance\/sign-in\/l\//);
    expect((await run(['reset', id])).lines.at(-1)).toMatch(/\/finance\/sign-in\/l\//);
    expect(await app.store.staffById(id)).toMatchObject({ sealedTotp: null });
    expect((await run(['end', id])).code).toBe(0);
    expect(await run(['end', id])).toMatchObject({ code: 1, lines: ['Nobody works here by that id.'] });
    expect((await run(['list'])).lines[0]).toContain('ended 2026-10-31T12:00:00Z');
  });

  it.each([
    [['add', '--label', 'x'], /--role bookkeeper \| donor_care \| admin/],
    [['add', '--role', 'boss', '--label', 'x'], /no role "boss"/],
    [['add', '--role', 'admin'], /--label/],
    [['add', '--role', 'admin', '--label', 'a@b'], /must not hold an @/],
    [['role', 'staff_1'], /--role/],
    [['end'], /staff end ID/],
    [['fire', 'x'], /no action "fire"/],
  ])('%j is refused with words that help, before an address is asked for', async (args, words) => {
    const { code, lines, asked } = await run(args);
    expect([code, asked]).toEqual([2, []]);
    expect(lines.join('\n')).toMatch(words);
  });

  it('add refuses what is no address, one that is somebody’s, and a service without ADDRESS_KEYS', async () => {
    const args = ['add', '--role', 'admin', '--label', 'x'];
    expect(await run(args, 'nonsense')).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/not an e-mail address/)],
    });
    await run(args);
    expect(await run(args, 'ANNA@example.org')).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/somebody’s already/)],
    });
    await app.close();
    app = staffApp({ addressKeys: [] });
    expect(await run(args)).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/ADDRESS_KEYS is not set/)],
    });
  });
});

it('reminders reseal brings second factors and delivery addresses under the newest key, and people stay known', async () => {
  const [old] = app.ctx.config.addressKeys;
  const id = await app.add('anna@example.org', 'admin');
  await app.signUp('anna@example.org');
  await app.store.setDelivery(
    id,
    seal(app.ctx.config.addressKeys, 'anna@example.org', `${id} delivery`),
    'en',
  );
  const addressKeys = [{ id: 'k2', key: Buffer.alloc(32, 2) }, ...(old === undefined ? [] : [old])];
  const config = { ...app.ctx.config, addressKeys };
  const hashes = addressHashes({ config, store: app.store, now: () => app.now() });
  const lines: string[] = [];
  const ctx = { ...app.ctx, config, addressHashes: hashes };
  expect(await resealCommand(ctx, (line) => lines.push(line))).toBe(0);
  const only = [{ id: 'k2', key: Buffer.alloc(32, 2) }];
  const member = await app.store.staffById(id);
  expect(openOrNull(only, member?.sealedTotp ?? '', id)).toMatch(/^[A-Z2-7]{32}$/);
  expect(openOrNull(only, member?.sealedDelivery ?? '', `${id} delivery`)).toBe('anna@example.org');
  const fresh = addressHashes({ config: { addressKeys: only }, store: app.store, now: () => app.now() });
  expect(await app.store.staffByAddress(await fresh('anna@example.org', 'staff'))).toEqual(member);
  expect(await resealCommand({ ...ctx, config: { ...config, addressKeys: only } }, () => {})).toBe(0);
  expect(
    await resealCommand(
      { ...ctx, config: { ...config, addressKeys: [{ id: 'k9', key: Buffer.alloc(32, 9) }] } },
      () => {},
    ),
  ).toBe(1);
});
