import type { Request } from 'express';
import type { AppContext } from '../context.ts';
import type { PageFrame } from '../pages/shell.ts';
import { editionFor } from '../publisher/publisher.ts';

/** The frame of a page in a language, with the same page in the publisher's other language. */
export function pageFrame(config: AppContext['config'], req: Request, lang: string | undefined): PageFrame {
  const { publisher } = config;
  const edition = editionFor(publisher, lang);
  const other = Object.keys(publisher.editions).find((tag) => tag !== edition.lang);
  return {
    lang: edition.lang,
    publisherName: publisher.name,
    homeUrl: edition.homeUrl ?? publisher.homeUrl,
    legalEntity: publisher.legalEntity,
    privacyUrl: publisher.privacyUrl,
    spendingUrl: publisher.spendingUrl,
    otherLanguage:
      other === undefined
        ? undefined
        : { lang: other, label: languageName(other), href: inLanguage(req, other) },
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

/** "Русский", "English": a language in its own words. */
export function languageName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.slice(0, 1).toLocaleUpperCase(tag) + name.slice(1);
}

/**
 * The same address in another language. It is built from parts, for what stands in a request line need not be
 * an address at all: two slashes in front would even lead to another site.
 */
function inLanguage(req: Request, lang: string): string {
  const [path = '', query = ''] = req.originalUrl.split('?', 2);
  const params = new URLSearchParams(query);
  params.set('lang', lang);
  return `/${path.replace(/^[^/]*\/+/, '').replace(/[^\w./~-]/g, '')}?${params.toString()}`;
}
