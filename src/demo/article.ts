import { readWidgetManifest } from '../assets/manifest.ts';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { askedLang } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { articlePage } from '../pages/article-page.ts';

/** The example newspaper at `/`: an article with the box in it, in English and Russian. */
export function demoRoutes(
  { config }: Pick<AppContext, 'config'>,
  links: { inspector: string; inbox: string },
): Route[] {
  if (readWidgetManifest() === null)
    throw new AppError(
      500,
      'widget_not_built',
      'The widget is not built. Run npm run build, then start the demo again.',
    );
  return [
    {
      method: 'get',
      path: '/',
      access: PUBLIC,
      page: true,
      handle(req, res) {
        const lang = askedLang(config, req) === 'ru' ? 'ru' : 'en';
        const page = articlePage({
          lang,
          scriptUrl: '/rs/v1/rs.js',
          giveUrl: `/give?lang=${lang}&campaign=article`,
          campaign: 'article',
          otherLanguageUrl: `/?lang=${lang === 'ru' ? 'en' : 'ru'}`,
          bar: { ...links, finance: `/finance?lang=${lang}` },
        });
        sendPage(res, 200, page, { scripts: true });
      },
    },
  ];
}
