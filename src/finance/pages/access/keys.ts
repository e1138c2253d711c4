import { html, type Html } from '../../../http/html.ts';
import { keyIsValid, type ApiKey } from '../../api-key.ts';
import { SCOPES } from '../../scope.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { notice } from '../notice.ts';
import type { Built, Visit } from '../visit.ts';
import { accessTexts, type AccessTexts, type Said } from './texts.ts';

/** Keys of programs, and the form that makes one. */
export function keysPage(visit: Visit, keys: readonly ApiKey[], said: Said | null): Built {
  const words = accessTexts(visit.lang);
  const list =
    keys.length === 0
      ? html`<p class="empty">${words.noKeys}</p>`
      : tableFrame(visit.texts.table(words.keys), table(visit, words, keys));
  return {
    title: words.keys,
    main: html`${bar(words.keys, words.keysText)}
      ${said === null ? null : notice(words.said[said].look, words.said[said])}
      <div class="stack">
        ${card('keys-title', words.keys, list)} ${card('make-title', words.make, makeForm(visit, words))}
      </div>`,
  };
}

/** A key, this once. */
export function madePage(visit: Visit, name: string, secret: string): Built {
  const words = accessTexts(visit.lang);
  const title = words.made(name);
  return {
    title,
    isShownOnce: true,
    main: html`${bar(title, null)}
      <div class="card act">
        <p>${words.madeText}</p>
        <p><code class="once">${secret}</code></p>
        <p><a class="b" href="${visit.to('/finance/keys')}">${words.back}</a></p>
      </div>`,
  };
}

function table(visit: Visit, words: AccessTexts, keys: readonly ApiKey[]): Html {
  const { keyColumns: columns } = words;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.name}</th>
        <th scope="col">${columns.scopes}</th>
        <th scope="col">${columns.used}</th>
        <th scope="col">${columns.ends}</th>
        <th scope="col">${columns.actions}</th>
      </tr>
    </thead>
    <tbody>
      ${keys.map(
        (key) =>
          html`<tr>
            <th scope="row">${key.name}<br /><span class="id mut">${key.keyId}</span></th>
            <td class="say">${key.scopes.map((scope) => words.scopes[scope]).join('; ')}</td>
            <td>${key.lastUsedDay === null ? words.never : visit.show.day(new Date(`${key.lastUsedDay}T00:00:00Z`))}</td>
            <td>${endOf(visit, words, key)}</td>
            <td>${keyIsValid(key, visit.now) ? revoke(visit, words, key) : '—'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function endOf({ show, now }: Visit, words: AccessTexts, { revokedAt, expiresAt }: ApiKey): string {
  if (revokedAt !== null) return words.revoked(show.date(revokedAt));
  if (expiresAt === null) return words.noEnd;
  return expiresAt <= now ? words.expired(show.day(expiresAt)) : show.day(expiresAt);
}

function revoke(visit: Visit, words: AccessTexts, { keyId, name }: ApiKey): Html {
  return html`<details class="ask">
    <summary class="b" aria-label="${words.revoke}: ${name}">${words.revoke}</summary>
    <form method="post" action="${visit.to(`/finance/keys/${keyId}/revoke`)}">
      <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
      <p class="mut small">${words.revokeText}</p>
      <button class="b" type="submit">${words.revoke}</button>
    </form>
  </details>`;
}

function makeForm(visit: Visit, words: AccessTexts): Html {
  return html`<form class="act" method="post" action="${visit.to('/finance/keys')}">
    <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
    <label for="name">${words.name}</label>
    <input id="name" name="name" required maxlength="80" autocomplete="off" />
    <fieldset class="may">
      <legend>${words.mayDo}</legend>
      ${SCOPES.map(
        (scope) =>
          html`<label><input type="checkbox" name="${scope}" value="1" /> ${words.scopes[scope]} <code>${scope}</code></label>`,
      )}
    </fieldset>
    <label for="expires">${words.expires}</label>
    <input id="expires" name="expires" type="date" aria-describedby="expires-hint" />
    <p class="mut small" id="expires-hint">${words.expiresHint}</p>
    <button class="b p" type="submit">${words.makeButton}</button>
  </form>`;
} // prettier-ignore
