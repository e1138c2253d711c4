import type { Request, Response } from 'express';
import { campaignSchema } from '../../checkout/request.ts';
import type { AppContext } from '../../context.ts';
import { isPublisherOrigin } from '../../http/cors.ts';
import { pageFrame } from '../../http/frame.ts';
import { sendPage } from '../../http/page.ts';
import { PUBLIC, type Route } from '../../http/route.ts';
import type { PageFrame } from '../../pages/shell.ts';
import { editionFor } from '../../publisher/editions.ts';
import { boxFor, boxTitle } from '../box.ts';
import { filesOf } from '../files.ts';
import { queryOf } from '../../checkout/give-address.ts';
import { homeOrigin } from '../site.ts';
import { FIELDS, pairsOf, properties, readChoice } from '../theming.ts';
import { readTokens, THEMES } from '../tokens.ts';
import { embedPage } from './embed-page.ts';
import type { DocsLang } from './texts.ts';
import { themingPage, themingView } from './theming-page.ts';

/** Every field of the theming page, in the order of the page. */
const FIELD_NAMES = [
  ...THEMES.flatMap((theme) => Object.values(FIELDS[theme])),
  FIELDS.radius,
  FIELDS.text,
  FIELDS.ui,
];

/**
 * Documentation for the newsroom, on every deployment and for anyone: the people who need it have no account here,
 * and a page behind a door is a page that nobody reads. It says nothing that a page with the box in it does not say;
 * keys, sites and mirrors are left out. Search engines are asked to stay away, for readers look for the give page.
 */
export function docsRoutes({ config }: Pick<AppContext, 'config'>): Route[] {
  const files = filesOf(config);
  const tokens = readTokens();
  const origin = new URL(config.publicUrl).origin;

  const show = (res: Response, page: string) => {
    res.vary('Accept-Language');
    res.setHeader('Cache-Control', 'public, max-age=300');
    res.setHeader('X-Robots-Tag', 'noindex');
    sendPage(res, 200, page, { scripts: true, frames: true, alsoSelf: origin });
  };

  const themed = (req: Request) => {
    const lang = langOf(req);
    const typed = req.query as Record<string, unknown>;
    const { choice, faults } = readChoice(typed, tokens);
    return { lang, typed, choice, faults, pairs: pairsOf(choice, tokens) };
  };

  return [
    {
      method: 'get',
      path: '/docs/embed',
      access: PUBLIC,
      page: true,
      handle(req, res) {
        const lang = langOf(req);
        const asked = campaignSchema.safeParse(req.query['campaign'] ?? 'article');
        const site =
          textOf(req.query['site']) ?? homeOrigin(config) ?? new URL(config.publisher.homeUrl).origin;
        const edition = editionFor(config.publisher, lang).lang;
        const wish = { lang: edition, campaign: asked.data ?? 'article' };
        show(
          res,
          embedPage(frameOf(config, req, lang, ['site', 'campaign']), {
            lang,
            files: files(),
            box: boxFor(config, null, wish),
            words: boxTitle(config, edition),
            site,
            isSiteListed: isPublisherOrigin(config, site),
            isCampaignFine: asked.success,
            livemode: config.stripe.livemode,
            articleUrl: `${new URL(config.publisher.homeUrl).origin}/an-article`,
            shortCode: Object.keys(config.publisher.shortLinks)[0],
          }),
        );
      },
    },
    {
      method: 'get',
      path: '/docs/theming',
      access: PUBLIC,
      page: true,
      handle(req, res) {
        const theming = themed(req);
        const { lang, typed } = theming;
        const edition = editionFor(config.publisher, lang).lang;
        show(
          res,
          themingPage(frameOf(config, req, lang, FIELD_NAMES), {
            ...theming,
            files: files(),
            box: boxFor(config, null, { lang: edition }),
            words: boxTitle(config, edition),
            query: queryOf(typed, FIELD_NAMES),
          }),
        );
      },
    },
    {
      // A page may not style itself: the two samples take their colours from a style sheet with the same query.
      method: 'get',
      path: '/docs/theming.css',
      access: PUBLIC,
      handle(req, res) {
        const { choice } = themed(req);
        const rules = THEMES.map((theme) => {
          const values = Object.entries(properties(choice, theme)).map(
            ([name, value]) => `${name}: ${value};`,
          );
          return `.sample-${theme} reader-support { ${values.join(' ')} }\n`;
        });
        res.setHeader('Cache-Control', 'public, max-age=300');
        res.type('css').send(rules.join(''));
      },
    },
    {
      method: 'get',
      path: '/docs/theming.json',
      access: PUBLIC,
      handle(req, res) {
        res.setHeader('Cache-Control', 'public, max-age=300');
        res.json(themingView(themed(req)));
      },
    },
  ];
}

/** The documentation has languages of its own: a Russian editor may run an English edition. */
export function langOf(req: Request): DocsLang {
  const asked = textOf(req.query['lang']) ?? (req.acceptsLanguages(['en', 'ru']) || 'en');
  return /^ru\b/.test(asked) ? 'ru' : 'en';
}

function frameOf(
  config: AppContext['config'],
  req: Request,
  lang: DocsLang,
  kept: readonly string[],
): PageFrame {
  const other = lang === 'ru' ? 'en' : 'ru';
  const typed: Record<string, unknown> = { ...req.query, lang: other };
  const query = queryOf(typed, [...kept, 'lang']);
  const path = req.path === '/docs/theming' ? '/docs/theming' : '/docs/embed';
  return {
    ...pageFrame(config, req, lang),
    lang,
    otherLanguages: [{ lang: other, href: `${path}?${query}` }],
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 300) : undefined;
}
