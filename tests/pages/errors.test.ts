import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { AppError } from '../../src/errors.ts';
import { createKey } from '../../src/finance/keys.ts';
import { PUBLIC, type Route } from '../../src/http/route.ts';
import { financeSession } from '../_support/finance-session.ts';
import { freePort, testService, type TestService } from '../_support/service.ts';

/** A page that fails as it is asked to, through the service's own error handler. */
const failing: Route[] = ['/fail/:status', '/finance/fail/:status'].map((path) => ({
  method: 'get',
  path,
  access: PUBLIC,
  page: true,
  handle(req) {
    const status = Number(req.params['status']);
    if (status === 500) throw new Error('canary-secret at /home/somebody/file.ts');
    throw new AppError(status, 'for_a_test', 'canary-detail', { retryAfterSeconds: 120 });
  },
}));

let service: TestService;
let server: Server;
let url = '';
beforeAll(async () => {
  service = await testService();
  server = createServer(createApp(service.ctx, failing) as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await service.stop();
});

const read = async (answer: Response) => {
  const text = await answer.text();
  const only = (pattern: RegExp) =>
    pattern
      .exec(text)?.[1]
      ?.replace(/<[^>]+>/g, '')
      .trim();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    title: only(/<title>([^<]+)/),
    heading: only(/<h1[^>]*>(.+?)<\/h1>/s),
    buttons: [...text.matchAll(/<a class="(?:rs-btn|b p)" href="([^"]+)"/g)].map(([, href]) => href?.replaceAll('&#38;', '&')),
  }; // prettier-ignore
};
const get = async (path: string, lang = 'en') =>
  read(await fetch(`${url}${path}`, { headers: { Accept: 'text/html', 'Accept-Language': lang } }));

const HEADINGS = [
  [400, 'This request could not be read', 'Запрос не удалось прочитать'],
  [404, 'There is nothing at this address', 'По этому адресу ничего нет'],
  [409, 'This form was sent before with another choice', 'Эту форму уже отправляли с другим выбором'],
  [410, 'This link no longer works', 'Эта ссылка больше не работает'],
  [422, 'This cannot be done as it was asked', 'Так сделать не получится'],
  [429, 'Please wait a moment', 'Подождите немного'],
  [500, 'Something went wrong on our side', 'У нас что-то сломалось'],
  [503, 'This page does not work at the moment', 'Страница сейчас не работает'],
] as const;

describe('an error of a reader', () => {
  it.each(HEADINGS)('with status %i is a page in words: money, one way on, reference', async (status, en) => {
    const page = await get(`/fail/${status}`);
    expect([page.status, page.heading]).toEqual([status, en]);
    expect(page.title).toMatch(/^Error: /);
    expect(page.text).toContain('You have not been charged');
    expect(page.buttons).toEqual([status === 503 ? '/fail/503' : '/give?lang=en']);
    expect(page.text).toContain(`Reference ${page.headers.get('x-request-id')}`);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.text).not.toMatch(/canary|undefined|NaN| {4}at /);
    if (status === 429 || status === 503) {
      expect(page.headers.get('retry-after')).toBe('120');
      expect(page.text).toContain('2 min');
    }
  });

  it.each(HEADINGS)('with status %i speaks Russian to those who prefer it', async (status, _, ru) => {
    const page = await get(`/fail/${status}`, 'ru');
    expect([page.status, page.heading]).toEqual([status, ru]);
    expect(page.text).toMatch(/ничего не списывала/);
    expect(page.buttons).toEqual([status === 503 ? '/fail/503' : '/give?lang=ru']);
  });

  const form = { frequency: 'annual', amount_annual: 'other', other_annual: '75.50', currency: 'EUR' };
  const post = async (to: TestService, fields: Record<string, string>) =>
    read(
      await fetch(`${to.url}/give`, {
        method: 'POST',
        headers: { Accept: 'text/html' },
        body: new URLSearchParams({ lang: 'en', campaign: 'river', ...fields }),
      }),
    );

  it('on the way to the payment page leads back to the form with everything still in it', async () => {
    const away = await testService({ settings: { STRIPE_API_BASE: `http://127.0.0.1:${await freePort()}` } });
    const strict = await testService({ publisher: { limits: { checkoutsPerHour: 1 } } });
    try {
      expect((await post(strict, form)).status).toBe(200);
      for (const [to, status] of [[away, 503], [strict, 429]] as const) {
        const failed = await post(to, form);
        expect([failed.status, failed.text.includes('You have not been charged:')]).toEqual([status, true]);
        expect(failed.buttons).toEqual([
          '/give?frequency=annual&amount=75.50&currency=EUR&lang=en&campaign=river',
        ]);
        const again = await (await fetch(`${to.url}${failed.buttons[0]}`)).text();
        expect(again).toMatch(/value="annual"[^>]*checked/);
        expect(again).toContain('value="75.50"');
      }
      expect((await post(away, form)).heading).toBe('We cannot reach the payment service');
    } finally {
      await away.stop();
      await strict.stop();
    }
  }, 60_000); // prettier-ignore

  it('leads to the front page where nothing can be paid', async () => {
    const closed = await testService({ publisher: { open: false } });
    const page = await post(closed, form);
    expect([page.status, page.buttons]).toEqual([403, ['https://news.example.org']]);
    await closed.stop();
  });
});

