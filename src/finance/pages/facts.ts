import { html, type Html, type HtmlValue } from '../../http/html.ts';

/** A list of names and values; what has no value is left out. */
export function facts(lines: readonly [name: string, value: HtmlValue][]): Html {
  return html`<dl class="facts">
    ${lines.map(([name, value]) =>
      value === null || value === undefined || value === false
        ? null
        : html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`;
}
