import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { errorName } from '../log.ts';
import { isLoopback } from '../loopback.ts';
import type { Mail, Mailer, MailResult } from './mailer.ts';

/** No server needs longer for one small mail; one that dawdles on purpose is left at this point. */
const SEND_LIMIT_MS = 120_000;

type Account = { smtpUrl: string; from: string };

/**
 * Sends through an SMTP server: TLS always, unless the server is on this machine. Each mail has its own
 * connection and is handed over once: nodemailer's pool sends a mail again by itself when a connection
 * breaks, and then nobody knows how often it arrived.
 */
export function smtpMailer(
  account: Account,
  options: { requireTls?: boolean; limitMs?: number } = {},
): Mailer {
  const underWay = new Set<SMTPConnection>();
  const sender = envelopeAddress(account.from);
  const settings = connectionSettings(account.smtpUrl, domainOf(sender), options.requireTls);
  return {
    async send(mail) {
      const message = await compose(mail, account.from, domainOf(sender));
      const connection = new SMTPConnection(settings.connection);
      underWay.add(connection);
      try {
        return await handOver(connection, {
          message,
          envelope: { from: sender, to: [mail.to], dsn: { ret: 'HDRS', notify: 'NEVER' } },
          auth: settings.auth,
          limitMs: options.limitMs ?? SEND_LIMIT_MS,
        });
      } finally {
        underWay.delete(connection);
      }
    },
    close() {
      for (const connection of underWay) connection.close();
    },
  };
}

type Auth = { user: string; pass: string } | null;

function connectionSettings(
  smtpUrl: string,
  ownName: string,
  requireTls?: boolean,
): { connection: SMTPConnectionOptions; auth: Auth } {
  const url = new URL(smtpUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const mustEncrypt = requireTls ?? !isLoopback(host);
  return {
    connection: {
      host,
      port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
      secure: url.protocol === 'smtps:',
      requireTLS: mustEncrypt,
      ignoreTLS: !mustEncrypt,
      // The name we greet with ends up in every mail's first Received line: never this machine's own.
      name: ownName,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      socketCloseTimeout: 1_000,
      maxResponseSize: 16_384,
    },
    auth: url.username
      ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
      : null,
  };
}

/** Our own text becomes a message; no path or address in it is ever read or fetched. */
function compose(mail: Mail, from: string, domain: string): Promise<Buffer> {
  const { to, subject, text, html, messageId, headers } = mail;
  const node = new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId: `<${messageId}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', ...headers },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return node.build();
}

/** One conversation with the server. Resolves with what it said, or with what is known where it fell silent. */
function handOver(
  connection: SMTPConnection,
  {
    message,
    envelope,
    auth,
    limitMs,
  }: {
    message: Buffer;
    envelope: { from: string; to: string[]; dsn: { ret: string; notify: string } };
    auth: Auth;
    limitMs: number;
  },
): Promise<MailResult> {
  return new Promise((resolve) => {
    const body = Readable.from([message]);
    let handedOver = false;
    body.once('end', () => (handedOver = true));
    const end = (result: MailResult) => {
      clearTimeout(patience);
      // First the answer: closing ends the conversation, which would read as an answer of its own.
      resolve(result);
      connection.close();
    };
    const fail = (error: unknown) => end(failure(error, handedOver));
    const patience = setTimeout(
      () => end({ kind: 'retry', error: 'send_limit', unsure: handedOver }),
      limitMs,
    );
    const send = () =>
      connection.send(envelope, body, (error) => (error ? fail(error) : end({ kind: 'accepted' })));

    connection.on('error', fail);
    connection.once('end', () => fail(new Error('closed')));
    connection.connect((error) => {
      if (error) fail(error);
      else if (auth === null) send();
      else if (!connection.allowsAuth) fail(new Error('no_auth'));
      else connection.login({ credentials: auth }, (error) => (error ? fail(error) : send()));
    });
  });
}

/**
 * 5xx is the server's final word (RFC 5321, 4.2.1) about a reader or a mail. Before a reader was named it
 * is about us, a wrong password for instance, and no reason to give up on anyone.
 */
function failure(error: unknown, handedOver: boolean): MailResult {
  const { responseCode: code = 0, command = '' } = error as { responseCode?: number; command?: string };
  const name = errorName(error);
  if (code >= 500 && code < 600 && /^(RCPT TO|DATA)/.test(command)) return { kind: 'refused', error: name };
  return { kind: 'retry', error: name, unsure: handedOver && code === 0 };
}

function envelopeAddress(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
