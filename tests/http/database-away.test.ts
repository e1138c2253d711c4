import { sqliteFile } from '../../src/config/config.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StorageFault } from '../../src/errors.ts';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { runJob } from '../../src/jobs/runner.ts';
import { JOBS } from '../../src/jobs/schedule.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../_support/make.ts';
import { testService, type TestService } from '../_support/service.ts';
import { configOf, settings } from '../_support/settings.ts';
import { localProvider } from '../finance/oidc-provider.ts';
import {
  AWAY_PUBLISHER,
  awayRequests,
  awaySettings,
  METRICS_TOKEN,
  type AwayRequest,
} from './away-requests.ts';

// The database goes away under a running service, every route is asked, and it comes back.

/** A real store that can be taken away: each method fails as when the server is gone, or never ends as when the network is. */
function takeAway(store: Store): { store: Store; away: boolean; silent: boolean } {
  const gone = { store, away: false, silent: false };
  const fault = () =>
    Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
  gone.store = new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || name === 'close') return value;
      return async (...args: unknown[]) => {
        if (gone.silent) return new Promise(() => {});
        if (gone.away) throw new StorageFault(fault());
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return gone;
}

/** A figure of the goal that readers have seen: the test's clock decides on the month. */
const figureOf = (day: string) => ({
  first: day.slice(0, 7),
  last: day.slice(0, 7),
  currency: 'USD',
  campaign: null,
  bound: 0,
  day,
  reachedMinor: 40_000,
});

let service: TestService;
let database: ReturnType<typeof takeAway>;
let provider: Awaited<ReturnType<typeof localProvider>>;
let close: () => Promise<void>;
let requests: AwayRequest[];
const before = new Map<string, number>();
beforeAll(async () => {
  provider = await localProvider('http://127.0.0.1:8080/finance/sign-in/back');
  const folder = temporaryFolder();
  database = takeAway(openSqliteStore(sqliteFile(configOf(settings(folder.path))), 'Europe/Amsterdam'));
  service = await testService({
    context: { store: database.store },
    settings: awaySettings(provider.settings),
    publisher: AWAY_PUBLISHER,
  });
  close = async () => {
    await service.stop();
    await provider.stop();
    folder.remove();
  };
  requests = awayRequests(service);
  for (const { name, path, init } of requests)
    if (init.method === 'GET') before.set(name, (await fetch(`${service.url}${path}`, init)).status);
  await database.store.addGoalFigure(figureOf(service.ctx.now().toISOString().slice(0, 10)));
  expect(await shownGoal()).toMatchObject({ reachedMinor: 40_000 });
  database.away = true;
}, 60_000);
afterAll(() => close());

const shownGoal = async () => {
  const answer = await fetch(`${service.url}/v1/widget-config?lang=en`);
  return ((await answer.json()) as { goal?: unknown }).goal;
};

const ask = async ({ path, init }: AwayRequest, lang: string) => {
  const headers = { ...init.headers, 'Accept-Language': lang };
  // Finance pages are asked for their language in the address alone.
  const at = path.startsWith('/finance') ? `${path}${path.includes('?') ? '&' : '?'}lang=${lang}` : path;
  const answer = await fetch(`${service.url}${at}`, { ...init, headers });
  return { at, answer, text: await answer.text() };
};

