import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import { langOf } from '../embed/docs/routes.ts';
import { notFound } from '../errors.ts';
import { pageFrame } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { sha256 } from '../ids.ts';
import { readDescription } from './described.ts';

/** The description of the API, for programs and as pages. */
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
    ...['/docs', '/docs/api', '/docs/api/:page'].map((path): Route => ({
      method: 'get',
      path,
      access: PUBLIC,
      page: true,
      handle: (req, res) => sendDocs(config, req, res),
    })),
  ];
}

/** Public like the pages about embedding, and for the same reasons (embed/docs/routes.ts). */
async function sendDocs(config: AppContext['config'], req: Request, res: Response): Promise<void> {
  const lang = langOf(req);
  const other = lang === 'ru' ? 'en' : 'ru';
  // Loaded with the first reader: the words of two languages are nothing that a start should wait for.
  const { pageAt } = await import('./pages/all.ts');
  const path = req.path.replace(/\/$/, '');
  const frame = {
    ...pageFrame(config, req, lang),
    lang,
    otherLanguages: [{ lang: other, href: `${path}?lang=${other}` }],
  };
  const page = pageAt({ frame, lang, path, base: config.publicUrl });
  if (page === null) throw notFound();
  res.vary('Accept-Language');
  res.setHeader('Cache-Control', 'public, max-age=300');
  res.setHeader('X-Robots-Tag', 'noindex');
  sendPage(res, 200, page, { scripts: true });
}

/** Read and written once, when somebody asks: the start pays nothing for it. */
function servedDocument(publicUrl: string): { text: string; tag: string } {
  const text = JSON.stringify({ ...readDescription().text, servers: [{ url: publicUrl }] });
  return { text, tag: `"${sha256(text).slice(0, 22)}"` };
}
