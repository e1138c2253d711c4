import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { financeGuard } from '../../src/finance/access.ts';
import { KEY_PREFIX } from '../../src/finance/keys.ts';
import { sha256 } from '../../src/ids.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';
import { formAt, keySignIn, sessionCookie } from './signed-in.ts';

let fin: FinanceApp;
beforeEach(() => (fin = financeApp()));
afterEach(() => fin.close());

const bearer = (path: string, secret: string, method: 'get' | 'post' = 'get') =>
  request(fin.app)[method](path).set('Authorization', `Bearer ${secret}`);
const scoped = () =>
  fin.routes.flatMap((route) =>
    route.access.kind === 'scope'
      ? [{ method: route.method as 'get' | 'post', path: route.path, scope: route.access.scope }]
      : [],
  );

describe('every scoped route', () => {
  it('is one of the contract', () => {
    expect(scoped().map((route) => `${route.path} ${route.scope}`)).toEqual([
      ...['ledger', 'journal', 'accounting', 'pledges', 'payouts'].flatMap((table) =>
        ['csv', 'excel.csv', 'xlsx', 'jsonl', 'manifest.json'].map(
          (ending) => `/v1/${table}.${ending} ledger:read`,
        ),
      ),
      '/v1/reconciliation totals:read',
      '/v1/summary totals:read',
      '/v1/periods totals:read',
      '/v1/periods/:period/close periods:close',
      '/v1/periods/:period/reopen periods:close',
      '/v1/audit.jsonl audit:read',
    ]);
  });

  it('refuses a caller without a key, with a wrong, revoked or expired one, or without the scope', async () => {
    const revoked = await fin.key(['ledger:read', 'totals:read']);
    await fin.store.revokeApiKey(revoked.keyId, new Date());
    const expired = await fin.key(['ledger:read', 'totals:read'], new Date('2026-10-31T12:00:00Z'));
    const other = await fin.key(['pledge:read']);
    for (const { method, path: template, scope } of scoped()) {
      const path = template.replace(':period', '2026-09');
      const none = await request(fin.app)[method](path).expect(401);
      expect(none.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(none.headers['content-type']).toContain('problem+json');
      const wrong = `${KEY_PREFIX}${'A'.repeat(43)}`;
      const answers = [];
      for (const secret of [wrong, revoked.secret, expired.secret, 'rsk_short', ''])
        answers.push(await bearer(path, secret, method).expect(401));
      for (const answer of answers) {
        const { requestId: _, ...problem } = answer.body as Record<string, unknown>;
        expect(problem).toMatchObject({ code: 'key_invalid', status: 401 });
      }
      const missing = await bearer(path, other.secret, method).expect(403);
      expect(missing.body).toMatchObject({
        code: 'scope_missing',
        detail: `This key lacks the scope ${scope}.`,
      });
      // Let in: what comes after the guard may still ask for more.
      const allowed = await bearer(path, (await fin.key([scope])).secret, method);
      expect([200, 400, 404, 409, 415, 422], `${path} ${allowed.status}`).toContain(allowed.status);
      if (/\.(csv|jsonl)$|summary/.test(path))
        // Without account codes there is no file for a bookkeeping program.
        expect(allowed.status, path).toBe(path.includes('accounting') ? 409 : 200);
    }
  });

  it('takes no other scheme, and no cookie beside a wrong key', async () => {
    const { secret } = await fin.key(['totals:read']);
    await request(fin.app).get('/v1/summary').set('Authorization', `Basic ${secret}`).expect(401);
    const cookie = await sessionCookie(fin.app, secret);
    await request(fin.app).get('/v1/summary').set('Cookie', cookie).expect(200);
    await bearer('/v1/summary', 'rsk_wrong').set('Cookie', cookie).expect(401);
  });
});

it('a key is stored as a hash only, and its use is noted by the day', async () => {
  const { secret, keyId } = await fin.key(['totals:read']);
  expect(secret).toMatch(/^rsk_[A-Za-z0-9_-]{43}$/);
  expect(await fin.store.apiKeyByHash(sha256(secret))).toMatchObject({ keyId, lastUsedDay: null });
  await bearer('/v1/summary', secret).expect(200);
  const [known] = await fin.store.listApiKeys();
  expect(known).toMatchObject({ keyId, lastUsedDay: '2026-10-31' });
  expect(JSON.stringify(known)).not.toContain(secret.slice(4));
});

it('a kind of access that finance does not guard is a fault at start, not an open door', () => {
  const guard = financeGuard(fin.ctx);
  expect(() => guard({ kind: 'metrics_token' })).toThrow(/does not guard/);
});

describe('sign-in', () => {
  it('leads from the page to the form and, with a key, back', async () => {
    const { secret } = await fin.key(['totals:read']);
    const away = await request(fin.app).get('/finance').expect(303);
    expect(away.headers['location']).toBe('/finance/sign-in');
    const form = await request(fin.app).get('/finance/sign-in').expect(200);
    expect(form.text).toContain('autocomplete="off"');
    expect(form.headers['content-security-policy']).not.toContain('script-src');
    const answer = await keySignIn(fin.app, secret);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/finance?lang=en');
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^rs_finance=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    await request(fin.app).get('/finance').set('Cookie', cookie).expect(200);
  });

  it('says the same for an unknown, revoked and expired key, and never repeats it', async () => {
    const revoked = await fin.key(['totals:read']);
    await fin.store.revokeApiKey(revoked.keyId, new Date());
    const expired = await fin.key(['totals:read'], new Date('2026-10-01T00:00:00Z'));
    const noScope = await fin.key(['periods:close']);
    const unknown = `${KEY_PREFIX}${'B'.repeat(43)}`;
    const pages = new Set<string>();
    for (const key of [unknown, revoked.secret, expired.secret, noScope.secret, '<script>', '']) {
      const answer = await keySignIn(fin.app, key);
      expect(answer.status).toBe(401);
      expect(answer.headers['set-cookie']).toBeUndefined();
      if (key !== '') expect(answer.text).not.toContain(key);
      pages.add(answer.text.replace(/name="csrf" value="[^"]+"/, ''));
    }
    expect(pages.size).toBe(1);
  });

  it('ends a source that guesses', async () => {
    for (let i = 0; i < 10; i++) expect((await keySignIn(fin.app, 'x')).status).toBe(401);
    const answer = await keySignIn(fin.app, 'x');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it("refuses another site's form", async () => {
    const { secret } = await fin.key(['totals:read']);
    const { csrf, cookie } = await formAt(fin.app, '/finance/sign-in');
    const post = (headers: Record<string, string>, fields: object = { csrf }) =>
      request(fin.app)
        .post('/finance/sign-in')
        .set(headers)
        .type('form')
        .send({ key: secret, ...fields });
    await post({ Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' }).expect(403);
    await post({ Cookie: cookie, 'Sec-Fetch-Site': 'same-site' }).expect(403);
    await post({ Cookie: cookie, Origin: 'https://evil.example' }).expect(403);
    // A site that fetched a form of its own has another cookie, and an older browser says nothing of itself.
    await post({ Cookie: cookie }, {}).expect(403);
    await post({}).expect(403);
    const theirs = await formAt(fin.app, '/finance/sign-in');
    await post({ Cookie: cookie }, { csrf: theirs.csrf }).expect(403);
    await post({ Cookie: cookie, Origin: 'http://127.0.0.1:8080' }).expect(303);
  });

  it('is a __Host- cookie with Secure where readers come by https', async () => {
    await fin.close();
    const { financeConfig } = await import('./finance-app.ts');
    fin = financeApp({ config: financeConfig({ publicUrl: 'https://give.example.org' }) });
    const { secret } = await fin.key(['totals:read']);
    const cookie = await sessionCookie(fin.app, secret);
    expect(cookie).toMatch(/^__Host-rs_finance=.*; Secure/);
  });
});

describe('a session', () => {
  it('ends after half an hour without a click, and lives on with clicks', async () => {
    const cookie = await sessionCookie(fin.app, (await fin.key(['totals:read'])).secret);
    const look = () => request(fin.app).get('/finance').set('Cookie', cookie);
    fin.setNow('2026-10-31T12:29:00Z');
    await look().expect(200);
    fin.setNow('2026-10-31T12:58:00Z');
    await look().expect(200);
    fin.setNow('2026-10-31T13:28:01Z');
    await look().expect(303);
  });

  it('ends after twelve hours however often it is used', async () => {
    const cookie = await sessionCookie(fin.app, (await fin.key(['totals:read'])).secret);
    const look = () => request(fin.app).get('/finance').set('Cookie', cookie);
    const start = Date.parse('2026-10-31T12:00:00Z');
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
      fin.setNow(new Date(start + minutes * 60_000).toISOString());
      await look().expect(200);
    }
    fin.setNow('2026-11-01T00:00:00Z');
    await look().expect(303);
  });

  it('ends with its key', async () => {
    const { secret, keyId } = await fin.key(['totals:read'], new Date('2026-10-31T12:20:00Z'));
    const cookie = await sessionCookie(fin.app, secret);
    fin.setNow('2026-10-31T12:20:00Z');
    await request(fin.app).get('/finance').set('Cookie', cookie).expect(303);
    fin.setNow('2026-10-31T12:10:00Z');
    await request(fin.app).get('/finance').set('Cookie', cookie).expect(200);
    await fin.store.revokeApiKey(keyId, new Date());
    await request(fin.app).get('/finance').set('Cookie', cookie).expect(303);
    await request(fin.app).get('/v1/summary').set('Cookie', cookie).expect(401);
  });

  it('ends by a form that only its own pages have', async () => {
    const cookie = await sessionCookie(fin.app, (await fin.key(['totals:read'])).secret);
    const leave = (fields: Record<string, string>) =>
      request(fin.app).post('/finance/sign-out').type('form').set('Cookie', cookie).send(fields);
    await leave({}).expect(403);
    await leave({ csrf: 'x'.repeat(43) }).expect(403);
    const page = await request(fin.app).get('/finance').set('Cookie', cookie).expect(200);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    await leave({ csrf }).set('Sec-Fetch-Site', 'cross-site').expect(403);
    const answer = await leave({ csrf }).set('Sec-Fetch-Site', 'same-origin').expect(303);
    expect(answer.headers['location']).toBe('/finance/sign-in?lang=en');
    await request(fin.app).get('/finance').set('Cookie', cookie).expect(303);
  });

  it('is stored as a hash only', async () => {
    const cookie = await sessionCookie(fin.app, (await fin.key(['totals:read'])).secret);
    const token = /=([A-Za-z0-9_-]{43});/.exec(cookie)?.[1] ?? '';
    const at = new Date('2026-10-31T12:00:01Z');
    const always = { seenAfter: new Date(0), openedAfter: new Date(0) };
    expect(await fin.store.resumeSession(token, always, at)).toBeNull();
    expect(await fin.store.resumeSession(sha256(token), always, at)).not.toBeNull();
  });
});
