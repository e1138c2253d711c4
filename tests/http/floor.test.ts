import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../src/app.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService({ settings: { METRICS_TOKEN: 'a-long-metrics-token' } });
});
afterAll(async () => service.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${service.url}${path}`, { headers, redirect: 'manual' });

describe('every answer', () => {
  it.each([
    '/',
    '/give',
    '/thanks',
    '/livez',
    '/v1/widget-config',
    '/v1/ledger.csv',
    '/finance',
    '/nothing',
    '/rs/v1/rs.js',
    '/assets/page.css',
    '/remind',
  ])(
    'of %s stands on the floor: strict policy, no sniffing, no referrer, no framing, no trace of the engine',
    async (path) => {
      const { headers } = await get(path, { Accept: 'text/html' });
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^req_/);
      expect(headers.get('set-cookie')).toBeNull();
    },
  );

  it('to something unknown is a page for people and a problem for programs', async () => {
    const page = await get('/nothing', { Accept: 'text/html', 'Accept-Language': 'ru' });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('lang="ru"');
    const problem = await get('/v1/nothing');
    expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await problem.json()).toMatchObject({
      status: 404,
      code: 'not_found',
      requestId: expect.stringMatching(/^req_/) as string,
    });
  });
});

describe('the widget’s files', () => {
  it('may be loaded by any page, are packed on the way, and are what the manifest says', async () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../../public/rs/manifest.json', import.meta.url), 'utf8'),
    ) as {
      version: string;
      files: Record<string, { bytes: number; brotliBytes: number; integrity: string }>;
    };
    for (const [name, { bytes, integrity }] of Object.entries(manifest.files)) {
      const plain = await get(`/rs/${manifest.version}/${name}`, { 'Accept-Encoding': 'identity' });
      const body = Buffer.from(await plain.arrayBuffer());
      expect([plain.status, body.length, plain.headers.get('access-control-allow-origin')]).toEqual([
        200,
        bytes,
        '*',
      ]);
      expect(`sha384-${createHash('sha384').update(body).digest('base64')}`).toBe(integrity);
      expect(plain.headers.get('cache-control')).toContain('immutable');
    }
    const packed = await get('/rs/v1/rs.js', { 'Accept-Encoding': 'br' });
    expect([packed.headers.get('content-encoding'), packed.headers.get('vary')]).toEqual([
      'br',
      'Accept-Encoding',
    ]);
    expect(Number(packed.headers.get('content-length') ?? 0)).toBeLessThan(9_217);
    expect((await get('/rs/v0/rs.js')).status).toBe(404);
    expect((await get('/rs/v1/..%2f..%2fpackage.json')).status).toBe(404);
  });
});

describe('a method that an address does not take', () => {
  const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${service.url}${path}`, { method, headers });
    return { status: answer.status, allow: answer.headers.get('allow'), text: await answer.text() };
  };

  it('is 405 with the ones it takes, in JSON for programs', async () => {
    const answer = await ask('PUT', '/v1/checkout');
    expect([answer.status, answer.allow]).toEqual([405, 'POST, OPTIONS']);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(await ask('GET', '/webhooks/stripe')).toMatchObject({ status: 405, allow: 'POST' });
    expect(await ask('DELETE', '/v1/nothing')).toMatchObject({ status: 404, allow: null });
  });

  it('is a page for people, and says nothing of who may come in', async () => {
    const page = await ask('POST', '/thanks', { Accept: 'text/html', 'Accept-Language': 'ru' });
    expect([page.status, page.allow]).toEqual([405, 'GET, HEAD']);
    expect(page.text).toContain('Запрос не удалось прочитать');
    expect(await ask('DELETE', '/finance')).toMatchObject({ status: 405, allow: 'GET, HEAD' });
  });
});

