import { html, type Html } from '../../../http/html.ts';
import {
  AUDIT_ACTIONS,
  type AuditDetail,
  type AuditEntry,
  type AuditFilter,
  type AuditHead,
} from '../../audit-entry.ts';
import type { AuditVerification } from '../../verify-audit.ts';
import { actorName } from '../actors.ts';
import { stateLine } from '../comparison-line.ts';
import { option, printHint, printLink } from '../controls.ts';
import { facts } from '../facts.ts';
import { fileLinks } from '../files.ts';
import { bar, card, tableFrame } from '../layout.ts';
import type { Built, Visit } from '../visit.ts';
import { auditTexts } from './texts.ts';

export type AuditView = { filter: AuditFilter; before: number | null };

export type Audit = {
  entries: (AuditEntry & { hash: string })[];
  hasOlder: boolean;
  head: AuditHead | null;
  /** The whole chain computed anew; null where it is long and nobody asked. */
  verified: AuditVerification | null;
  names: ReadonlyMap<string, string>;
};

const OUTCOMES = ['done', 'denied'] as const;

/** The audit, newest first, with whether its chain holds. */
export function auditPage(visit: Visit, view: AuditView, data: Audit): Built {
  const words = auditTexts(visit.lang);
  const { texts, show } = visit;
  const query = queryOfFilter(view.filter);
  const href = (more: Record<string, string | null> = {}) =>
    visit.to('/finance/audit', { ...query, ...more });
  const isFiltered = Object.values(query).some((value) => value !== null);
  const last = data.entries.at(-1);
  const list =
    data.entries.length === 0
      ? html`<p class="empty">
          ${isFiltered ? html`${words.emptyFilter} <a href="${visit.to('/finance/audit')}">${texts.clear}</a>` : words.empty}
        </p>`
      : html`${tableFrame(texts.table(words.title), table(visit, data))}
          <div class="more">
            <span>${words.entries(data.entries.length, show.count(data.entries.length))}</span>
            <span class="links">
              ${view.before !== null && html`<a href="${href()}">${words.newest}</a>`}
              ${data.hasOlder && last !== undefined && html`<a href="${href({ before: String(last.number) })}">${words.older}</a>`}
            </span>
          </div>`;
  return {
    title: words.title,
    main: html`${printHint(visit, href())}
      ${bar(words.title, words.lead, html`<div class="ctl">${printLink(visit, href({ print: '1' }))}</div>`)}
      <div class="lines">${verdict(visit, data, href({ check: '1' }))}</div>
      <div class="stack">
        ${card('audit-title', words.title, [filters(visit, view, data), list])}
        ${data.head !== null && headCard(visit, data.head)}
      </div>
      ${fileLinks(visit, [{ path: '/v1/audit.jsonl', query, name: words.file, text: words.fileText, rows: null }])}`,
  };
}

function verdict(visit: Visit, { verified, head }: Audit, checkHref: string): Html | null {
  const words = auditTexts(visit.lang);
  if (head === null) return null;
  const written = (count: number) => words.entries(count, visit.show.count(count));
  if (verified === null) {
    const link = html`<a class="end" href="${checkHref}">${words.checkNow}</a>`;
    return stateLine('amber', words.notChecked, words.notCheckedText(written(head.number)), link);
  }
  const { finding, entries } = verified;
  if (finding !== null) return stateLine('bad', words.broken, words.brokenText(finding.what, finding.where));
  return stateLine('good', words.holds, words.holdsText(written(entries)));
}

function filters(visit: Visit, { filter }: AuditView, { names }: Audit): Html {
  const words = auditTexts(visit.lang);
  const actors = [...new Set([...names.keys(), 'command', 'nobody', filter.by ?? ''])].filter(
    (by) => by !== '',
  );
  return html`<form class="filters" method="get" action="/finance/audit" role="search" aria-label="${visit.texts.apply}">
    <input type="hidden" name="lang" value="${visit.lang}" />
    <select class="b" name="action" aria-label="${words.fields.action}">
      ${option('', words.any.action, filter.action === null)}
      ${AUDIT_ACTIONS.map((action) => option(action, words.actions[action], action === filter.action))}
    </select>
    <select class="b" name="by" aria-label="${words.fields.by}">
      ${option('', words.any.by, filter.by === null)}
      ${actors.map((by) => option(by, actorName(visit, by, names), by === filter.by))}
    </select>
    <select class="b" name="outcome" aria-label="${words.fields.outcome}">
      ${option('', words.any.outcome, filter.outcome === null)}
      ${OUTCOMES.map((outcome) => option(outcome, words.outcomes[outcome], outcome === filter.outcome))}
    </select>
    <button class="b" type="submit">${visit.texts.apply}</button>
  </form>`;
}

function table(visit: Visit, { entries, names }: Audit): Html {
  const { columns, actions, outcomes } = auditTexts(visit.lang);
  return html`<table class="movements">
    <thead>
      <tr>
        <th scope="col" class="num" aria-sort="descending">${columns.number}</th>
        <th scope="col">${columns.at}</th>
        <th scope="col">${columns.by}</th>
        <th scope="col">${columns.action}</th>
        <th scope="col">${columns.object}</th>
        <th scope="col">${columns.outcome}</th>
        <th scope="col">${columns.detail}</th>
        <th scope="col">${columns.hash}</th>
      </tr>
    </thead>
    <tbody>
      ${entries.map(
        ({ number, at, by, action, object, outcome, detail, hash }) =>
          html`<tr>
            <th scope="row" class="num">${visit.show.count(number)}</th>
            <td>${visit.show.time(new Date(at))}</td>
            <td>${actorName(visit, by, names)}</td>
            <td>${actions[action] ?? action}</td>
            <td class="word">${object ?? '—'}</td>
            <td><span class="st ${outcome === 'done' ? 'n' : 'r'}">${outcomes[outcome]}</span></td>
            <td class="word">${details(visit, detail)}</td>
            <td><code>${hash.slice(0, 12)}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** More than so many words about one entry are folded away. */
const DETAILS_SHOWN = 4;

/** Short words and numbers as they were written; a hash by its beginning. */
function details({ lang, show, isPrint }: Visit, detail: AuditDetail): Html {
  const words = auditTexts(lang);
  const parts = Object.entries(detail).map(([name, value]) => {
    const text = String(value);
    if (name === 'whole') return value === true ? words.whole : words.brokenOff;
    return `${words.details[name] ?? name}: ${/^[0-9a-f]{64}$/.test(text) ? text.slice(0, 12) : text}`;
  });
  const text = parts.length === 0 ? '—' : parts.join(', ');
  if (parts.length <= DETAILS_SHOWN) return html`${text}`;
  return html`<details class="long"${isPrint && html` open`}>
    <summary>${words.values(show.count(parts.length))}</summary>
    <div>${text}</div>
  </details>`;
}

function headCard({ lang, show }: Visit, { number, hash }: AuditHead): Html {
  const words = auditTexts(lang);
  return card('head-title', words.head, [
    facts([[words.headNumber(show.count(number)), html`<code>${hash}</code>`]], 'wide'),
    html`<p class="foot">${words.headText}</p>`,
  ]);
}

/** The filter as it stands in an address, and in that of the file. */
export function queryOfFilter({ action, by, outcome }: AuditFilter): Record<string, string | null> {
  return { action, by, outcome };
}
