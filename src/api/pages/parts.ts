import { fill } from '../../box/tree.ts';
import { code } from '../../embed/docs/embed-page.ts';
import type { DocsLang } from '../../embed/docs/texts.ts';
import { html, type Html, type HtmlValue } from '../../http/html.ts';
import type { Described, Example, Field } from '../described.ts';
import { EXAMPLE_SERVER } from '../example-server.ts';
import type { ProblemCode } from '../problems.ts';
import { en } from '../words/en.ts';
import { fieldRu } from '../words/fields-ru.ts';
import { ru } from '../words/ru.ts';
import type { ApiWords } from '../words/words.ts';
import type { PageTexts } from './texts.ts';

// Pieces that the pages of the API share.

export function wordsIn(lang: DocsLang): ApiWords {
  return lang === 'ru' ? ru : en;
}

/** Text with its backticks as code. */
export function marked(text: string): HtmlValue {
  return text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** The sentence of a field in the language of the page; English says that it is, where it must stand in. */
export function sentence(english: string, lang: DocsLang): HtmlValue {
  if (lang === 'en') return marked(english);
  const words = fieldRu(english);
  return words === undefined ? html`<span lang="en">${marked(english)}</span>` : marked(words);
}

/** A list of names, each with its type and what it holds. */
export function fieldList(fields: readonly Field[], lang: DocsLang, texts: PageTexts): Html | null {
  if (fields.length === 0) return null;
  return html`<dl class="terms">
    ${fields.map(
      ({ name, type, description, required }) => html`<div>
        <dt><code>${name}</code> <code class="value">${type}</code>${required && html` <span class="must">${texts.required}</span>`}</dt>
        <dd>${description !== undefined && sentence(description, lang)}</dd>
      </div>`,
    )}
  </dl>`;
}

/** Who may call, in words. */
export function opener({ security }: Pick<Described, 'security'>, texts: PageTexts): HtmlValue {
  const [first] = security;
  const scope = first?.['financeKey']?.[0];
  if (scope !== undefined) {
    const [before, after] = fill(texts.scope, { scope: '\u0000' }).split('\u0000');
    return [before, html`<code>${scope}</code>`, after];
  }
  if (first?.['stripeSignature'] !== undefined) return texts.stripe;
  if (first?.['metricsToken'] !== undefined) return texts.metrics;
  return texts.anyone;
}

/** The codes of an operation, status by status. */
export function problemList({ responses }: Described, lang: DocsLang): Html {
  const { problems } = wordsIn(lang);
  const codes = Object.entries(responses).flatMap(([status, { content }]) =>
    (content?.['application/problem+json']?.['x-codes'] ?? []).map((name) => ({ status, name })),
  );
  return html`<dl class="terms">
    ${codes.map(
      ({ status, name }) => html`<div>
        <dt><a href="/docs/api/errors?lang=${lang}#${name}"><code>${name}</code></a> <span class="value">${status}</span></dt>
        <dd>${marked(problems[name as ProblemCode].means)}</dd>
      </div>`,
    )}
  </dl>`;
}

/** A recorded exchange: the request as a command to copy, and the answer as it came. */
export function exchange(
  { id, request, answer }: Example,
  base: string,
  texts: PageTexts,
  name = id,
): HtmlValue {
  const here = (text: string) => text.replaceAll(EXAMPLE_SERVER, base);
  const shown = [
    `HTTP ${answer.status}`,
    ...Object.entries(answer.headers).map(([header, value]) => `${header}: ${here(value)}`),
    ...(answer.body === '' ? [] : ['', here(answer.body.replaceAll('\r\n', '\n'))]),
  ].join('\n');
  return [
    code(texts.request, command(request, base), `${name}-request`),
    code(texts.response, shown, `${name}-answer`),
  ];
}

function command({ method, path, headers, body }: Example['request'], base: string): string {
  const parts = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...Object.entries(headers).map(
      ([name, value]) => `-H "${name}: ${value.replace('rsk_…', '$FINANCE_KEY')}"`,
    ),
    ...(body === undefined ? [] : [`-d '${body}'`]),
    `"${base}${path}"`,
  ];
  return `curl ${parts.join(' \\\n  ')}`;
}
