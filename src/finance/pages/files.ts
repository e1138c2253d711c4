import { html, type Html } from '../../http/html.ts';
import { queryOf } from './view.ts';
import type { Visit } from './visit.ts';

/** A file that holds what a page shows: the same filters, and how many rows it will have. */
export type FileLink = {
  path: string;
  query: Record<string, string | null>;
  name: string;
  text: string;
  rows: number | null;
  /** Leads on to a page instead of a file. */
  isPage?: boolean;
};

/** Files side by side, each with its rows. */
export function fileLinks({ texts, show }: Visit, files: readonly FileLink[]): Html {
  return html`<nav class="card exp" id="downloads" aria-label="${texts.downloads}">
    ${files.map(
      ({ path, query, name, text, rows, isPage }) =>
        html`<a href="${path}${queryOf(query)}"${isPage !== true && html` download`}
          ><b>${name}</b><span>${text}</span>${rows !== null && html`<span class="rows">${texts.rows(rows, show.count(rows))}</span>`}</a
        >`,
    )}
  </nav>`;
}

/** The way to every other format of the same rows. */
export function allFormats({ texts, lang }: Visit, query: Record<string, string | null>): FileLink {
  const { allFormats: name, allFormatsText: text } = texts;
  return { path: '/finance/exports', query: { lang, ...query }, name, text, rows: null, isPage: true };
}
