import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testService, type TestService } from '../_support/service.ts';

const NEWS = 'https://news.example.org';
let service: TestService;

beforeAll(async () => {
  service = await testService({
    settings: { TRUSTED_PROXIES: '127.0.0.1', COUNTRY_HEADER: 'X-Country' },
    publisher: {
      shortLinks: {
        river: { campaign: 'print-river', frequency: 'annual', amount: 60, currency: 'EUR', lang: 'ru' },
        all: {},
      },
    },
  });
});
afterAll(async () => service.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${service.url}${path}`, { headers, redirect: 'manual' });
const text = async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).text();
const oembed = (url: string, more = '') => `/oembed?url=${encodeURIComponent(url)}${more}`;

describe.each(['form.html', 'ssr.html'])('GET /embed/%s', (file) => {
  const path = `/embed/${file}`;

  it('is the same for all readers of a country: cacheable, no key, no index, strict', async () => {
    const answer = await get(`${path}?campaign=article`);
    const { headers } = answer;
    expect(answer.status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('vary')).toMatch(/x-country/i);
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    const markup = await answer.text();
    expect(markup).not.toContain('name="key"');
    expect(markup).toBe(await text(`${path}?campaign=article`));
    expect(markup).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)/i);
  });

  it('opens with what the address asks for, and sends it to this server', async () => {
    const markup = await text(
      `${path}?lang=ru&currency=GBP&frequency=annual&amount=75.50&campaign=nl-2026&return=${encodeURIComponent(`${NEWS}/a?b=1&c=2`)}&theme=dark`,
    );
    expect(markup).toContain(`action="${service.url}/give"`);
    expect(markup).toContain(`formaction="${service.url}/give"`);
    expect(markup).toMatch(/value="annual" checked/);
    expect(markup).toMatch(/name="other_annual"[^>]* value="75.50"/);
    expect(markup).toMatch(/value="GBP" selected/);
    expect(markup).toContain('name="campaign" value="nl-2026"');
    expect(markup).toContain('name="lang" value="ru"');
    expect(markup).toMatch(/name="return" value="https:\/\/news.example.org\/a\?b=1&amp;c=2"/);
    expect(markup).toContain('theme="dark"');
    expect(markup).toContain('Продолжить');
  });

  it('loads the style sheet of one version, held to its hash', async () => {
    const markup = await text(path);
    const [, href = '', integrity = ''] =
      /<link rel="stylesheet" href="([^"]+)" integrity="([^"]+)"/.exec(markup) ?? [];
    const css = Buffer.from(await (await fetch(href)).arrayBuffer());
    expect(`sha384-${createHash('sha384').update(css).digest('base64')}`).toBe(integrity);
  });

  it.each([
    ['lang=<b>', 400, 'lang'],
    ['currency=usd', 400, 'currency'],
    ['currency=CHF', 422, 'currency'],
    ['frequency=weekly', 400, 'frequency'],
    ['amount=5e3', 400, 'amount'],
    ['amount=5&amount=6', 400, 'amount'],
    ['campaign=Not%20A%20Slug', 400, 'campaign'],
    ['theme=neon', 400, 'theme'],
    ['return=https://evil.example/', 422, 'return'],
    ['return=javascript:alert(1)', 422, 'return'],
    ['key=12345678', 400, 'key'],
    ['surprise=1', 400, 'surprise'],
  ])('refuses %s and names the field', async (query, status, field) => {
    const answer = await get(`${path}?${query}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const problem = await answer.text();
    expect(JSON.parse(problem)).toMatchObject({ field });
    expect(problem).not.toMatch(/evil|alert|neon/);
  });

  it('warns in the words of the country, and holds no form where the publisher stops', async () => {
    expect(await text(path)).not.toContain('rs-note');
    expect(await text(path, { 'X-Country': 'RU' })).toContain('Are you in Russia or Belarus?');
    const strict = await testService({ publisher: { editions: { en: { notice: { kind: 'stop' } } } } });
    const stopped = await (await fetch(`${strict.url}${path}`)).text();
    expect(stopped).toContain('rs-note');
    expect(stopped).not.toContain('<form');
    await strict.stop();
    const closed = await testService({ publisher: { open: false } });
    const nothing = await fetch(`${closed.url}${path}`);
    expect([nothing.status, await nothing.text()]).toEqual([200, '']);
    await closed.stop();
  });
});

