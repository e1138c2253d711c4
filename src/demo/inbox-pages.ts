import { html, type Html } from '../http/html.ts';
import { demoFrame, instant, type DemoLinks } from './frame.ts';
import type { CaughtMail } from './inbox.ts';

/** What the pages need to know about the demo around them; the links are null where the inbox runs alone. */
export type InboxSite = { links: DemoLinks | null; now: Date };

/** The address of the list that loads itself again; a page does that only where somebody asked for it (WCAG 2.2.1). */
export const RENEWING = '/renewing';

const AT = { place: 'inbox', styleUrl: '/inbox.css' } as const;

/** The list, newest first. Where it renews itself, it does so without a script. */
export function inboxPage(
  mails: readonly CaughtMail[],
  site: InboxSite,
  { renews }: { renews: boolean },
): string {
  const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  const list =
    mails.length === 0
      ? html`<p class="empty">Nothing yet. A mail is here some seconds after it was asked for.</p>`
      : html`<ol class="mails" reversed>
          ${mails.map(row)}
        </ol>`;
  return demoFrame(
    { ...AT, links: site.links, title: 'Inbox of the demo' },
    html`<h1>Inbox</h1>
      <p class="lede">
        The reader’s mailbox. Every mail that the demo sends ends here; none leaves this machine.
      </p>
      <p class="count">
        <span>${mails.length === 0 ? 'No mail' : `${count}, newest first`}</span>
        ${
          renews
            ? html`<a href="/">Stop renewing</a>`
            : html`<a href="/">Look again</a> <a href="${RENEWING}">Renew every 4 seconds</a>`
        }
      </p>
      ${list} ${site.links && walk(site.links, site.now)}`,
    renews ? { refreshSeconds: 4 } : {},
  );
}

/** One mail as text, its links ready to be followed, and its headers. */
export function mailPage(mail: CaughtMail, { links }: InboxSite): string {
  return demoFrame(
    { ...AT, links, title: mail.subject },
    html`<p class="back"><a href="/">All mails</a></p>
      <h1>${mail.subject}</h1>
      <dl class="kv">
        <dt>To</dt>
        <dd>${mail.to}</dd>
        <dt>Received</dt>
        <dd>${instant(mail.receivedAt)}</dd>
      </dl>
      <section class="panel" aria-label="Text of the mail">
        <div class="body">${linked(mail.text)}</div>
      </section>
      <h2>Headers</h2>
      <pre class="headers" tabindex="0" role="region" aria-label="Headers">${mail.headers.join('\n')}</pre>`,
  );
}

export function missingPage({ links }: InboxSite): string {
  return demoFrame(
    { ...AT, links, title: 'No such mail' },
    html`<h1>No such mail</h1>
      <p class="lede">The inbox keeps the last 200 mails, in memory only. <a href="/">All mails</a></p>`,
  );
}

/** What to press, in order, to see a reminder through. */
function walk({ article, kept, sandbox }: DemoLinks, now: Date): Html {
  return html`<section class="walk" aria-labelledby="walk">
    <h2 id="walk">A reminder from its beginning to its end</h2>
    <ol>
      <li>Under <a href="${article}">the article</a> press “Remind me later” and ask for an e-mail.</li>
      <li>Open the mail here, follow its link, and press the button: only that sets the reminder.</li>
      <li>
        In <a href="${sandbox}">the sandbox</a> press “A month” until its clock has passed the day. It says
        ${instant(now)} now. The reminder is here within ten seconds.
      </li>
      <li>Open it, and stop it by its last link, or ask for another month.</li>
      <li>See <a href="${kept}">what this machine keeps</a>, and look for the address in all of it.</li>
    </ol>
  </section>`;
}

function row({ id, to, subject, receivedAt }: CaughtMail): Html {
  return html`<li>
    <a class="subject" href="/mail/${id}">${subject}</a>
    <span class="to">${to}</span>
    ${instant(receivedAt)}
  </li>`;
}

/** Text with its web addresses as links. Only http and https: nothing else a mail says is followed. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, i) =>
      i % 2 === 1 ? html`<a href="${part}" rel="noreferrer">${shortened(part)}</a>` : html`${part}`,
    );
}

/** A link with a sealed address in it is hundreds of letters long: its ends say which one it is. */
function shortened(address: string): string {
  return address.length <= 90 ? address : `${address.slice(0, 48)}…${address.slice(-16)}`;
}
