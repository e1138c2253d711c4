import * as z from 'zod';
import type { Config } from '../config/config.ts';
import { readGiveLink } from '../checkout/give-form.ts';
import { AppError, notFound } from '../errors.ts';
import { parse } from '../http/parse.ts';
import { editionFor, offerFor } from '../publisher/editions.ts';
import { FRAME_HEIGHT, frameOnly } from './markup.ts';
import { shortLinkOf } from './short-link.ts';
import { homeOrigin } from './site.ts';
import type { FrameWish } from './wish.ts';

/** An answer of the rich type, https://oembed.com section 2.3.4.4; its names are the specification's. */
export type OEmbed = {
  version: '1.0';
  type: 'rich';
  title: string;
  provider_name: string;
  provider_url: string;
  cache_age: number;
  html: string;
  width: number;
  height: number;
};

/** How long a consumer may keep an answer, in seconds. */
export const OEMBED_SECONDS = 3_600;
/** The width of the box in the reference design, in CSS pixels. */
const WIDTH = 640;

const edge = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, 'This is a whole number of pixels.')
  .transform(Number)
  .meta({ description: 'Whole pixels that there is room for.', examples: ['600'] })
  .optional();

/** Query of `GET /oembed`. */
export const oembedQuery = z.strictObject({
  url: z
    .string()
    .max(2_000, 'This address is too long.')
    .meta({
      description: 'An address of the give page, a short link, or an article of the publisher’s.',
      examples: ['https://give.example.org/give'],
    }),
  format: z
    .string()
    .max(20)
    .meta({ description: 'Only `json`.', examples: ['json'] })
    .optional(),
  maxwidth: edge,
  maxheight: edge,
});

/**
 * What a content system shows in place of an address of ours. Only addresses that this service answers for: 404
 * for any other, 501 for a format other than JSON, as the specification says.
 */
export function oEmbed(
  config: Config,
  query: unknown,
  titleIn: (lang: string | undefined) => string,
): OEmbed {
  const { url, format, maxwidth, maxheight } = parse(oembedQuery, query, 'query');
  if (format !== undefined && format !== 'json')
    throw new AppError(501, 'format_not_implemented', 'This service answers in JSON only.', {
      field: 'format',
    });
  const wish = wishOf(config, url);
  if (wish === null) throw notFound();
  const title = titleIn(wish.lang);
  const [width, height] = [
    Math.min(maxwidth ?? WIDTH, WIDTH),
    Math.min(maxheight ?? FRAME_HEIGHT, FRAME_HEIGHT),
  ];
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: editionFor(config.publisher, wish.lang).name,
    provider_url: config.publisher.homeUrl,
    cache_age: OEMBED_SECONDS,
    html: frameOnly(config.publicUrl, wish, { title, width: String(width), height }),
    width,
    height,
  };
}

/** The box for an address: the give page's choice, or an article of a listed origin to lead back to. */
function wishOf(config: Config, address: string): FrameWish | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return null;
  const base = new URL(config.publicUrl);
  const path = url.pathname.slice(base.pathname.replace(/\/$/, '').length);
  if (url.origin === base.origin && path === '/give') {
    const { rs: _, return: _r, ...choice } = readGiveLink(Object.fromEntries(url.searchParams));
    return { ...offered(config, choice), parent: homeOrigin(config) };
  }
  if (url.origin === base.origin && path.startsWith('/g/')) {
    const link = shortLinkOf(config, path.slice(3));
    return link && { ...link, parent: homeOrigin(config) };
  }
  if (!config.publisher.origins.includes(url.origin) || (url.origin === base.origin && path !== '/'))
    return null;
  url.hash = '';
  return url.href.length > 1_500 ? null : { return: url.href, parent: url.origin };
}

/** A link passes over what does not fit; a frame would refuse it. */
function offered(config: Config, { amount, currency, ...choice }: FrameWish): FrameWish {
  const edition = editionFor(config.publisher, choice.lang);
  return {
    ...choice,
    amount: amount !== undefined && /^\d{1,9}(\.\d{1,2})?$/.test(amount) ? amount : undefined,
    currency: currency !== undefined && offerFor(edition, currency) !== null ? currency : undefined,
  };
}