describe('a form without a key', () => {
  const post = async (country = 'NL') => {
    const fields = {
      frequency: 'monthly',
      amount_monthly: '5',
      currency: 'USD',
      lang: 'en',
      campaign: 'cms',
    };
    const answer = await fetch(`${service.url}/give`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Country': country },
      body: new URLSearchParams(fields).toString(),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const target = (page: string) => /content="0;url=([^"]+)"/.exec(page)?.[1];

  it('never leads two readers with the same choice to one payment', async () => {
    const [first, second] = [await post(), await post()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(target(first.text)).toContain(new URL(service.sandbox.url).host);
    expect(target(second.text)).not.toBe(target(first.text));
  });

  it('from a listed country shows the warning before it goes on, with the choice kept', async () => {
    const before = service.sandbox.counts()['sessions'];
    const shown = await post('BY');
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('Are you in Russia or Belarus?');
    expect(shown.text).toMatch(/value="5" checked/);
    expect(shown.text).toContain('name="campaign" value="cms"');
    expect(target(shown.text)).toBeUndefined();
    expect(service.sandbox.counts()['sessions']).toBe(before);
    const key = /name="key" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
    const fields = { frequency: 'monthly', amount_monthly: '5', currency: 'USD', lang: 'en', key };
    const on = await fetch(`${service.url}/give`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Country': 'BY' },
      body: new URLSearchParams(fields).toString(),
    });
    expect(target(await on.text())).toContain(new URL(service.sandbox.url).host);
  });
});

