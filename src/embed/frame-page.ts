import { directionOf } from '../box/texts.ts';
import { html, trusted } from '../http/html.ts';
import { ssrMarkup, type Box, type Files } from './markup.ts';
import type { FrameWish } from './wish.ts';

/** The page inside a frame: the box alone, with its links and forms aimed at the whole tab. */
export function framePage(files: Files, box: Box, page: { wish: FrameWish; title: string }): string {
  const { lang } = box.config;
  const { parent, return: returnTo } = page.wish;
  return html`<!doctype html>
    <html lang="${lang}" dir="${directionOf(lang)}" data-parent="${parent ?? ''}" data-return="${returnTo ?? ''}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${page.title}</title>
        <base target="_top" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/frame.css" />
        <script type="module" src="/assets/frame.js"></script>
      </head>
      <body>
        ${trusted(ssrMarkup(files, box, page.title))}
      </body>
    </html> `.text;
}
