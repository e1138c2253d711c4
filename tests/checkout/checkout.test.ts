import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService();
});
afterAll(async () => service.stop());
afterEach(() => service.sandbox.chaos.clear());

const BODY = { frequency: 'monthly', amountMinor: 500, currency: 'USD' };
const sessions = () => service.sandbox.counts()['sessions'] ?? 0;
const pledges = async () => {
  const filter = {
    from: null,
    to: null,
    currency: null,
    frequency: null,
    campaign: null,
    status: null,
    updatedSince: null,
  };
  return (await service.ctx.store.pledgePage(filter, null, 10_000)).length;
};

describe('POST /v1/checkout', () => {
  it('answers with the pledge, the address of the payment page and its end', async () => {
    const answer = await postCheckout(service, {
      ...BODY,
      lang: 'ru',
      campaign: 'river',
      returnTo: 'https://news.example.org/a?b=1#c',
    });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.json).sort()).toEqual(['expiresAt', 'pledgeId', 'url']);
    expect(answer.json['pledgeId']).toMatch(/^plg_[0-9a-z]{26}$/);
    const session = await service.ctx.stripe.checkout.sessions.retrieve(sessionOf(answer), {
      expand: ['line_items'],
    });
    expect(session).toMatchObject({
      mode: 'subscription',
      submit_type: 'donate',
      locale: 'ru',
      client_reference_id: answer.json['pledgeId'],
      metadata: { pledge_id: answer.json['pledgeId'] },
    });
    expect(Object.keys(session.metadata ?? {})).toEqual(['pledge_id']);
  });

  it('holds a pledge against the offer of its edition: currencies, limits, and the form alike', async () => {
    const uk = {
      currencies: ['EUR', 'PLN'],
      amounts: { EUR: { monthly: { min: 1, max: 50, presets: [1, 3, 5] } } },
    };
    const service = await testService({ publisher: { editions: { en: { currency: 'USD' }, uk } } });
    try {
      const ask = async (lang: string, currency: string, amountMinor: number) => {
        const { status, json } = await postCheckout(service, { ...BODY, lang, currency, amountMinor });
        return status === 201 ? 'taken' : json['code'];
      };
      expect(await ask('uk', 'EUR', 100)).toBe('taken');
      expect(await ask('uk-UA', 'EUR', 99)).toBe('amount_too_small');
      expect(await ask('uk', 'EUR', 5_001)).toBe('amount_too_large');
      expect(await ask('en', 'EUR', 100)).toBe('amount_too_small');
      expect(await ask('en', 'EUR', 5_001)).toBe('taken');
      expect(await ask('uk', 'PLN', 1_000)).toBe('taken');
      expect(await ask('uk', 'USD', 500)).toBe('currency_not_offered');
      expect(await ask('en', 'PLN', 1_000)).toBe('currency_not_offered');
      const form = async (lang: string) => {
        const fields = {
          frequency: 'monthly',
          amount_monthly: 'other',
          other_monthly: '1',
          currency: 'EUR',
          lang,
        };
        const answer = await fetch(`${service.url}/give`, {
          method: 'POST',
          body: new URLSearchParams(fields),
        });
        return [
          answer.status,
          (await answer.text()).includes(
            lang === 'uk' ? 'Відкриваємо сторінку оплати' : 'The smallest monthly',
          ),
        ];
      };
      expect(await form('uk')).toEqual([200, true]);
      expect(await form('en')).toEqual([422, true]);
    } finally {
      await service.stop();
    }
  });

  it('keeps the variant that was shown on the pledge, where Stripe never sees it, and passes over unknown ones', async () => {
    const variants = [{ id: 'usual' }, { id: 'long-read', editions: { en: { heading: 'Four months.' } } }];
    const experiment = { name: 'Heading', since: '2026-11-01', viewsPerVariant: 1_000, variants };
    const trial = await testService({ publisher: { experiment } });
    try {
      const answer = await postCheckout(trial, { ...BODY, variant: 'long-read' });
      const pledgeId = String(answer.json['pledgeId']);
      expect((await trial.ctx.store.pledgeById(pledgeId))?.variant).toBe('long-read');
      const session = await trial.ctx.stripe.checkout.sessions.retrieve(sessionOf(answer));
      expect(JSON.stringify(session)).not.toContain('long-read');
      const gone = await postCheckout(trial, { ...BODY, variant: 'of-last-month' });
      expect(gone.status).toBe(201);
      expect((await trial.ctx.store.pledgeById(String(gone.json['pledgeId'])))?.variant).toBeNull();
      expect((await postCheckout(trial, { ...BODY, variant: 'Jane Doe' })).status).toBe(422);
    } finally {
      await trial.stop();
    }
  });

  it('tells Stripe nothing of the article, the campaign or the reader', async () => {
    const answer = await postCheckout(service, {
      ...BODY,
      campaign: 'river',
      returnTo: 'https://news.example.org/secret-article',
    });
    const session = JSON.stringify(await service.ctx.stripe.checkout.sessions.retrieve(sessionOf(answer)));
    expect(session).not.toMatch(/secret-article|river|news\.example/);
    expect(session).toContain('phone_number_collection":{"enabled":false}');
    expect(session).toContain('"custom_fields":[]');
  });

  it('leads back to the article through a sealed address, and only there', async () => {
    const answer = await postCheckout(service, {
      ...BODY,
      returnTo: 'https://news.example.org/secret-article',
    });
    const session = await service.ctx.stripe.checkout.sessions.retrieve(sessionOf(answer));
    const back = await fetch(session.cancel_url ?? '', { redirect: 'manual' });
    expect([back.status, back.headers.get('location')]).toEqual([
      303,
      'https://news.example.org/secret-article#rs=c',
    ]);
    // One letter of the sealed part, which stands behind the first point.
    const other = (session.cancel_url ?? '').replace(
      /(\?s=[^.]*\.)(.)/,
      (_, start: string, letter: string) => start + (letter === 'A' ? 'B' : 'A'),
    );
    const damaged = await fetch(other, { redirect: 'manual' });
    expect(damaged.headers.get('location')).toMatch(/^\/give\?/);
  });

  it('gives a reader who turns back the choice again, and none to one who paid', async () => {
    const back = async (returnTo?: string) => {
      const answer = await postCheckout(service, { ...BODY, ...(returnTo !== undefined && { returnTo }) });
      const session = await service.ctx.stripe.checkout.sessions.retrieve(sessionOf(answer));
      const location = (await fetch(session.cancel_url ?? '', { redirect: 'manual' })).headers.get(
        'location',
      );
      const thanks = await (await fetch(session.success_url ?? '')).text();
      return { location, thanks };
    };
    const chosen = await back('https://news.example.org/a?p=1#monthly,5,USD');
    expect(chosen.location).toBe('https://news.example.org/a?p=1#rs=c,monthly,5,USD');
    expect(chosen.thanks).toContain('https://news.example.org/a?p=1#rs=');
    expect(chosen.thanks).not.toContain('monthly,5');
    expect((await back('https://news.example.org/a#chapter-2')).location).toBe(
      'https://news.example.org/a#rs=c',
    );
    expect((await back()).location).toBe('/give?rs=c&frequency=monthly&amount=5&currency=USD&lang=en');
  });
});

