import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppContext } from '../context.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { sha256 } from '../ids.ts';
import { ROOT } from '../root.ts';

/** The description of the API, for programs. */
export function apiRoutes({ config }: Pick<AppContext, 'config'>): Route[] {
  let served: { text: string; tag: string } | undefined;
  return [
    {
      method: 'get',
      path: '/openapi.json',
      access: PUBLIC,
      handle(req, res) {
        served ??= servedDocument(config.publicUrl);
        // Public words about public addresses: a tool on any site may read them.
        res.setHeader('Access-Control-Allow-Origin', '*');
        res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        res.setHeader('Cache-Control', 'public, max-age=300');
        res.setHeader('ETag', served.tag);
        if (req.get('If-None-Match') === served.tag) res.status(304).end();
        else res.type('application/json').send(served.text);
      },
    },
  ];
}

/** Read and written once, when somebody asks: the start pays nothing for it. */
function servedDocument(publicUrl: string): { text: string; tag: string } {
  const document = readDocument();
  const text = JSON.stringify({ ...document, servers: [{ url: publicUrl }] });
  return { text, tag: `"${sha256(text).slice(0, 22)}"` };
}

/** docs/openapi.json as it was made from the schemas (generate.ts). */
export function readDocument(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(ROOT, 'docs', 'openapi.json'), 'utf8')) as Record<string, unknown>;
}
