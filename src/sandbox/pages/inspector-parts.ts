import { formatMinor } from './amount.ts';
import { html, type Html, type Part } from './html.ts';

export type Section = { path: string; title: string };
export type Column = { title: string; isNumber?: boolean };

const shownRows = 50;

/** The newest rows, and a link to the older ones. */
export function slice<T extends { id: string }>(
  items: readonly T[],
  before: string | undefined,
  limit = shownRows,
): { rows: T[]; older: string | undefined } {
  const end = before === undefined ? items.length : items.findIndex((item) => item.id === before);
  const from = Math.max(0, end - limit);
  return {
    rows: items.slice(from, Math.max(end, 0)).reverse(),
    older: from > 0 ? items[from]?.id : undefined,
  };
}

/** A card with a table that scrolls inside itself on a narrow screen. */
export function tableCard(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  {
    total,
    older,
    path,
    empty = 'Nothing yet.',
    isCounted = true,
  }: { total?: number; older?: string | undefined; path?: string; empty?: string; isCounted?: boolean } = {},
): Html {
  const head = columns.map(
    ({ title, isNumber }) =>
      html`<th scope="col" ${isNumber === true && html` class="num"`}>
        ${title === '' ? html`<span class="vh">Actions</span>` : title}
      </th>`,
  );
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, i) =>
          i === 0
            ? html`<th scope="row">${cell}</th>`
            : html`<td${columns[i]?.isNumber === true && html` class="num"`}>${cell}</td>`,
        )}
      </tr>`,
  );
  const table = html`<div class="tw" tabindex="0" role="region" aria-label="${title}, table">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
  const more = html`<div class="more">
    <span>${count(rows.length)} of ${count(total ?? rows.length)}</span
    >${older !== undefined && html`<a href="${path ?? ''}?before=${older}">Older</a>`}
  </div>`;
  return html`<section class="card stack" aria-label="${title}">
    <header><h2>${title}</h2></header>
    ${rows.length === 0 ? html`<p class="empty">${empty}</p>` : html`${table}${isCounted && more}`}
  </section>`;
}

const tones: Record<string, string> = {
  paid: 'g',
  succeeded: 'g',
  complete: 'g',
  active: 'g',
  delivered: 'g',
  won: 'g',
  completed: 'g',
  failed: 'r',
  lost: 'r',
  past_due: 'r',
  disputed: 'r',
  needs_response: 'r',
  warning_needs_response: 'y',
  warning_under_review: 'y',
  pending: 'y',
  processing: 'y',
  open: 'y',
  in_transit: 'y',
  in_progress: 'y',
  under_review: 'y',
  requires_action: 'y',
};

/** A status in its colour; what has no colour of its own stays grey. */
export function badge(status: string | null, label?: string): Html {
  const text = label ?? (status ?? 'none').replaceAll('_', ' ');
  return html`<span class="st ${tones[status ?? ''] ?? 'n'}"
    >${text[0]?.toUpperCase()}${text.slice(1)}</span
  >`;
}

/** A short id that leads to the whole object. */
export function link(id: string | null | undefined): Part {
  if (id === null || id === undefined) return '—';
  const kind = id.startsWith('evt_') ? 'events' : 'objects';
  const prefix = id.slice(0, id.lastIndexOf('_') + 1);
  return html`<a href="/inspect/${kind}/${id}" title="${id}">${prefix}…${id.slice(-6)}</a>`;
}

/** A button that does one thing to one object. */
export function action(what: string, id: string, label: string, back: string): Html {
  return html`<form method="post" action="/inspect/do">
    <input type="hidden" name="id" value="${id}" /><input type="hidden" name="back" value="${back}" /><button
      class="b s"
      name="do"
      value="${what}"
    >
      ${label}
    </button>
  </form>`;
}

export function money(amountMinor: number | null, currency: string | null): string {
  return amountMinor === null || currency === null ? '—' : formatMinor(amountMinor, currency);
}

/** A moment in UTC, as the sandbox counts time. */
export function day(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  return `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}, ${iso.slice(11, 16)}`;
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