describe('GET /embed/frame', () => {
  const policy = async (path: string) => (await get(path)).headers.get('content-security-policy') ?? '';

  it('may stand on the publisher’s origins and nowhere else', async () => {
    const { headers } = await get(`/embed/frame?parent=${NEWS}`);
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${NEWS};`);
    // Whoever asks about no page learns of none: the list of mirrors is not for censors.
    expect(await policy('/embed/frame')).toContain("frame-ancestors 'self';");
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(await policy('/embed/frame')).toMatch(
      /script-src 'self'[^;]*;.*require-trusted-types-for 'script'/,
    );
    expect(await policy('/embed/frame')).not.toMatch(/unsafe|\*/);
    // Everything else stays unframed.
    expect(await policy('/give')).toContain("frame-ancestors 'none'");
    expect((await get('/give')).headers.get('x-frame-options')).toBe('DENY');
  });

  it('tells its height to the one origin that is asked for and listed', async () => {
    expect(await text(`/embed/frame?parent=${NEWS}`)).toContain(`data-parent="${NEWS}"`);
    expect(await text('/embed/frame')).toContain('data-parent=""');
    for (const origin of [
      'https://evil.example',
      `${NEWS}.evil.example`,
      `${NEWS}/`,
      '*',
      'null',
      'http://news.example.org',
    ]) {
      const answer = await get(`/embed/frame?parent=${encodeURIComponent(origin)}`);
      expect([origin, answer.status]).toEqual([origin, 422]);
      expect(await answer.json()).toMatchObject({ code: 'origin_not_listed', field: 'parent' });
    }
  });

  it('aims links and forms at the whole tab, and works without a script', async () => {
    const page = await text(`/embed/frame?lang=ru&campaign=closed-cms`);
    expect(page).toContain('<base target="_top"');
    expect(page).toContain('<html lang="ru"');
    expect(page).toMatch(
      /<template shadowrootmode="open".*<form class="rs-form" action="[^"]+\/give" method="post"/s,
    );
    expect(page).not.toMatch(/<style|\sstyle=|<script(?![^>]* src=)/);
  });

  it('brings the script for the page around in one version, for any page and held to its hash', async () => {
    const version = /\/rs\/([\d.]+)\/rs\.js/.exec(await text('/embed/ssr.html'))?.[1];
    const { status, headers } = await get(`/embed/${version}/height.js`);
    expect([status, headers.get('access-control-allow-origin'), headers.get('cache-control')]).toEqual([
      200,
      '*',
      'public, max-age=31536000, immutable',
    ]);
    expect((await get('/embed/0.0.1/height.js')).status).toBe(404);
  });
});

describe('GET /oembed', () => {
  it('answers for the give page with a frame that has the same choice', async () => {
    const answer = await get(
      oembed(`${service.url}/give?frequency=monthly&amount=5&currency=USD&campaign=nl&lang=ru&utm_source=x`),
    );
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    const { html, ...rest } = (await answer.json()) as Record<string, unknown>;
    expect(rest).toMatchObject({
      version: '1.0',
      type: 'rich',
      provider_name: 'The Example Times',
      width: 640,
      height: 860,
    });
    expect(html).toContain(
      `src="${service.url}/embed/frame?lang=ru&amp;campaign=nl&amp;frequency=monthly&amp;amount=5&amp;currency=USD&amp;parent=${encodeURIComponent(NEWS)}"`,
    );
    expect(html).toContain(
      'sandbox="allow-forms allow-scripts allow-same-origin allow-downloads allow-top-navigation-by-user-activation"',
    );
    const src = /src="([^"]+)"/.exec(String(html))?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await fetch(src)).status).toBe(200);
  });

  it('answers for an article of a listed origin, and leads back to it', async () => {
    const { html } = (await (await get(oembed(`${NEWS}/2026/river?p=1#top`))).json()) as { html: string };
    expect(html).toContain(`return=${encodeURIComponent(`${NEWS}/2026/river?p=1`)}`);
    expect(html).toContain(`parent=${encodeURIComponent(NEWS)}`);
  });

  it('answers for a short link', async () => {
    const { html } = (await (await get(oembed(`${service.url}/g/river`))).json()) as { html: string };
    expect(html).toContain('campaign=print-river');
  });

  it('stays inside the edges that are asked for', async () => {
    const answer = await (await get(oembed(`${service.url}/give`, '&maxwidth=320&maxheight=400'))).json();
    expect(answer).toMatchObject({ width: 320, height: 400 });
    expect((answer as { html: string }).html).toContain('width="320" height="400"');
  });

  it.each([
    ['https://evil.example/give', 404],
    ['https://news.example.org.evil.example/a', 404],
    ['https://news.example.org@evil.example/a', 404],
    ['javascript:alert(1)', 404],
    ['not an address', 404],
    ['/give', 404],
  ])('does not answer for %s', async (url, status) => {
    expect((await get(oembed(url))).status).toBe(status);
  });

  it('does not answer for its own other addresses, nor for codes that nobody printed', async () => {
    for (const path of ['/finance', '/thanks?s=x', '/manage', '/g/nothing', '/r/token'])
      expect([path, (await get(oembed(`${service.url}${path}`))).status]).toEqual([path, 404]);
  });

  it('says 501 to other formats and 400 to what it cannot read', async () => {
    const url = `${service.url}/give`;
    expect((await get(oembed(url, '&format=json'))).status).toBe(200);
    expect((await get(oembed(url, '&format=xml'))).status).toBe(501);
    for (const more of ['&maxwidth=-1', '&maxwidth=a', '&maxheight=0', '&x=1'])
      expect([more, (await get(oembed(url, more))).status]).toEqual([more, 400]);
    expect((await get('/oembed')).status).toBe(400);
  });

  it('is found from the give page', async () => {
    const page = await text('/give?frequency=annual&amount=60&lang=en');
    const href = /rel="alternate" type="application\/json\+oembed" href="([^"]+)"/
      .exec(page)?.[1]
      ?.replaceAll('&amp;', '&');
    const answer = (await (await fetch(href ?? '')).json()) as { html: string };
    expect(answer.html).toContain('frequency=annual&amp;amount=60');
  });
});

describe('GET /g/CODE', () => {
  it('leads to the give page with the choice of the publisher file', async () => {
    const answer = await get('/g/river');
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      `${service.url}/give?frequency=annual&amount=60&currency=EUR&campaign=print-river&lang=ru`,
    ]);
    expect((await get('/g/RIVER')).headers.get('location')).toBe(answer.headers.get('location'));
    expect((await get('/g/all')).headers.get('location')).toBe(`${service.url}/give?lang=en`);
    expect(await (await fetch(`${service.url}/g/river`)).text()).toMatch(/value="60" checked/);
  });

  it.each(['nothing', '__proto__', 'constructor', 'a%2fb'])(
    'says kindly that %s leads nowhere',
    async (code) => {
      const answer = await get(`/g/${code}`, { Accept: 'text/html' });
      expect(answer.status).toBe(404);
      const page = await answer.text();
      expect(page).toContain('The address may be mistyped');
      expect(page).toContain('href="/give?lang=en"');
    },
  );
});