describe('what is no address', () => {
  const raw = (target: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () =>
        socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n`),
      );
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });

  it.each(['//[', '///:x', 'http://[/', '//a//evil.example/x', '/%', '/give?lang=%', '/\\evil.example'])(
    '%s gets a plain answer: no stack, no 500, no link elsewhere',
    async (target) => {
      const text = await raw(target);
      expect(text).toMatch(/^HTTP\/1\.1 (200|400|404) /);
      expect(text).not.toMatch(/ {4}at |node_modules|TypeError|URIError/);
      expect(text).not.toMatch(/href="[/\\]{2}/);
    },
  );

  it('says whether it is ready, and how it stands', async () => {
    expect(await (await get('/readyz')).json()).toEqual({
      status: 'ok',
      database: 'ok',
      migrations: 'ok',
      queue: 'ok',
      queueAgeSeconds: 0,
      parkedEvents: 0,
      clock: 'ok',
    });
  });
});

describe('who may call', () => {
  it('nobody without a key reaches finance, and nobody without the token the metrics', async () => {
    for (const route of allRoutes(service.ctx)) {
      if (route.access.kind === 'public' || route.access.kind === 'stripe_signature') continue;
      const path = route.path.replace(/:(\w+)/g, 'x');
      const answer = await fetch(`${service.url}${path}`, {
        method: route.method.toUpperCase(),
        redirect: 'manual',
      });
      expect([303, 401, 403], `${route.method} ${path} answered ${answer.status}`).toContain(answer.status);
    }
    expect((await get('/metrics', { Authorization: 'Bearer wrong' })).status).toBe(401);
    const metrics = await get('/metrics', { Authorization: 'Bearer a-long-metrics-token' });
    expect(metrics.status).toBe(200);
    const text = await metrics.text();
    expect(text).toContain('rs_inbox_events{fate="pending"}');
    // What the database knows, every instance tells: nothing that was compared does not hold, for nothing was.
    expect(text).toMatch(/^rs_reconciled 1$/m);
    expect(text).toMatch(/^rs_reconciled_timestamp_seconds 0$/m);
  });

  it('GET changes nothing: every page asked for twice leaves the database as it was', async () => {
    const before = await service.ctx.store.ledgerHash();
    const counts = await service.ctx.store.inboxCounts();
    for (const route of allRoutes(service.ctx).filter((one) => one.method === 'get'))
      await get(route.path.replace(/:(\w+)/g, 'x'));
    expect(await service.ctx.store.ledgerHash()).toBe(before);
    expect(await service.ctx.store.inboxCounts()).toEqual(counts);
  });
});

describe('the plain form', () => {
  const form = (over: Record<string, string> = {}) =>
    new URLSearchParams({
      frequency: 'monthly',
      amount_monthly: '5',
      currency: 'USD',
      lang: 'en',
      key: crypto.randomUUID(),
      ...over,
    });
  const post = async (fields: URLSearchParams | string, type = 'application/x-www-form-urlencoded') => {
    const answer = await fetch(`${service.url}/give`, {
      method: 'POST',
      headers: { 'Content-Type': type, Accept: 'text/html' },
      body: fields.toString(),
    });
    return {
      status: answer.status,
      text: await answer.text(),
      policy: answer.headers.get('content-security-policy') ?? '',
    };
  };
  const sessions = () => service.sandbox.counts()['sessions'] ?? 0;

  it('leads on to the payment page without a script, twice to the same one', async () => {
    const fields = form();
    const [first, second] = [await post(fields), await post(fields)];
    const link = (text: string) => /content="0;url=([^"]+)"/.exec(text)?.[1];
    expect(first.status).toBe(200);
    expect(link(first.text)).toContain(new URL(service.sandbox.url).host);
    expect(link(second.text)).toBe(link(first.text));
    expect(first.policy).toMatch(/form-action 'self'(;|$)/);
  });

  it.each([
    [{ amount_monthly: 'other', other_monthly: '' }, 'Enter an amount.'],
    [{ amount_monthly: 'other', other_monthly: '1' }, 'smallest monthly amount'],
    [{ amount_monthly: 'other', other_monthly: '1001' }, 'largest monthly amount'],
    [{ amount_monthly: 'other', other_monthly: '-5' }, 'numbers only'],
    [{ amount_monthly: 'other', other_monthly: '5e3' }, 'numbers only'],
    [{ amount_monthly: 'other', other_monthly: '<script>alert(1)</script>' }, 'numbers only'],
    [{ amount_monthly: 'other', other_monthly: '5.555' }, 'largest monthly amount'],
  ])('comes back with the values kept and the fault in words: %j', async (over, words) => {
    const before = sessions();
    const answer = await post(form(over));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<title>Error: ');
    expect(answer.text.replace(/<\/?bdi>/g, '')).toContain(words);
    expect(answer.text).toContain('You have not been charged.');
    expect(answer.text).not.toContain('<script>');
    expect(sessions()).toBe(before);
  });

  it.each([
    { frequency: 'weekly' }, { frequency: '' }, { currency: 'RUB' }, { currency: 'usd' }, { campaign: 'Not A Slug' }, { lang: '<b>' },
    { return: 'https://evil.example/' }, { return: 'javascript:alert(1)' }, { key: 'short' }, { surprise: '1' }, { amount_monthly: 'x'.repeat(30) },
    { do: 'something' },
  ])('refuses %j without a session', async (over) => {
    const before = sessions();
    const answer = await post(form(over));
    expect(answer.status).toBe(422);
    expect(answer.text).not.toMatch(/evil\.example|javascript:/);
    expect(sessions()).toBe(before);
  }); // prettier-ignore

  it('refuses repeated fields, other types and too much', async () => {
    expect((await post('frequency=monthly&frequency=once&currency=USD')).status).toBe(422);
    expect((await post('{}', 'application/json')).status).toBe(415);
    expect((await post('', 'application/x-www-form-urlencoded; charset=utf-16le')).status).toBe(415);
    expect((await post('{}', 'application/x-www-form-urlencoded; charset="UTF-8"')).status).toBe(422);
    expect((await post(`frequency=${'x'.repeat(20_000)}`)).status).toBe(413);
    expect((await post(Array.from({ length: 60 }, (_, i) => `f${i}=1`).join('&'))).status).toBe(413);
  });

  it('takes another amount after Back, though the browser kept the old key', async () => {
    const key = crypto.randomUUID();
    const [first, second] = [await post(form({ key })), await post(form({ key, amount_monthly: '10' }))];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).not.toBe(first.text);
  });

  it('changes the currency without losing the rhythm', async () => {
    const answer = await post(
      form({ currency: 'JPY', frequency: 'annual', amount_annual: '60', do: 'currency' }),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/value="annual"[^>]*checked/);
    expect(answer.text).toContain('value="8000"');
  });

  it('passes over what a newsletter adds to the link', async () => {
    const answer = await get(
      '/give?frequency=annual&amount=75.50&currency=EUR&campaign=nl-2026&utm_source=x&lang=ru',
    );
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain('value="75.50"');
    expect(text).toContain('lang="ru"');
    expect(text).not.toContain('name="utm_source"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('readers at risk', () => {
  let guarded: TestService;
  beforeAll(async () => {
    guarded = await testService({
      settings: { TRUSTED_PROXIES: '127.0.0.1', COUNTRY_HEADER: 'X-Country' },
      publisher: { countries: { list: ['RU', 'BY'], action: 'stop' } },
    });
  });
  afterAll(async () => guarded.stop());

  it('are stopped before Stripe hears of them', async () => {
    const answer = await postCheckout(
      guarded,
      { frequency: 'once', amountMinor: 2_500, currency: 'USD' },
      { 'Idempotency-Key': crypto.randomUUID(), 'X-Country': 'RU' },
    );
    expect([answer.status, answer.json['code']]).toEqual([403, 'stopped_for_safety']);
    expect(guarded.sandbox.counts()['requests']).toBe(0);
    const config = (await (
      await fetch(`${guarded.url}/v1/widget-config`, { headers: { 'X-Country': 'by' } })
    ).json()) as Record<string, unknown>;
    expect(config).toMatchObject({ notice: { kind: 'stop' }, reminderByMail: false });
  });

  it('of an edition that stops are stopped in every country', async () => {
    const strict = await testService({
      publisher: { editions: { en: {}, ru: { notice: { kind: 'stop' } } } },
      settings: { TRUSTED_PROXIES: '127.0.0.1', COUNTRY_HEADER: 'X-Country' },
    });
    const kind = async (country: string) =>
      (
        (await (
          await fetch(`${strict.url}/v1/widget-config?lang=ru`, { headers: { 'X-Country': country } })
        ).json()) as { notice: { kind: string } }
      ).notice.kind;
    expect([await kind('RU'), await kind('DE'), await kind('')]).toEqual(['stop', 'stop', 'stop']);
    await strict.stop();
  });

  it('get the same answer as all others of their country, which caches keep apart', async () => {
    const answer = await fetch(`${guarded.url}/v1/widget-config`, { headers: { 'X-Country': 'NL' } });
    expect(answer.headers.get('vary')).toMatch(/x-country/i);
    expect(await answer.json()).toMatchObject({ notice: null });
  });
});

describe('what stays behind', () => {
  it('of a reader’s whole visit is no name, address, agent, referer or article', async () => {
    const headers = {
      'User-Agent': 'canary-agent',
      Referer: 'https://news.example.org/canary-referer',
      'X-Forwarded-For': '203.0.113.77',
    };
    await get('/give?campaign=river', headers);
    const answer = await postCheckout(
      service,
      {
        frequency: 'monthly',
        amountMinor: 500,
        currency: 'USD',
        returnTo: 'https://news.example.org/canary-article',
      },
      { 'Idempotency-Key': 'canary-idempotency-key', ...headers },
    );
    service.sandbox.pay(sessionOf(answer), { email: 'canary-mail@example.org', name: 'Canary Name' });
    await service.settle();
    expect((await service.ctx.store.pledgeById(String(answer.json['pledgeId'])))?.status).toBe('active');
    const folder = `${service.folder}/data`;
    const bytes =
      readdirSync(folder)
        .map((file) => readFileSync(`${folder}/${file}`, 'latin1'))
        .join('') + service.lines.join('');
    expect(bytes).toContain(String(answer.json['pledgeId']));
    for (const encode of [
      (text: string) => text,
      (text: string) => Buffer.from(text).toString('base64').slice(0, -4),
      (text: string) => Buffer.from(text).toString('hex'),
      encodeURIComponent,
    ]) {
      for (const trace of ['canary', 'Canary Name', '203.0.113.77'])
        expect(bytes, `${trace} as ${encode(trace)}`).not.toContain(encode(trace));
    }
  });
});
