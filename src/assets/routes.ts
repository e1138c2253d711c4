import type { Request, Response } from 'express';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { notFound } from '../errors.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { PUBLIC_FOLDER, readWidgetManifest } from './manifest.ts';

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The widget for other sites, and the style sheets of our own pages. All files are read once, at start:
 * no request touches the disk, and no path comes from a request.
 */
export function assetRoutes(folder = PUBLIC_FOLDER): Route[] {
  const manifest = readWidgetManifest(folder);
  const widget = assets(join(folder, 'rs'), manifest === null ? [] : Object.keys(manifest.files));
  const pages = assets(
    folder,
    readdirSync(folder).filter((name) => /\.(css|svg|js)$/.test(name)),
  );
  return [
    {
      method: 'get',
      path: '/rs/:version/:file',
      access: PUBLIC,
      handle(req, res) {
        const { version, file } = req.params;
        const asset = widget.get(String(file));
        if (asset === undefined || manifest === null || (version !== 'v1' && version !== manifest.version))
          throw notFound();
        // Any publisher's page may load the widget; a named version never changes, the alias may within the hour.
        res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        res.setHeader('Access-Control-Allow-Origin', '*');
        res.setHeader(
          'Cache-Control',
          version === 'v1' ? 'public, max-age=3600' : 'public, max-age=31536000, immutable',
        );
        send(req, res, asset);
      },
    },
    {
      method: 'get',
      path: '/assets/:file',
      access: PUBLIC,
      handle(req, res) {
        const asset = pages.get(String(req.params['file']));
        if (asset === undefined) throw notFound();
        res.setHeader('Cache-Control', 'public, max-age=300');
        send(req, res, asset);
      },
    },
  ];
}

/** A file with its type, and its packed form once somebody has asked for it. */
type Asset = { type: string; plain: Buffer; packed: Buffer | null };

function assets(folder: string, names: string[]): Map<string, Asset> {
  const type = (name: string) => TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return new Map(
    names.map((name) => [name, { type: type(name), plain: readFileSync(join(folder, name)), packed: null }]),
  );
}

function send(req: Request, res: Response, asset: Asset): void {
  res.setHeader('Content-Type', asset.type);
  res.vary('Accept-Encoding');
  if (req.acceptsEncodings('br') !== 'br') {
    res.end(asset.plain);
    return;
  }
  // Packed once, at the best setting: these bytes go to every reader of every article.
  asset.packed ??= brotliCompressSync(asset.plain);
  res.setHeader('Content-Encoding', 'br');
  res.end(asset.packed);
}