describe('an Idempotency-Key', () => {
  it('makes 20 parallel posts one session, one pledge and 20 equal answers', async () => {
    const [before, pledgesBefore] = [sessions(), await pledges()];
    const asked = service.sandbox.counts()['requests'] ?? 0;
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => postCheckout(service, BODY, key)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(sessions() - before).toBe(1);
    expect((service.sandbox.counts()['requests'] ?? 0) - asked).toBe(1);
    expect((await pledges()) - pledgesBefore).toBe(1);
  });

  it('answers the same bytes after a restart', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const first = await postCheckout(service, BODY, key);
    await service.restart();
    const second = await postCheckout(service, BODY, key);
    expect(second.text).toBe(first.text);
    expect(second.status).toBe(201);
  });

  it('used for another request is a conflict', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    await postCheckout(service, BODY, key);
    const other = await postCheckout(service, { ...BODY, amountMinor: 1_000 }, key);
    expect([other.status, other.json['code'], other.json['field']]).toEqual([
      409,
      'idempotency_key_reused',
      'Idempotency-Key',
    ]);
  });

  it('is not poisoned by a failure of Stripe, not even by a 500 that Stripe saved', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    service.sandbox.chaos.api.push({
      method: 'POST',
      path: '/v1/checkout/sessions',
      fault: 'status',
      status: 500,
      times: 1,
    });
    const failed = await postCheckout(service, BODY, key);
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '30']);
    expect(failed.json['detail']).toMatch(/Nothing was charged/);
    const before = await pledges();
    const again = await postCheckout(service, BODY, key);
    expect(again.status).toBe(201);
    expect(await pledges()).toBe(before);
    expect((await service.ctx.store.pledgeById(String(again.json['pledgeId'])))?.status).toBe('open');
  });

  it.each([
    ['missing', {}],
    ['too short', { 'Idempotency-Key': 'short' }],
    ['too long', { 'Idempotency-Key': 'x'.repeat(201) }],
  ])('that is %s is refused by name', async (_, headers) => {
    const before = await pledges();
    const answer = await postCheckout(service, BODY, headers);
    expect([answer.status, answer.json['field']]).toEqual([400, 'Idempotency-Key']);
    expect(await pledges()).toBe(before);
  });
});

