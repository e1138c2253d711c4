import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response } from 'express';
import { PUBLIC_FOLDER, readWidgetManifest } from '../assets/manifest.ts';
import { startChoice } from '../box/choice.ts';
import { fill } from '../box/tree.ts';
import { widgetConfig } from '../checkout/widget-config.ts';
import type { AppContext } from '../context.ts';
import { AppError, notFound } from '../errors.ts';
import { countryOf } from '../http/country.ts';
import { sendPage, type PageNeeds } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { pageTexts } from '../pages/texts.ts';
import { editionFor } from '../publisher/publisher.ts';
import { framePage } from './frame-page.ts';
import { giveAddress } from './give-address.ts';
import { formMarkup, ssrMarkup, type Box, type Files } from './markup.ts';
import { OEMBED_SECONDS, oEmbed } from './oembed.ts';
import { shortLinkOf } from './short-link.ts';
import { wishReader, type Wish } from './wish.ts';

type Needs = Pick<AppContext, 'config'>;

/** The box in other people's pages: without a script, written in by their server, in a frame, behind a short link. */
export function embedRoutes(ctx: Needs): Route[] {
  const { config } = ctx;
  const read = wishReader(config);
  const height = readFileSync(join(PUBLIC_FOLDER, 'embed', 'height.js'));
  const files = filesOf(config, height);
  const titleIn = (lang: string | undefined) => boxTitle(config, lang);

  /** The same for every reader of a country, so caches may keep it: it carries no key and no trace of a reader. */
  const sendBox = (res: Response, page: string, needs: PageNeeds = {}) => {
    if (config.countryHeader !== null) res.vary(config.countryHeader);
    res.setHeader('Cache-Control', 'public, max-age=300');
    res.setHeader('X-Robots-Tag', 'noindex');
    sendPage(res, 200, page, needs);
  };

  // Faults of an include are read by whoever writes the template: they name the field, also in a browser.
  return [
    {
      method: 'get',
      path: '/embed/form.html',
      access: PUBLIC,
      page: false,
      handle(req, res) {
        const box = boxFor(ctx, req, read.box(req.query));
        sendBox(res, box.config.open ? formMarkup(files(), box) : '');
      },
    },
    {
      method: 'get',
      path: '/embed/ssr.html',
      access: PUBLIC,
      page: false,
      handle(req, res) {
        const box = boxFor(ctx, req, read.box(req.query));
        sendBox(res, box.config.open ? ssrMarkup(files(), box, titleIn(box.config.lang)) : '');
      },
    },
    {
      method: 'get',
      path: '/embed/frame',
      access: PUBLIC,
      page: false,
      handle(req, res) {
        const wish = read.frame(req.query);
        const box = boxFor(ctx, req, wish);
        const page = framePage(files(), box, { wish, title: titleIn(box.config.lang) });
        const framedBy = ["'self'", ...config.publisher.origins];
        sendBox(res, page, { scripts: true, framedBy, alsoSelf: new URL(config.publicUrl).origin });
      },
    },
    {
      method: 'get',
      path: '/embed/:version/height.js',
      access: PUBLIC,
      handle(req, res) {
        if (req.params['version'] !== files().version) throw notFound();
        res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        res.setHeader('Access-Control-Allow-Origin', '*');
        res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
        res.type('text/javascript; charset=utf-8').end(height);
      },
    },
    {
      method: 'get',
      path: '/oembed',
      access: PUBLIC,
      page: false,
      handle(req, res) {
        const answer = oEmbed(config, req.query, titleIn);
        // Some content systems ask from the editor's browser. The answer is the same for everyone.
        res.setHeader('Access-Control-Allow-Origin', '*');
        res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        res.setHeader('Cache-Control', `public, max-age=${OEMBED_SECONDS}`);
        res.json(answer);
      },
    },
    {
      method: 'get',
      path: '/g/:code',
      access: PUBLIC,
      page: true,
      handle(req, res) {
        const wish = shortLinkOf(config, String(req.params['code']));
        if (wish === null) throw notFound();
        // Not for ever: the publisher may give a code another choice.
        res.setHeader('Cache-Control', 'public, max-age=300');
        res.redirect(302, giveAddress(config.publicUrl, wish));
      },
    },
  ];
}

/** The box in the reader's language and currency, as the wish has it. */
export function boxFor({ config }: Needs, req: Request, wish: Wish): Box {
  const offer = widgetConfig(config, {
    ...wish,
    lang: wish.lang,
    currency: wish.currency,
    country: countryOf(config, req),
  });
  return { config: offer, choice: startChoice(offer, wish), wish: { ...wish, lang: offer.lang } };
}

/** What a frame, a link and an oEmbed answer are called. */
export function boxTitle(config: AppContext['config'], lang: string | undefined): string {
  const { name } = config.publisher;
  return fill(pageTexts(editionFor(config.publisher, lang).lang).giveTitle, { name });
}

/** Read at start, asked for when needed: the service also runs, without these pages, before the first build. */
export function filesOf({ publicUrl: base }: AppContext['config'], height: Buffer): () => Files {
  const manifest = readWidgetManifest();
  const [script, style] = [manifest?.files['rs.js'], manifest?.files['rs.css']];
  const hashOf = (bytes: Buffer) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  return () => {
    if (manifest === null || script === undefined || style === undefined)
      throw new AppError(503, 'widget_not_built', 'The widget is not built yet. Run npm run build.');
    const hashes = { script: script.integrity, style: style.integrity, height: hashOf(height) };
    return { base, version: manifest.version, hashes };
  };
}