describe('an error of finance staff', () => {
  it.each([
    [400, 'This view cannot be shown', 'Такой отбор показать нельзя'],
    [403, 'Your key does not open this', 'Ваш ключ этого не открывает'],
    [404, 'There is no such finance page', 'Такой страницы в финансах нет'],
    [429, 'Too many tries', 'Слишком много попыток'],
    [500, 'Something went wrong on our side', 'У нас что-то сломалось'],
    [503, 'The books cannot be read at the moment', 'Учёт сейчас не прочитать'],
  ])('with status %i speaks of the books, not of a reader’s money', async (status, en, ru) => {
    for (const [lang, heading] of [['en', en], ['ru', ru]] as const) {
      const page = await get(`/finance/fail/${status}?lang=${lang}`);
      expect([page.status, page.heading]).toEqual([status, heading]);
      const again = `/finance/fail/503?lang=${lang}`;
      expect(page.buttons).toEqual([status === 503 ? again : `/finance?lang=${lang}`]);
      expect(page.text).toContain(page.headers.get('x-request-id'));
      expect(page.text).toContain('finance.css');
      expect(page.text).not.toMatch(/charged|списыва|\/give|canary/);
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
  }); // prettier-ignore

  it('names the filter at fault and repeats nothing that was sent', async () => {
    const { secret } = await createKey(
      service.ctx,
      { name: 'x', scopes: ['totals:read'], expiresAt: null },
      'command',
    );
    const Cookie = await financeSession(url, secret);
    const page = await read(await fetch(`${url}/finance?period=canary-month`, { headers: { Cookie } }));
    expect([page.status, page.heading]).toEqual([400, 'This view cannot be shown']);
    expect(page.text).toContain('The filter at fault is “period”.');
    expect(page.text).not.toContain('canary');
    const unknown = await get('/finance/nothing');
    expect([unknown.status, unknown.heading]).toEqual([404, 'There is no such finance page']);
  });
});

describe('the page that a proxy shows while the service is down', () => {
  const file = readFileSync(new URL('../../public/503.html', import.meta.url), 'utf8');

  it('needs nothing else, and its policy lets exactly its own style through', () => {
    const style = /<style>(.*?)<\/style>/s.exec(file)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(file).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect([...file.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to)).toEqual(['data:,', '', '']);
    expect(file).not.toMatch(/<script|url\(|@import/);
  });

  it('says in both languages what happened to the money', () => {
    expect(file.match(/<h1>/g)).toHaveLength(1);
    expect(file).toMatch(/<html lang="en">.*You have not been charged.*lang="ru".*ничего не списывала/s);
  });
});
