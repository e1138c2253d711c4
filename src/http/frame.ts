import type { Request } from 'express';
import type { AppContext } from '../context.ts';
import type { PageFrame } from '../pages/shell.ts';
import { editionFor } from '../publisher/editions.ts';

/** The frame of a page in a language, with the same page in the publisher's other languages. */
export function pageFrame(config: AppContext['config'], req: Request, lang: string | undefined): PageFrame {
  const { publisher } = config;
  const edition = editionFor(publisher, lang);
  const others = Object.keys(publisher.editions).filter((tag) => tag !== edition.lang);
  return {
    lang: edition.lang,
    publisherName: edition.name,
    homeUrl: edition.homeUrl ?? publisher.homeUrl,
    legalEntity: publisher.legalEntity,
    privacyUrl: publisher.privacyUrl,
    spendingUrl: publisher.spendingUrl,
    otherLanguages: others.map((tag) => ({ lang: tag, href: inLanguage(req, tag) })),
  };
}

/** The language a reader asks for: in the address, in the form, else as the browser prefers. */
export function askedLang(config: AppContext['config'], req: Request): string {
  const { query, body } = req as { query: Record<string, unknown>; body?: Record<string, unknown> };
  const asked = [query['lang'], body?.['lang']].find(
    (value) => typeof value === 'string' && value.length < 20,
  );
  if (typeof asked === 'string') return editionFor(config.publisher, asked).lang;
  const { editions, defaultLang } = config.publisher;
  const tags = [defaultLang, ...Object.keys(editions).filter((tag) => tag !== defaultLang)];
  return req.acceptsLanguages(tags) || defaultLang;
}

/** The address that was asked for, to be asked for once more. */
export function sameAddress(req: Request): string {
  const { path, params } = partsOf(req);
  return params.size === 0 ? path : `${path}?${params.toString()}`;
}

/** The same address in another language. */
function inLanguage(req: Request, lang: string): string {
  const { path, params } = partsOf(req);
  params.set('lang', lang);
  return `${path}?${params.toString()}`;
}

/**
 * An address is built from parts, for what stands in a request line need not be an address at all: two slashes in
 * front would even lead to another site.
 */
function partsOf(req: Request): { path: string; params: URLSearchParams } {
  const [path = '', query = ''] = req.originalUrl.split('?', 2);
  return {
    path: `/${path.replace(/^[^/]*\/+/, '').replace(/[^\w./~-]/g, '')}`,
    params: new URLSearchParams(query),
  };
}
