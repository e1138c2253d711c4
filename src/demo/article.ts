import { readWidgetManifest } from '../assets/manifest.ts';
import { languageOf } from '../box/language.ts';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { askedLang, pageFrame } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { articlePage } from '../pages/article-page.ts';
import { previewUrl } from '../pages/demo-bar.ts';
import { languageName } from '../pages/language-menu.ts';
import { elementOf, markerOf, previewRoutes, readPreview } from './preview.ts';

/** The example newspaper: an article with the box in it, and switches for everything that the box can be. */
export function demoRoutes(
  ctx: AppContext,
  links: { inspector: string; inbox: string; kept?: string },
): Route[] {
  const { config } = ctx;
  if (readWidgetManifest() === null)
    throw new AppError(
      500,
      'widget_not_built',
      'The widget is not built. Run npm run build, then start the demo again.',
    );
  const languages = Object.keys(config.publisher.editions).map((tag) => ({ tag, name: languageName(tag) }));
  const show: Route['handle'] = (req, res) => {
    const preview = readPreview(req.query, askedLang(config, req));
    const { lang, width } = preview;
    const bare = req.query['bare'] === '1';
    const marker = markerOf(preview);
    if (marker !== null && width === 'full' && req.query['rs'] !== marker) {
      // As Stripe's page and the thank-you page lead back: the box takes the mark out of the address again.
      res.setHeader('Cache-Control', 'no-store');
      res.redirect(303, previewUrl(preview, { ...(bare && { bare: '1' }), rs: marker }));
      return;
    }
    const articleLang = languageOf(lang);
    const page = articlePage({
      lang: articleLang,
      preview,
      scriptUrl: '/rs/v1/rs.js',
      giveUrl: `/give?lang=${lang}&campaign=article`,
      campaign: 'article',
      otherLanguages: pageFrame(config, req, articleLang).otherLanguages ?? [],
      bar: bare ? null : { ...links, languages, finance: `/finance?lang=${lang}` },
      element: elementOf(preview),
    });
    if (bare) sendPage(res, 200, page, { scripts: true, framedBy: ["'self'"] });
    else sendPage(res, 200, page, { scripts: true, frames: width !== 'full' });
  };
  return [
    ...['/', '/demo'].map((path): Route => ({
      method: 'get',
      path,
      access: PUBLIC,
      page: true,
      handle: show,
    })),
    ...previewRoutes(ctx),
  ];
}
