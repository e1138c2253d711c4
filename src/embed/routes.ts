import type { Response } from 'express';
import type { AppContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { countryOf } from '../http/country.ts';
import { sendPage, type PageNeeds } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { boxFor, boxTitle } from './box.ts';
import { docsRoutes } from './docs/routes.ts';
import { filesOf, heightScript } from './files.ts';
import { framePage } from './frame-page.ts';
import { giveAddress } from '../checkout/give-address.ts';
import { formMarkup, ssrMarkup } from './markup.ts';
import { OEMBED_SECONDS, oEmbed } from './oembed.ts';
import { shortLinkOf } from './short-link.ts';
import { wishReader } from './wish.ts';

type Needs = Pick<AppContext, 'config'>;

/** The box in other people's pages: without a script, written in by their server, in a frame, behind a short link. */
export function embedRoutes(ctx: Needs): Route[] {
  const { config } = ctx;
  const read = wishReader(config);
  const height = heightScript();
  const files = filesOf(config);
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
        const box = boxFor(config, countryOf(config, req), read.box(req.query));
        sendBox(res, box.config.open ? formMarkup(files(), box) : '');
      },
    },
    {
      method: 'get',
      path: '/embed/ssr.html',
      access: PUBLIC,
      page: false,
      handle(req, res) {
        const box = boxFor(config, countryOf(config, req), read.box(req.query));
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
        const box = boxFor(config, countryOf(config, req), wish);
        const page = framePage(files(), box, { wish, title: titleIn(box.config.lang) });
        // Only the page that asks: a list of all origins would hand a censor the publisher's mirrors.
        const framedBy = ["'self'", ...(wish.parent === undefined ? [] : [wish.parent])];
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
    ...docsRoutes(ctx),
  ];
}
