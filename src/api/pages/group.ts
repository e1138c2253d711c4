import { fill } from '../../box/tree.ts';
import { dictionary } from '../../finance/exports/dictionary.ts';
import type { Table } from '../../finance/exports/table.ts';
import { TABLES } from '../../finance/exports/tables.ts';
import { html, type Html, type HtmlValue } from '../../http/html.ts';
import { fieldsOf, readDescription, readExamples, typeOf, type Described, type Field } from '../described.ts';
import type { Group, HeaderName } from '../operation.ts';
import { fileOf, textOf } from '../titles.ts';
import { apiPage, part, toErrors, type ApiPage } from './frame.ts';
import { exchange, fieldList, marked, opener, problemList, wordsIn } from './parts.ts';
import { apiTexts } from './texts.ts';

/** One chapter: every operation of it with fields, errors, and a request with its real answer. */
export function groupPage(page: ApiPage, group: Group): string {
  const { title, body } = wordsIn(page.lang).groups[group];
  const operations = readDescription().operations.filter((each) => each.group === group);
  const tables = TABLES.filter(({ name }) => operations.some((each) => fileOf(each)?.table === name));
  const single = operations.filter((each) => fileOf(each) === undefined);
  const { lang } = page;
  return apiPage(page, {
    title,
    lede: body,
    main: [
      html`<nav class="contents" aria-label="${title}">
        <ul role="list">
          ${tables.map(({ name }) => html`<li><a href="#${name}">${wordsIn(lang).tables[name].title}</a></li>`)}
          ${single.map((each) => html`<li><a href="#${each.operationId}">${textOf(each, lang).title}</a></li>`)}
        </ul>
      </nav>`,
      ...tables.map((table) => tableSection(table, operations.filter((each) => fileOf(each)?.table === table.name), page)),
      ...single.map((each) => operationSection(each, page)),
    ],
  }); // prettier-ignore
}

function operationSection(operation: Described, page: ApiPage): Html {
  const { lang } = page;
  const texts = apiTexts(lang);
  const { schemas } = readDescription();
  const { title, body } = textOf(operation, lang);
  const sent = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses).filter(
    ([, { content }]) => content?.['application/problem+json'] === undefined,
  );
  return part(
    operation.operationId,
    title,
    html`<p class="address"><code>${operation.method} ${operation.path}</code></p>
      <p class="use"><b>${texts.needs}</b> ${opener(operation, texts)}</p>
      <p>${marked(body)}</p>`,
    listOf(texts.parameters, parametersOf(operation, 'query', 'path'), page),
    listOf(texts.headers, parametersOf(operation, 'header'), page),
    sent && listOf(texts.body, fieldsOf(sent, schemas), page),
    answers.map(([status, { content, headers = {} }]) => {
      const [type, kept] = Object.entries(content ?? {})[0] ?? [];
      const shape = kept?.['x-row'] ?? kept?.schema;
      return [
        html`<h3>${fill(texts.answer, { status })}</h3>
          <p>${type === undefined ? texts.noBody : html`<code>${type}</code>`}</p>`,
        headerList(Object.keys(headers) as HeaderName[], page),
        shape && fieldList(fieldsOf(shape, schemas).map(unasked), lang, texts),
      ];
    }),
    exampleOf(operation, page),
    wrong(operation, page),
  );
}

/** A table of the books with every format that it can be had in. */
function tableSection({ name }: Table, operations: readonly Described[], page: ApiPage): Html {
  const { lang } = page;
  const texts = apiTexts(lang);
  const words = wordsIn(lang);
  const [first] = operations;
  const columns = dictionary().tables.find(({ table }) => table === name)?.columns ?? [];
  const parameters = new Map(
    operations.flatMap((each) => parametersOf(each, 'query')).map((field) => [field.name, field]),
  );
  return part(
    name,
    words.tables[name].title,
    first && html`<p class="use"><b>${texts.needs}</b> ${opener(first, texts)}</p>`,
    html`<p>${words.tables[name].body}</p>
      <h3>${texts.formats}</h3>
      <dl class="terms">
        ${operations.map(
          (each) => html`<div>
            <dt><code>${each.method} ${each.path}</code></dt>
            <dd>${marked(words.formats[fileOf(each)?.ending ?? '']?.body ?? '')}</dd>
          </div>`,
        )}
      </dl>
      <h3>${texts.filters}</h3>
      <p>${texts.filtersNote}</p>
      ${fieldList([...parameters.values()], lang, texts)}
      <h3>${texts.fileHeaders}</h3>
      ${headerList(['Content-Disposition', 'Repr-Digest'], page)}
      <h3>${texts.columns}</h3>
      <details>
        <summary>${fill(texts.columnsNote, { count: String(columns.length) })}</summary>
        <dl class="terms">
          ${columns.map(
            ({ column, type, unit, meaning }) => html`<div>
              <dt><code>${column}</code> <code class="value">${unit === null ? type : `${type}, ${unit}`}</code></dt>
              <dd>${meaning[lang]}</dd>
            </div>`,
          )}
        </dl>
      </details>`,
    operations
      .filter((each) => ['csv', 'jsonl'].includes(fileOf(each)?.ending ?? ''))
      .map((each) => exampleOf(each, page)),
    first && wrong(first, page),
  );
}

function parametersOf({ parameters }: Described, ...places: string[]): Field[] {
  const { schemas } = readDescription();
  return parameters
    .filter((each) => places.includes(each.in))
    .map(({ name, schema, description, required }) => ({
      name,
      type: typeOf(schema, schemas),
      description,
      required: required === true,
    }));
}

/** In an answer nothing is asked for. */
function unasked(field: Field): Field {
  return { ...field, required: false };
}

function listOf(title: string, fields: readonly Field[], { lang }: ApiPage): HtmlValue {
  return fields.length > 0 && [html`<h3>${title}</h3>`, fieldList(fields, lang, apiTexts(lang))];
}

function headerList(names: readonly HeaderName[], { lang }: ApiPage): HtmlValue {
  const { headers } = wordsIn(lang);
  return (
    names.length > 0 &&
    html`<dl class="terms">
      ${names.map(
        (name) => html`<div>
          <dt><code>${name}</code></dt>
          <dd>${marked(headers[name])}</dd>
        </div>`,
      )}
    </dl>`
  );
}

function exampleOf({ operationId }: Described, { lang, base }: ApiPage): HtmlValue {
  const example = readExamples().find(({ id }) => id === operationId);
  return example && exchange(example, base, apiTexts(lang));
}

function wrong(operation: Described, { lang }: ApiPage): HtmlValue {
  const texts = apiTexts(lang);
  return html`<details>
    <summary>${texts.wrong}</summary>
    ${problemList(operation, lang)}
    <p>${toErrors(lang, texts)}</p>
  </details>`;
}
