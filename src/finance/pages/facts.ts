import { html, type Html, type HtmlValue } from '../../http/html.ts';

/** A list of names and values; what has no value is left out. Long values need the whole width. */
export function facts(
  lines: readonly [name: string, value: HtmlValue][],
  width: 'narrow' | 'wide' = 'narrow',
): Html {
  return html`<dl class="facts ${width}">
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

/** One of the large figures above a page: its name, its value, and a word about it. They stand in a list of class `kpis`. */
export function figure(name: string, value: string, note: HtmlValue): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd class="v">${value}</dd>
    <dd class="n">${note}</dd>
  </div>`;
}
