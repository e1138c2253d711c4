import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A newspaper's own server, on an origin of its own: pages with what a publisher pasted, under its policy. */
export type Host = {
  url: string;
  /** Puts a page at a path. */
  put(path: string, page: { body: string; head?: string; policy?: string[]; lang?: string }): void;
  close(): Promise<void>;
};

export async function openHost(): Promise<Host> {
  const pages = new Map<string, { html: string; policy: string }>();
  const server: Server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://x').pathname);
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': page.policy,
    });
    response.end(page.html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put(path, { body, head = '', policy = [], lang = 'en' }) {
      pages.set(path, {
        // A strict page that also demands Trusted Types, and allows exactly what the documentation says.
        policy: [
          "default-src 'none'",
          "base-uri 'none'",
          "require-trusted-types-for 'script'",
          ...policy,
        ].join('; '),
        html: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Article</title>${head}</head><body><main><h1>Article</h1><p>Before.</p>
${body}
<p>After.</p></main></body></html>`,
      });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
