import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allRoutes, createApp } from '../../src/app.ts';
import { demoRoutes } from '../../src/demo/article.ts';
import { createKey } from '../../src/finance/keys.ts';
import { financeSession } from '../_support/finance-session.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

// Every page that the service and its demo have, as their own lists of routes name them: a page that is added
// is walked over without being written down here.

/** What may stand in search engines: where readers are invited to. */
const INDEXED = /^\/(give|demo|demo\/(?!closed)\w+\/give)?(\?|$)/;
/** Pages about one person or sum, and every error. */
const PERSONAL = /^\/(thanks|remind|r|finance|manage|m)\b/;

type Visit = { path: string; status: number; headers: Headers; text: string };

let service: TestService;
let server: Server;
let url = '';
const visits: Visit[] = [];

beforeAll(async () => {
  service = await testService({
    publisher: {
      legalEntity: 'Example Media Foundation',
      privacyUrl: 'https://news.example.org/privacy',
      spendingUrl: 'https://news.example.org/money',
      editions: { en: { spending: ['One.', 'Two.', 'Three.'] }, ru: {} },
    },
  });
  const demo = demoRoutes(service.ctx, { inspector: '/inspector', inbox: '/inbox' });
  server = createServer(createApp(service.ctx, demo) as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { secret } = await createKey(service.ctx, {
    name: 'walk',
    scopes: ['totals:read', 'ledger:read'],
    expiresAt: null,
  }, 'command');
  const Cookie = await financeSession(url, secret);
  const paths = [...allRoutes(service.ctx), ...demo]
    .filter(({ method, page, path }) => method === 'get' && page === true && path !== '/back')
    .map(({ path }) => path.replace(/:\w+/g, 'x'));
  const more = ['/nothing', '/thanks?s=made.up', await paidThanks(), '/finance?period=x', '/demo?width=320'];
  for (const path of new Set([...paths, ...more]))
    for (const lang of ['en', 'ru']) {
      const address = `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;
      const answer = await fetch(`${url}${address}`, { headers: { Accept: 'text/html', Cookie } });
      visits.push({ path: address, status: answer.status, headers: answer.headers, text: await answer.text() });
    }
}); // prettier-ignore
afterAll(async () => {
  server.close();
  await service.stop();
});

/** The page that a supporter sees a moment after paying. */
async function paidThanks(): Promise<string> {
  const answer = await postCheckout(service, { frequency: 'monthly', amountMinor: 500, currency: 'USD' });
  const session = sessionOf(answer);
  service.sandbox.pay(session);
  await service.settle();
  const { success_url: to } = await service.ctx.stripe.checkout.sessions.retrieve(session);
  const { pathname, search } = new URL(to ?? '');
  return `${pathname}${search}`;
}

/** Runs a check over every page and names those that fail it. */
const failing = (check: (visit: Visit) => boolean) =>
  visits.filter((visit) => !check(visit)).map(({ path }) => path);

it('meets every kind of page', () => {
  expect(visits.length).toBeGreaterThan(30);
  for (const start of ['/give', '/thanks', '/remind', '/r/x', '/finance', '/demo', '/nothing'])
    expect(visits.some(({ path }) => path.startsWith(start)), start).toBe(true);
  expect(failing(({ headers }) => headers.get('content-type') === 'text/html; charset=utf-8')).toEqual([]);
}); // prettier-ignore

it('tells no other site, nor its own, where the reader was', () => {
  expect(failing(({ headers }) => headers.get('referrer-policy') === 'no-referrer')).toEqual([]);
  expect(failing(({ text }) => text.includes('<meta name="referrer" content="no-referrer"'))).toEqual([]);
});

it('is found by search engines only where readers are invited to', () => {
  const isHidden = ({ text, headers }: Visit) =>
    text.includes('name="robots" content="noindex"') || /noindex/.test(headers.get('x-robots-tag') ?? '');
  expect(failing((visit) => isHidden(visit) !== (INDEXED.test(visit.path) && !/bare/.test(visit.path)))).toEqual([]);
}); // prettier-ignore

it('is kept by no cache where it is about one person, one sum or one fault', () => {
  const isPersonal = ({ path, status }: Visit) => PERSONAL.test(path) || status >= 400;
  expect(failing((visit) => !isPersonal(visit) || visit.headers.get('cache-control') === 'no-store')).toEqual([]);
}); // prettier-ignore

it('allows its own files and nothing else', () => {
  const policy = ({ headers }: Visit) => headers.get('content-security-policy') ?? '';
  expect(failing((visit) => policy(visit).startsWith("default-src 'none'; "))).toEqual([]);
  expect(failing((visit) => /base-uri 'none'/.test(policy(visit)))).toEqual([]);
  const sources = (visit: Visit) => policy(visit).replaceAll(service.ctx.config.publicUrl, "'self'");
  expect(failing((visit) => !/unsafe|\*|https?:/.test(sources(visit)))).toEqual([]);
  expect(failing(({ text }) => !/<style|\sstyle=|\son[a-z]+=|javascript:/i.test(text))).toEqual([]);
  expect(failing(({ text }) => !/<script(?![^>]*\ssrc=")(?![^>]*application\/json)/.test(text))).toEqual([]);
});

it('has a language, one heading, a way past the masthead and a title', () => {
  expect(failing(({ text, path }) => new RegExp(`<html lang="${path.slice(-2)}"`).test(text) || path.startsWith('/docs'))).toEqual([]);
  expect(failing(({ text }) => /<html lang="[a-z]{2}"/.test(text))).toEqual([]);
  expect(failing(({ text }) => text.match(/<h1[ >]/g)?.length === 1)).toEqual([]);
  expect(failing(({ text }) => /<body[^>]*>\s*<a class="skip" href="#main"/.test(text) && / id="main"/.test(text))).toEqual([]);
  expect(failing(({ text }) => /<title>[^<]{5,}<\/title>/.test(text))).toEqual([]);
}); // prettier-ignore

it('is styled for paper too', () => {
  const forPaper = new Map<string, boolean>();
  const printsWith = (sheet: string) => {
    const file = new URL(`../../public/${sheet}.css`, import.meta.url);
    if (!forPaper.has(sheet)) forPaper.set(sheet, readFileSync(file, 'utf8').includes('@media print'));
    return forPaper.get(sheet) === true;
  };
  const sheets = ({ text }: Visit) => [...text.matchAll(/href="[^"]*\/assets\/([a-z]+)\.css"/g)].map(([, name]) => name ?? '');
  expect(failing((visit) => sheets(visit).some(printsWith))).toEqual([]);
}); // prettier-ignore

it('arrives in the first flight of a slow connection: 14 KB', () => {
  // A month of tables, the meaning of every column, and what a publisher's engineers read: no pages of readers.
  const isLong = ({ path }: Visit) => /^\/(finance(\/exports)?\?lang=|docs\/)/.test(path);
  expect(failing((visit) => isLong(visit) || Buffer.byteLength(visit.text) <= 14 * 1024)).toEqual([]);
});

it('never sets a cookie on a page of readers', () => {
  expect(failing(({ path, headers }) => headers.get('set-cookie') === null || path.startsWith('/finance'))).toEqual([]);
}); // prettier-ignore
