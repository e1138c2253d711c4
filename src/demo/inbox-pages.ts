import { html, type Html } from '../http/html.ts';
import type { CaughtMail } from './inbox.ts';

/** The list, newest first. It loads itself again, without a script. */
export function inboxPage(mails: readonly CaughtMail[]): string {
  const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  const list =
    mails.length === 0
      ? html`<p class="empty">Nothing yet. Mails appear here by themselves.</p>`
      : html`<ol class="mails" reversed>
          ${mails.map(row)}
        </ol>`;
  return frame(
    'Inbox of the demo',
    html`<h1>Inbox</h1>
      <p class="lede">Every mail that the demo sends ends here. None leaves this machine.</p>
      <p class="count">${mails.length === 0 ? '' : `${count}, newest first`}</p>
      ${list}`,
    { refreshSeconds: 4 },
  );
}

/** One mail as text, its links ready to be followed, and its headers. */
export function mailPage(mail: CaughtMail): string {
  return frame(
    mail.subject,
    html`<p class="back"><a href="/">All mails</a></p>
      <h1>${mail.subject}</h1>
      <dl class="kv">
        <dt>To</dt>
        <dd>${mail.to}</dd>
        <dt>Received</dt>
        <dd>${time(mail.receivedAt)}</dd>
      </dl>
      <section class="panel" aria-label="Text of the mail">
        <div class="body">${linked(mail.text)}</div>
      </section>
      <h2>Headers</h2>
      <pre class="headers" tabindex="0" role="region" aria-label="Headers">${mail.headers.join('\n')}</pre>`,
  );
}

export function missingPage(): string {
  return frame(
    'No such mail',
    html`<h1>No such mail</h1>
      <p class="lede">The inbox keeps the last 200 mails, in memory only. <a href="/">All mails</a></p>`,
  );
}

function row({ id, to, subject, receivedAt }: CaughtMail): Html {
  return html`<li>
    <a class="subject" href="/mail/${id}">${subject}</a>
    <span class="to">${to}</span>
    ${time(receivedAt)}
  </li>`;
}

function time(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
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

function frame(title: string, main: Html, { refreshSeconds }: { refreshSeconds?: number } = {}): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title}</title>
<link rel="stylesheet" href="/inbox.css">
</head>
<body>
<header><div class="in"><span class="logo">Inbox</span><span class="tag">Demo</span></div></header>
<main>
${main}
</main>
</body>
</html>
`.text; // prettier-ignore
}
