import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { ROOT } from '../root.ts';

const PUBLIC_FOLDER = join(ROOT, 'public');
const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

const manifestSchema = z.object({
  version: z.string(),
  files: z.record(z.string(), z.object({ integrity: z.string() })),
});

/** What the widget's build wrote: its version and the hashes of its files. */
export type WidgetManifest = z.output<typeof manifestSchema>;

/** Null before the first build. */
export function readWidgetManifest(folder = PUBLIC_FOLDER): WidgetManifest | null {
  const file = join(folder, 'rs', 'manifest.json');
  return existsSync(file) ? manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/**
 * The widget for other sites, and the style sheets of our own pages. All files are read once, at start:
 * no request touches the disk, and no path comes from a request.
 */
export function assetRoutes(_ctx: Pick<AppContext, 'config'>, folder = PUBLIC_FOLDER): Route[] {
  const manifest = readWidgetManifest(folder);
  const widget = new Map(
    manifest === null
      ? []
      : Object.keys(manifest.files).map((name) => [name, readFileSync(join(folder, 'rs', name))]),
  );
  const pages = new Map(
    readdirSync(folder)
      .filter((name) => /\.(css|svg|js)$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
  return [
    {
      method: 'get',
      path: '/rs/:version/:file',
      access: PUBLIC,
      handle(req, res) {
        const { version, file } = req.params;
        const content = widget.get(String(file));
        if (content === undefined || manifest === null || (version !== 'v1' && version !== manifest.version))
          throw notFound();
        // Any publisher's page may load the widget; a named version never changes, the alias may within the hour.
        res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        res.setHeader('Access-Control-Allow-Origin', '*');
        res.setHeader(
          'Cache-Control',
          version === 'v1' ? 'public, max-age=3600' : 'public, max-age=31536000, immutable',
        );
        send(res, String(file), content);
      },
    },
    {
      method: 'get',
      path: '/assets/:file',
      access: PUBLIC,
      handle(req, res) {
        const content = pages.get(String(req.params['file']));
        if (content === undefined) throw notFound();
        res.setHeader('Cache-Control', 'public, max-age=300');
        send(res, String(req.params['file']), content);
      },
    },
  ];
}

function send(
  res: { setHeader(name: string, value: string): unknown; end(body: Buffer): unknown },
  file: string,
  content: Buffer,
): void {
  res.setHeader('Content-Type', TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
  res.end(content);
}
