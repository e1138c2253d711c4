import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { errorName } from '../log.ts';
import type { Mailer } from './mailer.ts';

/** Sends through an SMTP server: TLS always, unless the server is on this machine. */
export function smtpMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const url = new URL(smtpUrl);
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const options: SMTPPool.Options = {
    pool: true,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
    secure: url.protocol === 'smtps:',
    requireTLS: !here,
    ignoreTLS: here && url.protocol === 'smtp:',
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    maxConnections: 2,
    // Mail bodies are our own text; no path or address in them is ever read or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
  };
  const transport = createTransport(options);
  return {
    async send({ to, headers, ...mail }) {
      try {
        await transport.sendMail({ ...mail, from, to: { name: '', address: to }, headers: headers ?? {} });
        return { kind: 'accepted' };
      } catch (error) {
        // 5xx is the server's final word (RFC 5321, 4.2.1); everything else may pass.
        const code = (error as { responseCode?: number }).responseCode ?? 0;
        return { kind: code >= 500 && code < 600 ? 'refused' : 'retry', error: errorName(error) };
      }
    },
    close: () => transport.close(),
  };
}
