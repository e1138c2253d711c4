import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startInbox, type Inbox } from '../../src/demo/inbox.ts';
import { smtpMailer } from '../../src/email/smtp-mailer.ts';

const MAIL = {
  to: 'someone@example.org',
  subject: 'Заметка <b>1</b>',
  text: 'Confirm:\nhttp://127.0.0.1:8080/r/abc\n\njavascript:alert(1) <script>x</script>\n',
  html: '<p>Confirm</p>',
  messageId: 'one',
};

describe('the inbox of the demo', () => {
  let inbox: Inbox;
  beforeEach(async () => (inbox = await startInbox()));
  afterEach(() => inbox.close());

  const send = (mail = MAIL) =>
    smtpMailer({ smtpUrl: inbox.smtpUrl, from: 'Notes <note@notes.example>' }).send(mail);

  it('catches mails over SMTP, newest first, and knows whom they were for', async () => {
    expect(await send()).toEqual({ kind: 'accepted' });
    await send({ ...MAIL, to: 'other@example.org', messageId: 'two' });
    expect(inbox.messages().map(({ to }) => to)).toEqual(['other@example.org', 'someone@example.org']);
    expect(inbox.messages()[1]?.subject).toBe(MAIL.subject);
    expect(inbox.messages()[0]?.headers.join()).toContain('Message-ID: <two@notes.example>');
  });

  it('shows them in a list, which renews itself where that is asked for, and each as text with its links and headers', async () => {
    expect(await (await fetch(inbox.url)).text()).toContain('Nothing yet');
    await send();
    const list = await fetch(inbox.url);
    const text = await list.text();
    expect(text).not.toContain('http-equiv="refresh"');
    const renewing = /href="(\/renewing)"/.exec(text)?.[1] ?? '';
    expect(await (await fetch(new URL(renewing, inbox.url))).text()).toContain('http-equiv="refresh"');
    expect(text).toContain('someone@example.org');
    expect(text).toContain('Заметка &#60;b&#62;1');
    const mail = await (await fetch(`${inbox.url}mail/1`)).text();
    expect(mail).toContain('<a href="http://127.0.0.1:8080/r/abc" rel="noreferrer">');
    expect(mail).not.toMatch(/<script|href="javascript/);
    expect(mail).toContain('Message-ID');
    expect((await fetch(`${inbox.url}mail/2`)).status).toBe(404);
  });

  it('allows no script, no frame and no other site', async () => {
    const policy = (await fetch(inbox.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request(inbox.url, { headers: { Host: 'evil.example' } }, (answer) => resolve(answer.statusCode)).end(),
    );
    expect(status).toBe(421);
  });

  it('keeps the last two hundred', async () => {
    for (let i = 0; i < 3; i++) await send({ ...MAIL, subject: 'Early', messageId: `e${i}` });
    await Promise.all(Array.from({ length: 199 }, (_, i) => send({ ...MAIL, messageId: `m${i}` })));
    await send({ ...MAIL, subject: 'Last', messageId: 'last' });
    const kept = inbox.messages();
    expect(kept).toHaveLength(200);
    expect(kept[0]?.subject).toBe('Last');
    expect(kept.some(({ subject }) => subject === 'Early')).toBe(false);
  }, 30_000);
});
