import { linked } from '../../embed/docs/embed-page.ts';
import { html, type Html } from '../../http/html.ts';
import { readDescription, type Described } from '../described.ts';
import { GROUPS } from '../operation.ts';
import { fileOf, titleOf } from '../titles.ts';
import { apiPage, part, type ApiPage } from './frame.ts';
import { marked, opener, wordsIn } from './parts.ts';
import { apiTexts, type PageTexts } from './texts.ts';

/** /docs/api: what holds everywhere, and every address on one page. */
export function overviewPage(page: ApiPage): string {
  const texts = apiTexts(page.lang);
  const words = wordsIn(page.lang);
  const { operations } = readDescription();
  return apiPage(page, {
    title: texts.apiTitle,
    lede: linked(texts.apiLede, '/openapi.json'),
    main: [
      part(
        'rules',
        texts.rulesTitle,
        html`<dl class="terms rules">
          ${words.rules.map(
            ({ title, body }) => html`<div>
              <dt>${title}</dt>
              <dd>${marked(body)}</dd>
            </div>`,
          )}
        </dl>`,
      ),
      ...GROUPS.map((group) =>
        part(
          group,
          html`<a href="/docs/api/${group}?lang=${page.lang}">${words.groups[group].title}</a>`,
          html`<p>${words.groups[group].body}</p>`,
          table(
            operations.filter((each) => each.group === group),
            page,
            texts,
          ),
        ),
      ),
    ],
  });
}

function table(operations: readonly Described[], { lang }: ApiPage, texts: PageTexts): Html {
  return html`<div class="wide" role="group" tabindex="0" aria-label="${texts.allTitle}">
    <table>
      <thead>
        <tr>
          <th scope="col">${texts.address}</th>
          <th scope="col">${texts.does}</th>
          <th scope="col">${texts.opens}</th>
        </tr>
      </thead>
      <tbody>
        ${operations.map(
          (operation) => html`<tr>
            <th scope="row">
              <a href="/docs/api/${operation.group}?lang=${lang}#${anchorOf(operation)}"><code>${operation.method} ${operation.path}</code></a>
            </th>
            <td>${titleOf(operation, lang)}</td>
            <td>${opener(operation, texts)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A file is documented with its table. */
function anchorOf(operation: Described): string {
  return fileOf(operation)?.table ?? operation.operationId;
}
