import type { Reply } from '../http/server.ts';
import { stylesheet } from './style.ts';

/** A piece of HTML that is safe to send. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = string | number | Html | false | null | undefined | readonly Part[];

/** Tagged template that escapes every value except pieces made by itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let text = strings[0] ?? '';
  for (const [i, part] of parts.entries()) text += textOf(part) + (strings[i + 1] ?? '');
  return new Html(text);
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A whole page. No script runs, nothing is loaded, and forms post only where the page says. */
export function page(
  content: Html,
  {
    title,
    lang = 'en',
    bodyClass,
    status = 200,
    formTargets = '',
  }: { title: string; lang?: string; bodyClass: string; status?: number; formTargets?: string },
): Reply {
  const whole = html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/sandbox.css" />
      </head>
      <body class="${bodyClass}">
        ${content}
      </body>
    </html> `;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      // The answer to the form is a redirect to the shop, which a browser counts as a form target too.
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'${formTargets === '' ? '' : ` ${formTargets}`}`,
    },
    body: whole.text,
  };
}

/** Sends the browser elsewhere with a GET. */
export function redirect(location: string): Reply {
  return {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    body: '',
  };
}

/** The one stylesheet of all pages. */
export function styleReply(): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' },
    body: stylesheet,
  };
}