describe('when Stripe is away', () => {
  it('a reader hears within ten seconds that nothing was charged, and the pledge is swept later', async () => {
    service.sandbox.chaos.api.push({
      method: 'POST',
      path: '/v1/checkout/sessions',
      fault: 'timeout',
      times: 1,
    });
    const started = Date.now();
    const answer = await postCheckout(service, BODY);
    expect(Date.now() - started).toBeLessThan(10_500);
    expect(answer.status).toBe(503);
    const now = service.sandbox.now();
    expect(await service.ctx.store.sweepOpenPledges(new Date(now.getTime() + 1), now)).toBeGreaterThan(0);
  }, 30_000);

  it('a broken connection is the same kind answer', async () => {
    service.sandbox.chaos.api.push({
      method: 'POST',
      path: '/v1/checkout/sessions',
      fault: 'reset',
      times: 2,
    });
    expect((await postCheckout(service, BODY)).status).toBe(503);
  });
});

/** Every field of the body, one wrong at a time. */
const WRONG: [string, unknown, string][] = [
  ...['frequency', 'amountMinor', 'currency'].flatMap((field): [string, unknown, string][] => [
    [field, undefined, field],
    [field, null, field],
    [field, {}, field],
    [field, [], field],
    [field, true, field],
  ]),
  ['frequency', 'weekly', 'frequency'],
  ['frequency', 'constructor', 'frequency'],
  ...[-500, 0, 1, 199, 100_001, 500.5, 1e21, 2 ** 53, '500', Number.MIN_VALUE].map(
    (value): [string, unknown, string] => ['amountMinor', value, 'amountMinor'],
  ),
  ...['usd', 'US', 'USDX', 'RUB', 'CHF', 'XXX', '', 'U\u0000D', 'toString'].map(
    (value): [string, unknown, string] => ['currency', value, 'currency'],
  ),
  ...['', 'english-language-of-a-very-long-name', 'en us', 'e', 7, '<b>', 'en\n'].map(
    (value): [string, unknown, string] => ['lang', value, 'lang'],
  ),
  ...['', 'Big', 'a b', '-x', 'x'.repeat(41), '=1+1', 'a\u0007', 7, null].map(
    (value): [string, unknown, string] => ['campaign', value, 'campaign'],
  ),
  ...[
    '',
    'https://evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    'https://news.example.org@evil.example/',
    'not an address',
    `https://news.example.org/${'x'.repeat(1_600)}`,
    7,
  ]
    .slice(1)
    .map((value): [string, unknown, string] => ['returnTo', value, 'returnTo']),
  ['surprise', 1, 'surprise'],
  ['pledgeId', 'plg_1', 'pledgeId'],
];

