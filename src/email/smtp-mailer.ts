import MailComposer from 'nodemailer/lib/mail-composer';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { isLoopback } from '../loopback.ts';
import type { Mail, Mailer, MailResult } from './mailer.ts';
import { openLine, type Auth, type Letter, type Line } from './smtp-line.ts';
import { verdict } from './smtp-verdict.ts';

/** No server needs longer for one small mail; one that dawdles on purpose is left at this point. */
const SEND_LIMIT_MS = 120_000;
/** Servers that count the mails of a connection stop at a hundred or more. */
const MAILS_PER_LINE = 100;

type Account = { smtpUrl: string; from: string };

/**
 * Sends through an SMTP server: TLS always, unless the server is on this machine. A connection carries many
 * mails, one after another, and is left at the first fault. Each mail is handed over once: nodemailer's pool
 * sends a mail again by itself when a connection breaks, and then nobody knows how often it arrived.
 */
export function smtpMailer(
  account: Account,
  options: { requireTls?: boolean; limitMs?: number } = {},
): Mailer {
  const sender = envelopeAddress(account.from);
  const { connection, auth } = connectionSettings(account.smtpUrl, domainOf(sender), options.requireTls);
  const limitMs = options.limitMs ?? SEND_LIMIT_MS;
  const idle: Line[] = [];
  const underWay = new Set<Promise<MailResult>>();

  const carry = async (mail: Mail): Promise<MailResult> => {
    const letter: Letter = {
      message: await compose(mail, account.from, domainOf(sender)),
      from: sender,
      to: mail.to,
    };
    const until = performance.now() + limitMs;
    for (;;) {
      const line = idle.pop() ?? openLine(connection, auth);
      const wasUsed = line.carried() > 0;
      if (!line.isOpen()) continue;
      const fault = await line.handOver(letter, Math.max(0, until - performance.now()));
      if (fault === null) {
        if (line.carried() < MAILS_PER_LINE) idle.push(line);
        else line.leave();
        return { kind: 'accepted' };
      }
      const result = verdict(fault);
      // A server may hang up on a caller who was silent for a while. It had nothing of this mail: call again.
      if (result.kind === 'retry' && result.ours && wasUsed && performance.now() < until) continue;
      return result;
    }
  };

  const rest = () => {
    for (const line of idle.splice(0)) if (line.isOpen()) line.leave();
  };

  return {
    send(mail) {
      const result = carry(mail).finally(() => underWay.delete(result));
      underWay.add(result);
      return result;
    },
    rest,
    async close() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      rest();
    },
  };
}

/** How the mail server is spoken to; the doctor speaks to it in the same way. */
export function connectionSettings(
  smtpUrl: string,
  ownName: string,
  requireTls?: boolean,
): { connection: SMTPConnectionOptions; auth: Auth } {
  const url = new URL(smtpUrl);
  const host = hostOf(url);
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

/** The host of an address as it is called; IPv6 stands in brackets in a URL only. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** The address alone, without the name before it. */
export function envelopeAddress(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** The part behind the @, in small letters. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