describe('while the database is away', () => {
  it('every route that needs it says so, and every other one answers as before', async () => {
    const wrong: string[] = [];
    for (const request of requests) {
      const { answer } = await ask(request, 'en');
      const isAway = answer.status === 503;
      if (isAway !== (request.expected === 'away') || (answer.status >= 500 && !isAway))
        wrong.push(`${request.name}: ${answer.status}`);
      if (request.expected === 'answers' && (before.get(request.name) ?? answer.status) !== answer.status)
        wrong.push(`${request.name}: ${answer.status}, before ${before.get(request.name)}`);
    }
    expect(wrong).toEqual([]);
    expect(requests.length).toBeGreaterThan(100);
  }, 60_000);

  it.each([
    ['en', 'Try again', 'does not work at the moment', 'The books cannot be read'],
    ['ru', 'Попробовать ещё раз', 'сейчас не работает', 'Учёт сейчас не прочитать'],
  ])(
    'a person reads a kind page in %s that leads to the same page again',
    async (lang, again, down, books) => {
      const pages = requests.filter(({ route, expected }) => route.page === true && expected === 'away');
      const paths = requests.filter(({ route }) => route.method === 'get').map(({ route }) => route.path);
      for (const request of pages) {
        const { name } = request;
        const { at, answer, text } = await ask(request, lang);
        const isFinance = name.includes(' /finance');
        const said = {
          name,
          type: answer.headers.get('content-type'),
          again: answer.headers.get('retry-after'),
          cache: answer.headers.get('cache-control'),
          lang: /<html lang="(\w+)"/.exec(text)?.[1],
          heading: text.includes(isFinance ? books : down),
          engine: /SQL|ECONN|10\.1\.2\.3|postgres|StorageFault|\.ts\b/i.exec(text)?.[0],
        };
        expect(said).toEqual({
          name,
          type: 'text/html; charset=utf-8',
          again: '30',
          cache: 'no-store',
          lang,
          heading: true,
          engine: undefined,
        });
        const [, href = '', label = ''] =
          /<a class="(?:rs-btn|b p)" href="([^"]+)"[^>]*>([^<]+)/.exec(text) ?? [];
        const to = href.replaceAll('&#38;', '&').replaceAll('&amp;', '&');
        if (request.route.method === 'get') expect([name, to, label]).toEqual([name, at, again]);
        // After a form the way leads to a page, never to an address that only takes forms.
        else expect([name, paths.some((path) => fits(path, to))]).toEqual([name, true]);
      }
      expect(pages.length).toBeGreaterThan(50);
    },
    60_000,
  );

  it('the box shows the figure of a goal that it had last, also where the network only swallows the question', async () => {
    expect(await shownGoal()).toMatchObject({ reachedMinor: 40_000 });
    database.silent = true;
    try {
      const asked = performance.now();
      expect(await shownGoal()).toMatchObject({ reachedMinor: 40_000 });
      expect(performance.now() - asked).toBeLessThan(3_000);
    } finally {
      database.silent = false;
    }
  });

  it('a denied try that cannot be written down is refused as well, and waits for the audit', async () => {
    const { denials } = service.ctx;
    const denied = { by: 'nobody', action: 'sign_in', object: null, reason: 'code' } as const;
    await expect(denials.note(denied)).rejects.toThrow(StorageFault);
    await denials.note(denied);
    await expect(denials.write({ everything: true })).rejects.toThrow(StorageFault);
  });

  it('a program gets a problem document that tells when to come again and nothing of the engine', async () => {
    const programs = requests.filter(
      ({ name, route, expected }) => route.page !== true && expected === 'away' && name !== 'get /readyz',
    );
    for (const request of programs) {
      const { answer, text } = await ask(request, 'en');
      expect([request.name, answer.headers.get('content-type'), Number(answer.headers.get('retry-after')) > 0])
        .toEqual([request.name, 'application/problem+json; charset=utf-8', true]); // prettier-ignore
      expect(JSON.parse(text)).toMatchObject({ status: 503, code: 'unavailable' });
      expect(text).not.toMatch(/SQL|ECONN|10\.1\.2\.3|postgres|StorageFault/i);
    }
    expect(programs.length).toBeGreaterThan(15);
  }, 60_000);

  it('a failed form of the box leads back with everything in it, and speaks of no payment service', async () => {
    const form = requests.find(({ name }) => name === 'post /give');
    const { text } = await ask(form as AwayRequest, 'en');
    expect(text).toContain('You have not been charged');
    expect(text).not.toContain('payment service');
    const back = /class="rs-btn" href="(\/give[^"]+)"/.exec(text)?.[1]?.replaceAll('&#38;', '&') ?? '';
    expect(await (await fetch(`${service.url}${back}`)).text()).toContain('value="20"');
  });

  it('health says live and not ready, and the numbers of the process are still told', async () => {
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    const ready = await fetch(`${service.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'unavailable', database: 'Error:ECONNREFUSED' },
    ]);
    const metrics = await fetch(`${service.url}/metrics`, {
      headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
    });
    const text = await metrics.text();
    expect(text).toMatch(/^rs_database_up 0$/m);
    expect(text).toMatch(/^rs_requests_total\{/m);
    expect(text).not.toMatch(/^rs_(inbox_events|staff_tasks|inbox_oldest_pending_seconds|reconciled)\b/m);
  });

  it('each job says one line and goes on', async () => {
    service.lines.length = 0;
    const { signal } = new AbortController();
    // As in the first seconds of an outage, when this instance still holds what it held.
    const holder = { ...service.ctx, leases: { ...service.ctx.leases, hold: async () => true } };
    for (let run = 0; run < 3; run++) for (const job of JOBS) await runJob(holder, job, signal);
    const failed = service.lines.filter((line) => line.includes('"job_failed"'));
    const names = failed.map((line) => (JSON.parse(line) as { job: string }).job);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(5);
    expect(service.lines.join('\n')).not.toMatch(/10\.1\.2\.3/);
  });
});

describe('once it is back', () => {
  it('everything answers again without a restart, and nothing of the meantime was kept but what waits in memory', async () => {
    database.away = false;
    for (const request of requests) {
      if (request.init.method !== 'GET') continue;
      const { answer } = await ask(request, 'en');
      expect([request.name, answer.status]).toEqual([request.name, before.get(request.name)]);
    }
    const { store } = service.ctx;
    expect((await store.inboxCounts()).received).toBe(0);
    expect(await store.reminderCounts()).toEqual({});
    // What was counted in memory is written now, and both denied tries of above reach the audit.
    expect(await service.ctx.counts.write()).toBe(1);
    await service.ctx.denials.write({ everything: true });
    const denied = { action: 'sign_in', by: null, outcome: 'denied' } as const;
    const links = await store.auditPage(denied, null, 100, 'oldest_first');
    const codes = links.map((link) => auditEntryOf(link).detail).filter(({ reason }) => reason === 'code');
    expect(codes).toEqual([{ reason: 'code', tries: 2 }]);
    const ring = requests.find(({ name }) => name === 'post /webhooks/stripe');
    expect((await ask(ring as AwayRequest, 'en')).answer.status).toBe(200);
    expect((await store.inboxCounts()).received).toBe(1);
    const metrics = await fetch(`${service.url}/metrics`, {
      headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
    });
    expect(await metrics.text()).toMatch(/^rs_database_up 1$/m);
    const { signal } = new AbortController();
    service.lines.length = 0;
    for (const job of JOBS) await runJob(service.ctx, job, signal);
    expect(service.lines.filter((line) => line.includes('"job_failed"'))).toEqual([]);
  }, 60_000);
});

/** Whether an address is one of a declared path. */
function fits(path: string, address: string): boolean {
  const pattern = path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/?]+');
  return new RegExp(`^${pattern}(\\?|$)`).test(address);
}
