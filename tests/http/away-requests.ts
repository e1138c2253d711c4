import { allRoutes } from '../../src/app.ts';
import { csrfToken } from '../../src/finance/session.ts';
import type { Route } from '../../src/http/route.ts';
import { newSecret } from '../../src/ids.ts';
import { sealLink } from '../../src/reminders/link.ts';
import type { TestService } from '../_support/service.ts';
import { WEBHOOK_SECRET } from '../_support/settings.ts';

export const METRICS_TOKEN = 'a-long-metrics-token';

/** Settings with every part of the service switched on. */
export const awaySettings = (oidc: { issuer: string; clientId: string; clientSecret: string }) => ({
  METRICS_TOKEN,
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'Notes <note@example.org>',
  ADDRESS_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  OIDC_ISSUER: oidc.issuer,
  OIDC_CLIENT_ID: oidc.clientId,
  OIDC_CLIENT_SECRET: oidc.clientSecret,
});

export const AWAY_PUBLISHER = {
  counts: true,
  goal: { titles: { en: 'Keep the river desk', ru: 'Речной отдел' }, currency: 'USD', target: 1_000 },
  finance: { signIn: ['key', 'mail', 'oidc'] },
};

/** A request that comes as far as the work of its route, and what becomes of it while the database is away. */
export type AwayRequest = {
  /** The route as it is declared, `get /thanks`. */
  name: string;
  route: Route;
  path: string;
  init: Omit<RequestInit, 'headers'> & { headers: Record<string, string> };
  /** `answers`: as ever; `away`: 503, and nothing was done. */
  expected: 'answers' | 'away';
};

/** What one request of a route is made of; a body is a form where the route reads forms. */
type Wish = {
  path?: string;
  body?: Record<string, string> | string;
  headers?: Record<string, string>;
  expected: AwayRequest['expected'];
};

const ANSWERS: Wish = { expected: 'answers' };
const AWAY: Wish = { expected: 'away' };

/** Every route that anyone may call, decided on one by one. The others ask the database who calls. */
function wishes(service: TestService): Record<string, Wish> {
  const { config, now } = service.ctx;
  const browser = newSecret();
  const cookie = { Cookie: `rs_sign_in=${browser}` };
  const csrf = csrfToken(browser);
  const secret = newSecret();
  const link = (kind: 'later' | 'never') =>
    sealLink(config.addressKeys, {
      kind, reminderIds: ['rem_x'], address: 'reader@mail.example', lang: 'en', campaign: null, postponed: 0,
      dueDay: '2026-12-01', expiresAt: new Date(now().getTime() + 86_400_000),
    }); // prettier-ignore
  const event = JSON.stringify({
    id: 'evt_1Away', object: 'event', api_version: '2026-10-28.endive', created: Math.floor(now().getTime() / 1000),
    livemode: false, type: 'payout.paid', data: { object: { id: 'po_1Away', object: 'payout' } },
  }); // prettier-ignore
  const signature = service.ctx.stripe.webhooks.generateTestHeaderString({
    payload: event,
    secret: WEBHOOK_SECRET,
    timestamp: Math.floor(now().getTime() / 1000),
  });
  const json = { 'Content-Type': 'application/json' };
  const gift = { frequency: 'once', amount_once: 'other', other_once: '20', currency: 'USD' };
  return {
    'post /webhooks/stripe': {
      ...AWAY,
      body: event,
      headers: { ...json, 'Stripe-Signature': signature },
    },
    'get /rs/:version/:file': { ...ANSWERS, path: '/rs/v1/rs.js' },
    'get /assets/:file': { ...ANSWERS, path: '/assets/page.css' },
    'get /v1/widget-config': ANSWERS,
    'options /v1/widget-config': ANSWERS,
    'post /v1/checkout': {
      ...AWAY,
      headers: { ...json, 'Idempotency-Key': 'away-0001' },
      body: '{"frequency":"monthly","amountMinor":500,"currency":"USD","lang":"en"}',
    },
    'options /v1/checkout': ANSWERS,
    'get /give': { ...ANSWERS, path: '/give?frequency=annual&amount=75' },
    'post /give': { ...AWAY, body: { ...gift, key: 'a-key-of-a-form-0001' } },
    'get /thanks': { ...AWAY, path: `/thanks?s=${'t'.repeat(24)}` },
    'get /back': { ...AWAY, path: `/back?s=${'t'.repeat(24)}` },
    'get /embed/form.html': ANSWERS,
    'get /embed/ssr.html': ANSWERS,
    'get /embed/frame': ANSWERS,
    'get /embed/:version/height.js': { ...ANSWERS, path: '/embed/no-version/height.js' },
    'get /oembed': { ...ANSWERS, path: '/oembed?url=https%3A%2F%2Fnews.example.org%2Fan-article' },
    'get /g/:code': { ...ANSWERS, path: '/g/none' },
    'get /docs/embed': ANSWERS,
    'get /docs/theming': ANSWERS,
    'get /docs/theming.css': ANSWERS,
    'get /docs/theming.json': ANSWERS,
    'get /v1/reminders/calendar.ics': {
      ...ANSWERS,
      path: '/v1/reminders/calendar.ics?when=next_month&lang=en',
    },
    'post /v1/reminders': {
      ...AWAY,
      headers: json,
      body: '{"email":"reader@mail.example","when":"next_month","lang":"en"}',
    },
    'options /v1/reminders': ANSWERS,
    'get /remind': ANSWERS,
    'post /remind': { ...AWAY, body: { when: 'next_month', email: 'reader@mail.example' } },
    // A link that carries its content needs no row to be shown; one that names a row does.
    'get /r/:token': { ...AWAY, path: `/r/${secret}` },
    'get /r/:token/confirm': { ...AWAY, path: `/r/${secret}/confirm` },
    'get /r/:token/later': { ...ANSWERS, path: `/r/${link('later')}/later` },
    'get /r/:token/stop': { ...AWAY, path: `/r/${secret}/stop` },
    'get /r/:token/never': { ...ANSWERS, path: `/r/${link('never')}/never` },
    'post /r/:token/confirm': { ...AWAY, path: `/r/${secret}/confirm` },
    'post /r/:token/later': { ...AWAY, path: `/r/${link('later')}/later` },
    'post /r/:token/stop': { ...AWAY, path: `/r/${secret}/stop` },
    'post /r/:token/never': { ...AWAY, path: `/r/${link('never')}/never` },
    // Counted in memory, and written once the database is back.
    'post /v1/counts': {
      ...ANSWERS,
      headers: { 'Content-Type': 'text/plain', Origin: 'https://news.example.org' },
      body: '{"event":"view","lang":"en"}',
    },
    'options /v1/counts': ANSWERS,
    'get /v1/dictionary.json': ANSWERS,
    'get /v1/dictionary.csv': ANSWERS,
    'get /finance/sign-in': ANSWERS,
    'post /finance/sign-in': { ...AWAY, headers: cookie, body: { csrf, key: `rsk_${secret}` } },
    'post /finance/sign-in/mail': { ...AWAY, headers: cookie, body: { csrf, address: 'x@example.org' } },
    'get /finance/sign-in/mail': { ...AWAY, headers: cookie },
    'post /finance/sign-in/code': { ...AWAY, headers: cookie, body: { csrf, code: '1234-5678' } },
    'get /finance/sign-in/l/:token': { ...AWAY, path: `/finance/sign-in/l/${secret}`, headers: cookie },
    'post /finance/sign-in/l/:token': {
      ...AWAY,
      path: `/finance/sign-in/l/${secret}`,
      headers: cookie,
      body: { csrf },
    },
    'get /finance/sign-in/second': { ...AWAY, headers: cookie },
    'post /finance/sign-in/second': { ...AWAY, headers: cookie, body: { csrf, code: '123456' } },
    'post /finance/sign-in/oidc': { ...AWAY, headers: cookie, body: { csrf } },
    // Shows a button and asks nobody yet.
    'get /finance/sign-in/back': { ...ANSWERS, path: '/finance/sign-in/back?state=x&code=y' },
    'post /finance/sign-in/back': { ...AWAY, headers: cookie, body: { csrf, answer: 'state=x&code=y' } },
    'get /finance/d/:token': { ...AWAY, path: `/finance/d/${secret}` },
    'post /finance/d/:token': { ...AWAY, path: `/finance/d/${secret}`, body: {} },
    'get /livez': ANSWERS,
    // It says by its own words that it is not ready.
    'get /readyz': AWAY,
    'get /metrics': { ...ANSWERS, headers: { Authorization: `Bearer ${METRICS_TOKEN}` } },
    'get /openapi.json': ANSWERS,
    'get /docs': ANSWERS,
    'get /docs/api': ANSWERS,
    'get /docs/api/:page': { ...ANSWERS, path: '/docs/api/none' },
  };
}

