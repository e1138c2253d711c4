import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands at a path of the newspaper. */
export type Article = { html: string; headers?: Record<string, string> };

/** A publisher's site, on another host than the service. */
export type Newspaper = {
  url: string;
  /** Where the service is; known once it runs. */
  service: string;
  /** Puts a page at a path and returns its address. */
  print: (path: string, article: Article) => string;
  close: () => Promise<void>;
};

export async function openNewspaper(): Promise<Newspaper> {
  const articles = new Map<string, Article>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const article = articles.get(path);
    response.writeHead(article === undefined ? 404 : 200, {
      'Content-Type': 'text/html; charset=utf-8',
      ...article?.headers,
    });
    response.end(article?.html ?? '<!doctype html><title>Not here</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Another name of the same machine: to a browser, another site.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    service: '',
    print(path, article) {
      articles.set(path, article);
      return url + path;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A newspaper's own look; the link that stands in for the box is its, too. */
const STYLE = `body { margin: 0 auto; max-inline-size: 680px; padding: 1rem; font: 18px/1.6 Georgia, serif }
:any-link { color: inherit } reader-support > a { display: inline-block; padding-block: 0.6rem }`;

/** An article with the box in it, as a publisher's page is: its own styles, words above and below. */
export function articleHtml(
  service: string,
  more: {
    lang?: string;
    dir?: string;
    head?: string;
    /** Attributes of the element. */
    box?: string;
    /** What stands inside the element; a link by default. */
    inside?: string;
    /** Where the element's script lies, if not at the alias that always has the newest. */
    src?: string;
    /** Attributes of the script that loads the element. */
    script?: string;
    boxes?: number;
    /** Without styles of its own, for a page whose policy allows none. */
    bare?: boolean;
  } = {},
): string {
  const { lang = 'en', dir = 'ltr', head = '', box = '', script = '', boxes = 1, bare = false } = more;
  const src = more.src ?? `${service}/rs/v1/rs.js`;
  const inside = more.inside ?? `<a href="${service}/give?lang=${lang}">Support us</a>`;
  const element = `<reader-support campaign="article" ${box}>${inside}</reader-support>`;
  return `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Article</title>${bare ? '' : `<style>${STYLE}</style>`}${head}
<script type="module" src="${src}" ${script}></script>
<main><h1>Article</h1><p>Before the box.</p>
${Array.from({ length: boxes }, () => element).join('<p>Between.</p>')}
<p>After the box.</p></main></html>`;
}
