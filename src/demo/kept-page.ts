import { html, type Html } from '../http/html.ts';
import type { RawRow } from '../store/sqlite/inspect.ts';
import { demoFrame, instant, type DemoLinks } from './frame.ts';
import type { Hits } from './search.ts';

/** What a search through everything found, place by place, and in how many spellings it looked. */
export type Searched = { places: { name: string; bytes: number; hits: Hits }[]; ways: number };

type Rows = Record<'reminders' | 'suppressions' | 'secrets', RawRow[]>;

/** What somebody reads in one go. */
const ROWS_SHOWN = 20;

/** What each status says of the address, in words. */
const STATUS: Record<string, string> = {
  pending: 'asked for, not confirmed',
  confirmed: 'waits for its day',
  sent: 'its mail was accepted',
  stopped: 'stopped by the reader',
  expired: 'never confirmed',
  failed: 'could not be delivered',
};

/** What this machine keeps of reminders, and a form that looks for a text in all of it. */
export function keptPage({
  links,
  now,
  rows,
  result,
}: {
  links: DemoLinks;
  now: Date;
  rows: Rows;
  /** Null before a search; `unfit` for a text that is too short or too long to look for. */
  result: Searched | 'unfit' | null;
}): string {
  return demoFrame(
    { place: 'kept', links, styleUrl: '/demo/kept.css', title: 'What this machine keeps' },
    html`<h1>What this machine keeps</h1>
      <p class="lede">
        Of a reminder the service keeps one row. Here is all that a thief of the disk would find, and a search
        through every byte of it.
      </p>
      <section class="part" aria-labelledby="search">
        <h2 id="search">Is the address in it?</h2>
        <p>
          Type the address that you asked with. It is looked for in the database, in its write-ahead log and shared
          memory file, and in the lines that the service has logged at its most talkative: as it is, in capitals,
          in UTF-16, hex, percent codes and base64. What you type is written nowhere.
        </p>
        ${form(result)} ${result !== null && result !== 'unfit' && found(result)}
        <p>
          Does the search find anything at all? Look for a day or a status from below: those do lie there in the
          clear.
        </p>
      </section>
      <section class="part" aria-labelledby="rows">
        <h2 id="rows">The rows of the reminders</h2>
        <p>
          Read from the file as it is now; the clock says ${instant(now)}. A sealed address is encrypted, with a key
          that is in no file of the database (<code>ADDRESS_KEYS</code>), and its hash is made with a secret that the
          same key seals. Both are erased the moment the mail is accepted, or its reminder stopped.
        </p>
        ${list(rows.reminders, reminderCard, 'No row: nobody has asked, or all that was kept has been deleted.')}
      </section>
      <section class="part" aria-labelledby="beside">
        <h2 id="beside">Beside them</h2>
        <p>
          Readers who asked never to be written to again: the hash of the address, so that it is recognised, for two
          years. And the sealed secret that these hashes are made with.
        </p>
        ${list(rows.suppressions, (row) => columns(row), 'Nobody has asked never to be written to again.')}
        ${rows.secrets.length > 0 && list(rows.secrets, (row) => columns(row), '')}
      </section>
      <section class="part" aria-labelledby="mailbox">
        <h2 id="mailbox">The inbox is the reader’s, not ours</h2>
        <p>
          The mails in <a href="${links.inbox}">the inbox</a> do carry the address, and the links in a reminder
          carry it sealed: a mailbox keeps it, at the provider that the reader chose. This demo holds that mailbox
          in memory, so it is not searched here.
        </p>
      </section>`,
  );
}

function form(result: Searched | 'unfit' | null): Html {
  const isUnfit = result === 'unfit';
  return html`<form class="ask" method="post" action="/demo/kept">
    <label for="text">Look for</label>
    <p class="hint" id="hint">An address, or any other text of 5 letters or more.</p>
    <div class="line">
      <input
        id="text"
        name="text"
        required
        minlength="5"
        maxlength="254"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        aria-describedby="hint${isUnfit && ' fault'}"
        ${isUnfit && 'aria-invalid="true"'}
      />
      <button>Search every byte</button>
    </div>
    ${isUnfit && html`<p class="verdict bad" id="fault" role="alert">Type 5 to 254 letters.</p>`}
  </form>`;
}

function found({ places, ways }: Searched): Html {
  const times = places.reduce((sum, { hits }) => sum + hits.times, 0);
  const bytes = places.reduce((sum, place) => sum + place.bytes, 0);
  const verdict =
    times === 0
      ? `Found 0 times in ${count(bytes)} bytes.`
      : `Found ${count(times)} ${times === 1 ? 'time' : 'times'} in ${count(bytes)} bytes.`;
  return html`<p class="verdict${times > 0 && ' found'}" role="status">${verdict}</p>
    <div class="wide" tabindex="0" role="region" aria-label="What was searched">
      <table>
        <thead>
          <tr>
            <th scope="col">Searched</th>
            <th scope="col" class="n">Bytes read</th>
            <th scope="col" class="n">Found</th>
          </tr>
        </thead>
        <tbody>
          ${places.map(
            ({ name, bytes, hits }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="n">${count(bytes)}</td>
                <td class="n">${count(hits.times)}${hits.times > 0 && html` <span>(${hits.spellings.join(', ')})</span>`}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    <p>Looked for in ${ways} spellings.</p>`;
}

function list(rows: readonly RawRow[], card: (row: RawRow) => Html, empty: string): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  const more = rows.length - ROWS_SHOWN;
  return html`<div class="panel">
      ${rows.slice(0, ROWS_SHOWN).map((row) => html`<div class="row">${card(row)}</div> `)}
    </div>
    ${more > 0 && html`<p>And ${more} older ones.</p>`}`;
}

function reminderCard(row: RawRow): Html {
  const status = String(row['status']);
  const sealed = row['sealed_address'];
  return html`<dl class="kv">
      <dt>Id</dt>
      <dd><code>${row['reminder_id']}</code></dd>
      <dt>Status</dt>
      <dd>${status}${STATUS[status] !== undefined && `: ${STATUS[status]}`}</dd>
      <dt>Day</dt>
      <dd>${row['due_day']}</dd>
      <dt>Language</dt>
      <dd>${row['lang']}</dd>
      <dt>Address</dt>
      <dd>${typeof sealed === 'string' ? `sealed, ${sealed.length} letters` : 'erased'}</dd>
      <dt>Its hash</dt>
      <dd>${row['address_hash'] === null ? 'erased' : 'there'}</dd>
    </dl>
    <details>
      <summary>Every column of this row</summary>
      ${columns(row)}
    </details>`;
}

function columns(row: RawRow): Html {
  return html`<dl class="kv">
    ${Object.entries(row).map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd><code>${value ?? 'null'}</code></dd> `,
    )}
  </dl>`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