/** Who calls what is behind a guard: tokens in the form of ours, so that the database is asked for each. */
function guarded({ access }: Route): Wish {
  const secret = newSecret();
  switch (access.kind) {
    case 'scope':
      return { ...AWAY, headers: { Authorization: `Bearer rsk_${secret}` } };
    case 'session':
      return { ...AWAY, headers: { Cookie: `rs_finance=${secret}` } };
    case 'month_link':
      return { ...AWAY, headers: { Cookie: `rs_month=${secret}` } };
    default:
      throw new Error(`say in wishes() what becomes of it: ${access.kind}`);
  }
}

/** One request for every route of the service; throws for a route that nobody decided on. */
export function awayRequests(service: TestService): AwayRequest[] {
  const decided = wishes(service);
  const requests = allRoutes(service.ctx).map((route): AwayRequest => {
    const name = `${route.method} ${route.path}`;
    const isOpen = ['public', 'stripe_signature', 'metrics_token'].includes(route.access.kind);
    const wish = isOpen ? decided[name] : guarded(route);
    if (wish === undefined)
      throw new Error(`nobody decided what becomes of ${name} while the database is away`);
    const { path = filled(route.path), body, headers = {}, expected } = wish;
    const isSent = route.method === 'post';
    return {
      name,
      route,
      path,
      expected,
      init: {
        method: route.method.toUpperCase(),
        redirect: 'manual',
        headers: { ...(route.page === true ? { Accept: 'text/html' } : {}), ...headers },
        ...(isSent && { body: typeof body === 'string' ? body : new URLSearchParams(body) }),
      },
    };
  });
  const gone = Object.keys(decided).filter((name) => requests.every((request) => request.name !== name));
  if (gone.length > 0) throw new Error(`no such routes any more: ${gone.join(', ')}`);
  return requests;
}

const filled = (path: string) =>
  path
    .replace(':period', '2026-09')
    .replace(/:(id|payoutId|paymentId)/, 'plg_00000000')
    .replace(/:\w+/g, 'x');