describe('bad input', () => {
  it.each(WRONG)(
    '%s = %j is a 4xx that names the field, with no Stripe call and no row',
    async (field, value, named) => {
      const before = [sessions(), await pledges()];
      const body: Record<string, unknown> = { ...BODY, [field]: value };
      const answer = await postCheckout(service, body);
      expect(answer.status, answer.text).toBe(422);
      expect(answer.json['field']).toBe(named);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.text).not.toMatch(/\bat \S+:\d+|node_modules|src\//);
      expect([sessions(), await pledges()]).toEqual(before);
    },
  );

  it.each([
    ['{"frequency":"once","amountMinor":500,"currency":"USD","__proto__":{"x":1}}', 422],
    ['{"frequency":"once","amountMinor":1e400,"currency":"USD"}', 422],
    ['{"frequency":', 400],
    ['', 422],
    ['[]', 422],
    ['"text"', 400],
    ['null', 400],
    [`{"frequency":"${'x'.repeat(20_000)}"}`, 413],
  ])('the body %.40s is answered %d', async (body, status) => {
    const answer = await postCheckout(service, body);
    expect(answer.status, answer.text).toBe(status);
    expect(answer.json['requestId']).toMatch(/^req_/);
    expect(answer.text).not.toMatch(/\bat \S+:\d+|node_modules|SyntaxError/);
  });

  it('of another content type is refused with the one to use', async () => {
    const answer = await fetch(`${service.url}/v1/checkout`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify(BODY),
    });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('application/json');
  });

  it('of another character set is refused with the one to use', async () => {
    const answer = await fetch(`${service.url}/v1/checkout`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-16le',
        'Idempotency-Key': crypto.randomUUID(),
      },
      body: Buffer.from(JSON.stringify(BODY), 'utf16le'),
    });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('UTF-8');
  });
});

describe('who may read the answers', () => {
  it('answers each reader in their own currency and language, whoever asked before', async () => {
    const ask = async (query: string) => (await fetch(`${service.url}/v1/widget-config?${query}`)).json();
    for (const round of [1, 2]) {
      expect([round, await ask('lang=en')]).toMatchObject([round, { lang: 'en', defaultCurrency: 'USD' }]);
      for (const [lang, currency] of [['en', 'EUR'], ['ru', 'EUR'], ['ru', 'USD']])
        expect(await ask(`lang=${lang}&currency=${currency}`)).toMatchObject({ lang, defaultCurrency: currency });
    }
  }); // prettier-ignore

  it('are the publisher’s origins and nobody else’s', async () => {
    const ask = (origin: string) => fetch(`${service.url}/v1/widget-config`, { headers: { Origin: origin } });
    expect((await ask('https://news.example.org')).headers.get('access-control-allow-origin')).toBe(
      'https://news.example.org',
    );
    const other = await ask('https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(other.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(
      (await ask('https://news.example.org')).headers.get('access-control-allow-credentials'),
    ).toBeNull();
  });

  it('is asked first for the JSON posts of the widget', async () => {
    const answer = await fetch(`${service.url}/v1/checkout`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://news.example.org', 'Access-Control-Request-Method': 'POST' },
    });
    expect([answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'Content-Type, Idempotency-Key',
    ]);
  });
});

describe('too many tries', () => {
  it('from one network are asked to wait, with the wait in seconds and no Stripe call', async () => {
    const strict = await testService({ publisher: { limits: { checkoutsPerHour: 2 } } });
    try {
      const first = await postCheckout(strict, BODY);
      expect([first.status, (await postCheckout(strict, BODY)).status]).toEqual([201, 201]);
      const before = strict.sandbox.counts()['requests'];
      const third = await postCheckout(strict, BODY);
      expect([third.status, third.json['code']]).toEqual([429, 'too_many_requests']);
      expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(3_000);
      expect(strict.sandbox.counts()['requests']).toBe(before);
      // A wrong request costs no try and no wait.
      expect((await postCheckout(strict, { ...BODY, amountMinor: 1 })).status).toBe(422);
    } finally {
      await strict.stop();
    }
  });
});
