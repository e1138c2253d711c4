import { html, type Html } from '../../../http/html.ts';
import { ROLES, type Role } from '../../scope.ts';
import type { StaffMember } from '../../staff-member.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { notice } from '../notice.ts';
import type { Built, Visit } from '../visit.ts';
import { accessTexts, type AccessTexts, type Said } from './texts.ts';

/** Everybody, and the form that lets somebody in. */
export function peoplePage(visit: Visit, people: readonly StaffMember[], said: Said | null): Built {
  const words = accessTexts(visit.lang);
  const list =
    people.length === 0
      ? html`<p class="empty">${words.nobody}</p>`
      : tableFrame(visit.texts.table(words.people), table(visit, words, people));
  return {
    title: words.people,
    main: html`${bar(words.people, words.peopleText)}
      ${said === null ? null : notice(words.said[said].look, words.said[said])}
      <div class="stack">
        ${card('people-title', words.people, list)} ${card('add-title', words.add, addForm(visit, words))}
      </div>`,
  };
}

/** Somebody was added. `link` is shown this once, where no mail can bring them in. */
export function addedPage(visit: Visit, label: string, link: string | null): Built {
  const words = accessTexts(visit.lang);
  const title = words.added(label);
  return {
    title,
    isShownOnce: true,
    main: html`${bar(title, null)}
      <div class="card act">
        <p>${link === null ? words.addedByMail : words.addedByLink}</p>
        ${link === null ? null : html`<p><code class="once">${link}</code></p>`}
        <p><a class="b" href="${visit.to('/finance/people')}">${words.back}</a></p>
      </div>`,
  };
}

function table(visit: Visit, words: AccessTexts, people: readonly StaffMember[]): Html {
  const { columns } = words;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.label}</th>
        <th scope="col">${columns.role}</th>
        <th scope="col">${columns.state}</th>
        <th scope="col">${columns.since}</th>
        <th scope="col">${columns.actions}</th>
      </tr>
    </thead>
    <tbody>
      ${people.map(
        (member) =>
          html`<tr>
            <th scope="row">
              ${member.label}${member.staffId === visit.actorId && html` <span class="mut">(${words.you})</span>`}
            </th>
            <td>${words.roles[member.role]}</td>
            <td>${stateOf(visit, words, member)}</td>
            <td>${visit.show.date(member.createdAt)}</td>
            <td>
              ${member.endedAt === null && member.staffId !== visit.actorId ? changes(visit, words, member) : '—'}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function stateOf({ show }: Visit, { states }: AccessTexts, { endedAt, sealedTotp }: StaffMember): Html {
  if (endedAt !== null) return html`<span class="st n">${states.ended(show.date(endedAt))}</span>`;
  return sealedTotp === null
    ? html`<span class="st y">${states.noFactor}</span>`
    : html`<span class="st g">${states.active}</span>`;
}

function changes(visit: Visit, words: AccessTexts, { staffId, label, role }: StaffMember): Html {
  const form = (act: string, fields: Html) =>
    html`<form method="post" action="${visit.to(`/finance/people/${staffId}/${act}`)}">
      <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />${fields}
    </form>`;
  return html`<details class="ask">
    <summary class="b" aria-label="${words.change}: ${label}">${words.change}</summary>
    ${form(
      'role',
      html`<label for="role-${staffId}">${words.changeRole(label)}</label>
        ${roleField(words, `role-${staffId}`, role)}
        <button class="b" type="submit">${words.setRole}</button>`,
    )}
    ${form('reset', html`<p class="mut small">${words.resetText}</p><button class="b" type="submit">${words.reset}</button>`)}
    ${form('end', html`<p class="mut small">${words.endText}</p><button class="b" type="submit">${words.end}</button>`)}
  </details>`;
}

function addForm(visit: Visit, words: AccessTexts): Html {
  return html`<form class="act" method="post" action="${visit.to('/finance/people')}">
    <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
    <p>${words.addText}</p>
    <label for="address">${words.address}</label>
    <input id="address" name="address" type="email" required maxlength="254" autocomplete="off" autocapitalize="none" spellcheck="false" />
    <label for="label">${words.label}</label>
    <input id="label" name="label" required maxlength="60" pattern="[^@]*" title="${words.labelHint}" autocomplete="off" aria-describedby="label-hint" />
    <p class="mut small" id="label-hint">${words.labelHint}</p>
    <label for="role">${words.role}</label>
    ${roleField(words, 'role', 'bookkeeper')}
    <p class="mut small" id="roles">${ROLES.map((each) => html`${words.roles[each]}: ${words.rolesText[each]}.<br />`)}</p>
    <button class="b p" type="submit">${words.addButton}</button>
  </form>`;
}

function roleField({ roles }: AccessTexts, id: string, chosen: Role): Html {
  return html`<select class="b" id="${id}" name="role">
    ${ROLES.map((role) => html`<option value="${role}" ${role === chosen && html`selected`}>${roles[role]}</option>`)}
  </select>`;
} // prettier-ignore
