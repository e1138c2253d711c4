import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { deliveryAddress } from '../../src/finance/people/staff.ts';
import { pledgeReference } from '../../src/pledges/pledge.ts';
import { addPledge, book, entryOf } from './ledger-data.ts';
import { askForMail, codeOf, secretIn, staffApp, type StaffApp, type StaffBrowser } from './staff-app.ts';

let app: StaffApp;
let me: string;
let browser: StaffBrowser;
let secret: string;
beforeEach(async () => {
  app = staffApp();
  me = await app.add('chief@example.org', 'admin');
  ({ browser, secret } = await app.signUp('chief@example.org'));
});
afterEach(() => app.close());

const said = (answer: request.Response) => /said=(\w+)/.exec(String(answer.headers['location']))?.[1];
const lastEntry = async () => {
  const [link] = await app.store.auditPage(
    { action: null, by: null, outcome: null },
    null,
    1,
    'newest_first',
  );
  const { by, action, object, outcome, detail } = auditEntryOf(link ?? { entry: '{}' });
  return { by, action, object, outcome, detail };
};

describe('people', () => {
  const add = (fields: Record<string, string>) =>
    browser.submit('/finance/people', '/finance/people', {
      address: 'books@example.org', label: 'Books', role: 'bookkeeper', ...fields,
    }); // prettier-ignore

  it('are let in by an admin, who never reads an address again and gets no link where mail works', async () => {
    const added = await add({});
    expect(added.status).toBe(200);
    expect(added.text).not.toMatch(/books@|sign-in\/l\//);
    const [, books] = await app.store.listStaff();
    expect(await lastEntry()).toEqual({
      by: me, action: 'staff_add', object: books?.staffId, outcome: 'done', detail: { role: 'bookkeeper' },
    }); // prettier-ignore
    const list = (await browser.get('/finance/people')).text;
    expect(list).toContain('Books');
    expect(list).not.toContain('@example.org');
    await askForMail(app, app.browser(), 'books@example.org');
    expect(app.mails.at(-1)?.to).toBe('books@example.org');
  });

  it('are refused in words where the address or the label will not do', async () => {
    expect(said(await add({ address: 'nonsense' }))).toBe('address');
    expect(said(await add({ address: 'CHIEF@example.org' }))).toBe('taken');
    expect(said(await add({ label: 'a@b.org' }))).toBe('label');
    expect((await add({ role: 'owner' })).status).toBe(422);
    expect(await app.store.listStaff()).toHaveLength(1);
  });

  it('change their role, lose their second factor and leave by an admin’s hand, but by nobody’s own', async () => {
    const books = await app.add('books@example.org', 'bookkeeper');
    const theirs = (await app.signUp('books@example.org')).browser;
    const act = (id: string, what: string, fields = {}) =>
      browser.submit('/finance/people', `/finance/people/${id}/${what}`, fields);
    await theirs.get('/finance').expect(200);
    expect(said(await act(books, 'role', { role: 'donor_care' }))).toBe('role_changed');
    expect((await theirs.get('/finance')).status).toBe(303);
    expect(said(await act(books, 'reset'))).toBe('reset');
    expect(await app.store.staffById(books)).toMatchObject({ role: 'donor_care', sealedTotp: null });
    expect(said(await act(books, 'end'))).toBe('ended');
    expect(said(await act(books, 'end'))).toBe('gone');
    for (const what of ['role', 'reset', 'end'])
      expect(said(await act(me, what, { role: 'bookkeeper' }))).toBe('self');
    expect(await app.store.staffById(me)).toMatchObject({ role: 'admin', endedAt: null });
  });
});

describe('keys', () => {
  const make = (fields: Record<string, string>) => browser.submit('/finance/keys', '/finance/keys', fields);

  it('are made on a page and shown once', async () => {
    const made = await make({ name: 'Books', 'totals:read': '1', expires: '2026-12-31' });
    const key = /rsk_[\w-]{43}/.exec(made.text)?.[0] ?? '';
    expect(made.text).not.toContain('hreflang');
    await request(app.app).get('/v1/summary').set('Authorization', `Bearer ${key}`).expect(200);
    const list = (await browser.get('/finance/keys')).text;
    expect(list).toContain('Books');
    expect(list).not.toContain(key);
    const [known] = await app.store.listApiKeys();
    const revoke = () => browser.submit('/finance/keys', `/finance/keys/${known?.keyId}/revoke`);
    expect(said(await revoke())).toBe('revoked');
    expect(await lastEntry()).toMatchObject({ by: me, action: 'key_revoke', object: known?.keyId });
    expect(said(await revoke())).toBe('gone');
    await request(app.app).get('/v1/summary').set('Authorization', `Bearer ${key}`).expect(401);
  });

  it('need a name, a scope and an end that is still to come', async () => {
    expect(said(await make({ name: ' ', 'totals:read': '1' }))).toBe('name');
    expect(said(await make({ name: 'x' }))).toBe('no_scope');
    expect(said(await make({ name: 'x', 'totals:read': '1', expires: '2026-10-31' }))).toBe('past');
    expect(await app.store.listApiKeys()).toEqual([]);
  });
});

describe('one’s own account', () => {
  const act = (what: string, fields = {}) =>
    browser.submit('/finance/account', `/finance/account/${what}`, fields);

  it('sets up another second factor with the old one, which ends when the new one is confirmed', async () => {
    expect(said(await act('second', { code: '000000' }))).toBe('wrong_code');
    app.pass(60_000);
    const begun = await act('second', { code: codeOf(secret, app.now()) });
    expect(begun.headers['location']).toBe('/finance/sign-in/second?lang=en');
    const page = await browser.get('/finance/sign-in/second').expect(200);
    const anew = secretIn(page.text);
    expect(anew).not.toBe(secret);
    const old = browser.cookie;
    app.pass(60_000);
    const done = await browser.send(page, '/finance/sign-in/second', { code: codeOf(anew, app.now()) });
    expect(done.text.match(/<li><code>/g)).toHaveLength(10);
    await browser.get('/finance').expect(200);
    expect((await request(app.app).get('/finance').set('Cookie', old)).status).toBe(303);
  });

  it('ends sessions elsewhere', async () => {
    const token = 'A'.repeat(43);
    const { sha256 } = await import('../../src/ids.ts');
    const at = app.now();
    const owner = { kind: 'staff' as const, id: me };
    await app.store.openSession({ tokenHash: sha256(token), owner, createdAt: at, lastSeenAt: at });
    expect((await browser.get('/finance/account')).text).toContain('1 more browser');
    expect(said(await act('sessions'))).toBe('sessions_ended');
    expect((await request(app.app).get('/finance').set('Cookie', `rs_finance=${token}`)).status).toBe(303);
    await browser.get('/finance').expect(200);
  });

  it('keeps an address for links, sealed, only where its owner asks, and only their own', async () => {
    await app.add('books@example.org', 'bookkeeper');
    for (const address of ['books@example.org', 'chief+x@example.org', 'nonsense'])
      expect(said(await act('delivery', { address }))).toBe('not_yours');
    expect(said(await act('delivery', { address: 'Chief@example.org' }))).toBe('delivery_on');
    const member = await app.store.staffById(me);
    expect(member === null ? null : deliveryAddress(app.ctx.config, member)).toBe('chief@example.org');
    expect(member?.sealedDelivery).not.toContain('chief');
    expect(said(await act('delivery', { stop: '1' }))).toBe('delivery_off');
    expect((await app.store.staffById(me))?.sealedDelivery).toBeNull();
  });
});

describe('one pledge', () => {
  const look = (reference: string, by = browser) =>
    by.submit('/finance/pledge', '/finance/pledge', { reference });

  it('is found by its whole reference alone, and every look is written down', async () => {
    const pledge = await addPledge(app.store);
    await book(
      app.store,
      entryOf(pledge),
      entryOf(pledge, { kind: 'refund', grossMinor: -500, feeMinor: 0 }),
    );
    const reference = pledgeReference(pledge.pledgeId);
    await app.add('desk@example.org', 'donor_care');
    const { browser: desk } = await app.signUp('desk@example.org');
    expect((await desk.get('/finance')).headers['location']).toBe('/finance/pledge?lang=en');
    const found = await look(reference.toLowerCase().replace('-', ' '), desk);
    expect(found.text).toContain('Refund');
    expect(found.text).not.toMatch(/href="\/finance\/(payments|payouts|pledges)/);
    expect(await lastEntry()).toMatchObject({
      action: 'pledge_look', object: pledge.pledgeId, outcome: 'done', detail: { found: 1 },
    }); // prettier-ignore
    for (const part of [reference.slice(0, 4), reference.slice(0, 8), `${reference}A`, '%', ''])
      expect((await look(part, desk)).text).toContain('No pledge has this reference');
    expect(await lastEntry()).toMatchObject({ action: 'pledge_look', object: null, detail: { found: 0 } });
    for (const path of [`/finance/pledges/${pledge.pledgeId}`, `/finance/find?q=${reference}`])
      expect((await desk.get(path)).status).toBe(403);
  });

  it('is looked up thirty times in a quarter of an hour, and the next try is written down', async () => {
    for (let i = 0; i < 30; i++) expect((await look('AAAA-AAAA')).status).toBe(200);
    expect((await look('AAAA-AAAA')).status).toBe(429);
    expect(await lastEntry()).toEqual({
      by: me, action: 'access', object: '/finance/pledge', outcome: 'denied', detail: { reason: 'too_many', tries: 1 },
    }); // prettier-ignore
  });
});
