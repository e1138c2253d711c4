import request from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROLES, SCOPES, SCOPES_OF_ROLE, type Scope } from '../../src/finance/scope.ts';
import { newSecret, sha256 } from '../../src/ids.ts';
import { staffApp, type StaffApp } from './staff-app.ts';

// Every finance address as the router's own list names it, tried by every role and by keys with every single scope.

type Caller = { name: string; scopes: readonly Scope[]; headers: Record<string, string> };

let app: StaffApp;
const callers: Caller[] = [];
beforeAll(async () => {
  app = staffApp();
  const session = async (owner: { kind: 'staff' | 'key'; id: string }) => {
    const token = newSecret();
    const at = app.now();
    await app.store.openSession({ tokenHash: sha256(token), owner, createdAt: at, lastSeenAt: at });
    return { Cookie: `rs_finance=${token}` };
  };
  for (const role of ROLES) {
    const id = await app.add(`${role}@example.org`, role);
    callers.push({ name: role, scopes: SCOPES_OF_ROLE[role], headers: await session({ kind: 'staff', id }) });
  }
  for (const scope of SCOPES) {
    const { keyId, secret } = await app.key([scope]);
    const signedIn = await session({ kind: 'key', id: keyId });
    callers.push({ name: `key ${scope}`, scopes: [scope], headers: { Authorization: `Bearer ${secret}` } });
    callers.push({ name: `session of key ${scope}`, scopes: [scope], headers: signedIn });
  }
});
afterAll(() => app.close());

const guarded = () =>
  app.routes.flatMap(({ method, path, access }) =>
    access.kind === 'scope' || access.kind === 'session' ? [{ method, path, access }] : [],
  );
const addressOf = (path: string) =>
  path
    .replace(':period', '2026-09')
    .replace(/:(id|payoutId|paymentId)/, 'plg_00000000')
    .replace(/:\w+/g, 'x');

it('every finance address opens to the scope that it declares, and to no other', async () => {
  const wrong: string[] = [];
  for (const { method, path, access } of guarded()) {
    // Leads whoever may not see totals on to their own first page: see below.
    if (path === '/finance') continue;
    for (const { name, scopes, headers } of callers) {
      // A page knows no keys in headers: it leads to the sign-in.
      const isKey = headers['Authorization'] !== undefined;
      if (access.kind === 'session' && isKey) continue;
      const answer = await request(app.app)[method as 'get' | 'post'](addressOf(path)).set(headers);
      const isDenied = answer.status === 403 && /scope/.test(answer.text);
      const mayEnter = access.scope === null || scopes.includes(access.scope);
      if (isDenied === mayEnter || answer.status === 401)
        wrong.push(`${name} ${method} ${path}: ${answer.status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(guarded().length).toBeGreaterThan(40);
}, 60_000);

it('what any signed-in person may do is their own account and the way out', () => {
  const open = guarded().filter(({ access }) => access.scope === null);
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'get /finance',
    'get /finance/account',
    'post /finance/account/delivery',
    'post /finance/account/second',
    'post /finance/account/sessions',
    'post /finance/sign-out',
  ]);
});

it('the first address shows totals to whoever may see them, and leads everybody else to their own page', async () => {
  const seen = new Map<string, string>();
  for (const { name, headers } of callers) {
    if (headers['Authorization'] !== undefined) continue;
    const { status, headers: answer } = await request(app.app).get('/finance').set(headers);
    seen.set(name, status === 303 ? String(answer['location']).replace(/\?.*/, '') : String(status));
  }
  expect(Object.fromEntries(seen)).toEqual({
    bookkeeper: '200',
    donor_care: '/finance/pledge',
    admin: '200',
    'session of key ledger:read': '/finance/payments',
    'session of key totals:read': '200',
    'session of key periods:close': '403',
    'session of key audit:read': '/finance/audit',
    'session of key pledge:read': '/finance/pledge',
    'session of key access:manage': '/finance/people',
  });
});

it('no form of a page acts without its token', async () => {
  const admin = callers.find(({ name }) => name === 'admin');
  for (const { method, path, access } of guarded()) {
    if (method !== 'post' || access.kind !== 'session') continue;
    const answer = await request(app.app)
      .post(addressOf(path))
      .set(admin?.headers ?? {})
      .type('form')
      .send({ csrf: 'x'.repeat(43), name: 'x', reference: 'AAAAAAAA' });
    expect([path, answer.status, answer.text]).toEqual([
      path,
      403,
      expect.stringMatching(/did not come from/),
    ]);
  }
});

it('a bookkeeper sees money and no people, donor care one pledge and no sums, and nobody a list of identities', () => {
  expect(SCOPES_OF_ROLE).toEqual({
    bookkeeper: ['ledger:read', 'totals:read', 'periods:close'],
    donor_care: ['pledge:read'],
    admin: SCOPES,
  });
  expect(SCOPES.filter((scope) => /identit|name|address/.test(scope))).toEqual([]);
});
