import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code } from '../../embed/docs/embed-page.ts';
import { html } from '../../http/html.ts';
import { ROOT } from '../../root.ts';
import { EXAMPLE_SERVER } from '../example-server.ts';
import { apiPage, part, type ApiPage } from './frame.ts';
import { apiTexts } from './texts.ts';

/** The programs of docs/examples, in the order of the page; tests/api runs those that it can. */
const PROGRAMS = {
  curl: 'ledger.sh',
  python: 'ledger.py',
  js: 'ledger.mjs',
  r: 'ledger.R',
  excel: 'ledger.pq',
  sheets: 'ledger.gs',
} as const;

let programs: Record<string, string> | undefined;

/** /docs/api/examples: each program whole, with the address of this service in it. */
export function examplesPage(page: ApiPage): string {
  const texts = apiTexts(page.lang);
  programs ??= Object.fromEntries(
    Object.values(PROGRAMS).map((file) => [file, readFileSync(join(ROOT, 'docs', 'examples', file), 'utf8')]),
  );
  const whole = (file: string) => programs?.[file]?.replaceAll(EXAMPLE_SERVER, page.base) ?? '';
  return apiPage(page, {
    title: texts.examplesTitle,
    lede: texts.examplesLede,
    main: [
      html`<p>${texts.overlap}</p>
        <p>${texts.digestNote}</p>`,
      (Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[]).map((name) =>
        part(
          name,
          texts[`${name}Title`],
          html`<p>${texts[`${name}Body`]}</p>`,
          code(PROGRAMS[name], whole(PROGRAMS[name]), `${name}-code`),
        ),
      ),
      part('calc', texts.calcTitle, html`<p>${texts.calcBody}</p>`),
    ],
  });
}
