import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { DEFAULT_AMOUNTS } from '../../src/publisher/default-amounts.ts';
import type { AmountOffer, CurrencyOffer, WidgetConfig } from '../../src/checkout/contract.ts';

/** What the little server answers to a path; a function sees the request and its body. */
export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | object;
  delayMs?: number;
};
export type Answers = Record<string, Answer | ((request: IncomingMessage, body: string) => Answer)>;

/** A server for pages in tests: built widget, style sheets, and whatever a test wants answered. */
export type Site = {
  url: string;
  host: string;
  answers: Answers;
  /** Every request for something other than a file: method, path, headers, body. */
  asked: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[];
  close: () => Promise<void>;
};

const root = new URL('../../', import.meta.url);
const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css' };

/** Builds the widget; returns what the build prints. */
export function buildWidget(): string {
  return execFileSync(process.execPath, [fileURLToPath(new URL('src/widget/build.mjs', root))], {
    encoding: 'utf8',
  });
}

export async function openSite(): Promise<Site> {
  buildWidget();
  const site: Omit<Site, 'url' | 'host' | 'close'> = { answers: {}, asked: [] };
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      const file = fileOf(path);
      if (file !== null) {
        const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain';
        response.setHeader('Content-Type', `${type}; charset=utf-8`).end(file);
        return;
      }
      site.asked.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
      });
      const found = site.answers[`${request.method} ${path}`];
      const answer =
        typeof found === 'function' ? found(request, body) : (found ?? { status: 404, body: '' });
      if (answer.delayMs !== undefined) await new Promise((done) => setTimeout(done, answer.delayMs));
      const json = typeof answer.body === 'object';
      response.writeHead(answer.status ?? 200, {
        'Content-Type': json ? 'application/json' : 'text/html; charset=utf-8',
        ...answer.headers,
      });
      response.end(json ? JSON.stringify(answer.body) : answer.body);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(site, {
    host,
    url: `http://${host}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function fileOf(path: string): Buffer | null {
  const match = /^\/(?:rs\/v1\/(rs\.(?:js|css)|[a-z-]+-\w+\.js)|assets\/([a-z]+\.css))$/.exec(path);
  if (match === null) return null;
  return readFileSync(new URL(match[1] === undefined ? `public/${match[2]}` : `public/rs/${match[1]}`, root));
}

/** A configuration as the server sends it. */
export function widgetConfig(more: Partial<WidgetConfig> = {}): WidgetConfig {
  return {
    open: true,
    lang: 'en',
    publisherName: 'The Example Times',
    defaultFrequency: 'monthly',
    defaultCurrency: 'USD',
    currencies: [offer('USD', 2), offer('EUR', 2), offer('GBP', 2)],
    marks: ['visa', 'mastercard', 'amex', 'applepay', 'googlepay'],
    texts: {},
    notice: null,
    reminderByMail: true,
    contactMail: 'readers@example.org',
    payHosts: [],
    ...more,
  };
}

export function offer(currency: string, digits: number): CurrencyOffer {
  const amounts = DEFAULT_AMOUNTS[currency];
  if (amounts === undefined) throw new RangeError(currency);
  const scale = 10 ** digits;
  const one = ([min, max, presets]: (typeof amounts)['once']): AmountOffer => ({
    minMinor: min * scale,
    maxMinor: max * scale,
    presetsMinor: presets.map((preset) => preset * scale),
    defaultMinor: (presets[1] ?? min) * scale,
  });
  return {
    currency,
    digits,
    once: one(amounts.once),
    monthly: one(amounts.monthly),
    annual: one(amounts.annual),
  };
}
